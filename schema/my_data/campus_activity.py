"""What was done on a campus that matters, for those who look after it."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from schema.connections import Connection, Page
from schema.context import Context, Info
from schema.loaders import loader
from schema.my_data.activity import AuditFact
from server.audit.models import Action
from server.campuses.queries import administered
from server.contacts.living import NO_NAME
from server.my_data import campus_activity
from server.paging import write_cursor


@strawberry.type(description="An act on a campus that was written down. It is never changed.")
class CampusEntry:
    key: strawberry.Private[UUID]
    actor_key: strawberry.Private[UUID | None]
    subject_key: strawberry.Private[UUID | None]
    place_key: strawberry.Private[UUID | None]
    at: datetime = strawberry.field(description="When it was done.")
    action: Action = strawberry.field(description="What was done.")
    facts: list[AuditFact] = strawberry.field(description="More about it, by name; often nothing.")

    @strawberry.field(
        description=(
            "Who did it, as they share their name with you; null: nobody who was signed in, or Hallway by itself."
        )
    )
    async def actor(self, info: Info) -> str | None:
        return await _called(info.context, self.actor_key)

    @strawberry.field(description="To whom, as they share their name with you; null: to the one who did it, or nobody.")
    async def subject(self, info: Info) -> str | None:
        return await _called(info.context, self.subject_key)

    @strawberry.field(description="The organization, event, booth or campus of a role; else null.")
    async def place(self, info: Info) -> str | None:
        return await _place(info.context, self.place_key) if self.place_key is not None else None


@strawberry.type(description="What was done on a campus.")
class CampusActivity:
    key: strawberry.Private[UUID]
    name: str = strawberry.field(description="The campus's name.")

    @strawberry.field(description="Roles, exports, failed sign-ins, views of private fields, reports; newest first.")
    async def entries(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = 20,
        after: Annotated[
            str | None, strawberry.argument(description="`endCursor` of the piece before; null for the beginning.")
        ] = None,
    ) -> Connection[CampusEntry]:
        context = info.context
        found = await campus_activity.campus_activity(
            context.database, actor=context.actor, campus_id=self.key, first=first, after=after
        )
        return Page(  # type: ignore[return-value]  # has a connection's attributes
            [as_entry(row) for row in found.rows],
            cursor=lambda entry: write_cursor(entry.at, entry.key),
            has_next_page=found.has_next_page,
            has_previous_page=after is not None,
        )


@strawberry.type
class CampusActivityQuery:
    @strawberry.field(description="What was done on a campus that matters; null unless you look after it.")
    async def campus_activity(
        self, info: Info, slug: Annotated[str, strawberry.argument(description="The campus's name in addresses.")]
    ) -> CampusActivity | None:
        row = await administered(info.context.database, actor=info.context.actor, slug=slug)
        return CampusActivity(key=row.id, name=row.name) if row is not None else None


def as_entry(row: Any) -> CampusEntry:
    """From a row of `server.my_data.campus_activity`."""
    facts = json.loads(row.detail)
    return CampusEntry(
        key=row.id,
        actor_key=row.actor_id,
        subject_key=row.subject_id,
        place_key=UUID(hex=facts["of"]) if "of" in facts else None,
        at=row.at,
        action=row.action,
        facts=[AuditFact(name=name, value=value) for name, value in facts.items()],
    )


async def _called(context: Context, key: UUID | None) -> str | None:
    if key is None:
        return None

    async def load(people: Sequence[UUID]) -> Mapping[UUID, str]:
        names = await campus_activity.names_of(context.database, actor=context.actor, people=people)
        return {id_: names.get(id_) or NO_NAME for id_ in people}

    return await loader(context, "names in the trail", load).load(key)


async def _place(context: Context, key: UUID) -> str | None:
    async def load(ids: Sequence[UUID]) -> Mapping[UUID, str]:
        return await campus_activity.places_of(context.database, ids)

    return await loader(context, "places in the trail", load).load(key)
