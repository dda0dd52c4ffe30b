"""Who looks after those who come to an event: the list of them is theirs alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Member, Scope, member_with, require_member
from server.attendance.seats import load_instances, lock
from server.db import Database, Key
from server.errors import NotFound, NotPermitted
from server.events.find import event
from server.events.models import Event, Occurrence, Publication
from server.events.policies import posts
from server.events.staff import EventStaff, StaffRole

_viewer = bindparam("viewer", type_=Key())
_event = bindparam("event", type_=Key())
_role = select(EventStaff.role).where(EventStaff.event_id == Event.id, EventStaff.person_id == _viewer)
_STANDING: Any = select(Event.publication, posts(_viewer).label("posts"), _role.scalar_subquery().label("staff")).where(
    Event.id == _event
)
_FACTS = frozenset(
    {"event_key", "slug", "name", "time_zone", "recurrence_id", "capacity", "going_count", "waitlisted_count"}
)


@dataclass(frozen=True, slots=True)
class Organizing:
    """What somebody is at an event."""

    posts: bool
    staff: StaffRole | None

    @property
    def sees_names(self) -> bool:
        """Whoever posts it, and whoever works at it, be it at the door."""
        return self.posts or self.staff is not None

    @property
    def organizes(self) -> bool:
        """Whoever posts it and its hosts: they read answers, give and take places, and write to those who come."""
        return self.posts or self.staff is StaffRole.HOST


async def organizing(
    database: Database, *, actor: Actor, slug: str, recurrence_id: datetime | None, now: datetime
) -> tuple[Any, Organizing] | None:
    """An instance of an event, as `server.events.find.event` chooses it, and what the actor is there; None where its
    list is not for them. Two statements."""
    member = member_with(actor, Scope.ADMIN)
    if member is None:
        return None
    found = await event(database, actor=actor, now=now, slug=slug, recurrence_id=recurrence_id, wanted=_FACTS)
    if found is None:
        return None
    values = {"viewer": member.person_id, "event": found.event_key}
    for row in await database.rows(_STANDING, values):
        standing = Organizing(row.posts, row.staff)
        return (found, standing) if standing.sees_names else None
    return None


async def load_organized(session: AsyncSession, *, actor: Actor, occurrence_id: UUID) -> tuple[Member, Any]:
    """Who acts, and an instance of an event that they organize, for which nobody else answers until the transaction
    ends. Raises SignInRequired, ScopeMissing, NotFound, and NotPermitted where they see it only."""
    member = require_member(actor)
    event_id = await session.scalar(select(Occurrence.event_id).where(Occurrence.id == occurrence_id))
    if event_id is None:
        raise NotFound
    await require_organizer(session, member, event_id)
    await lock(session, [event_id])
    instances = await load_instances(session, Occurrence.id == occurrence_id)
    if not instances:
        raise NotFound
    return member, instances[0]


async def require_organizer(session: AsyncSession, member: Member, event_id: UUID) -> None:
    """Raises NotFound, and NotPermitted for whoever sees the event but does not organize it."""
    if not (await require_staff(session, member, event_id)).organizes:
        raise NotPermitted


async def require_staff(session: AsyncSession, member: Member, event_id: UUID) -> Organizing:
    """What the member is there. Raises NotFound, and NotPermitted for whoever sees the event but works not at it."""
    values = {"viewer": member.person_id, "event": event_id}
    row = (await session.execute(_STANDING, values)).one_or_none()
    if row is None:
        raise NotFound
    standing = Organizing(row.posts, row.staff)
    if not standing.sees_names:
        raise NotPermitted if row.publication is Publication.PUBLISHED else NotFound
    return standing
