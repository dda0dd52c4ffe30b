"""Those who post for an event see its agenda as they would type it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, select

from server.actor import Actor, Scope, member_with
from server.db import Database, Key
from server.events.models import Event
from server.events.policies import posts
from server.events.programme import agendas
from server.words import findable

_EVENT = select(Event.id, Event.slug, Event.name, Event.starts_at, Event.ends_at, Event.time_zone).where(
    and_(Event.slug == bindparam("slug"), posts(bindparam("viewer", type_=Key())))
)


@dataclass(frozen=True, slots=True)
class TypedAgenda:
    event: Row[Any]
    rows: Sequence[Row[Any]]
    """As server.events.programme.agendas gives them: one for each speaker."""

    def speakers(self) -> dict[UUID, list[str]]:
        """Names by item, in order."""
        found: dict[UUID, list[str]] = {}
        for row in self.rows:
            found.setdefault(row.key, []).extend([row.speaker] if row.speaker is not None else [])
        return found


async def typed_agenda(database: Database, *, actor: Actor, slug: str) -> TypedAgenda | None:
    """The event with this slug and its agenda; None for whoever does not post for it. A program needs POST_EVENTS."""
    if (member := member_with(actor, Scope.POST_EVENTS)) is None:
        return None
    event = next(iter(await database.rows(_EVENT, {"slug": findable(slug), "viewer": member.person_id})), None)
    return TypedAgenda(event, await agendas(database, [event.id])) if event is not None else None
