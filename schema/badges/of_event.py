"""The badges of an event, for who works there, in GraphQL."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from schema.attendance.instance import RecurrenceId, Slug, worked_at
from schema.badges.types import Badge  # noqa: F401  # describes the states
from schema.connections import Connection, Page
from schema.context import Context, Info
from schema.ids import global_id
from server.badges.claim_code import claim_code
from server.badges.list_of_event import called, every_badge, how_many_lack_one
from server.badges.models import BadgeState
from server.paging import write_cursor


@strawberry.type(description="A badge of an event, to whoever works there. Its code is not told; it is printed.")
class EventBadge:
    key: strawberry.Private[UUID]
    id: strawberry.ID = strawberry.field(description="By which to replace it, or take it back.")
    person_id: strawberry.ID = strawberry.field(description="Whose it is.")
    name: str = strawberry.field(description="Their name.")
    state: BadgeState = strawberry.field(description="Whether its code is taken.")
    issued_at: datetime = strawberry.field(description="When it was made, in UTC: what was printed before lacks it.")
    ended_at: datetime | None = strawberry.field(
        description="Since when its code is refused, in UTC; a printed one is to be thrown away. Null while it is good."
    )
    is_guest: bool = strawberry.field(description="Whether they were brought in without an account.")
    claim_code: str | None = strawberry.field(
        description="What to give a guest, who takes over what they have by it: eight letters. Null for others."
    )


@strawberry.type(description="The badges of an event.")
class EventBadgeList:
    row: strawberry.Private[Any]
    rows: strawberry.Private[Any]
    id: strawberry.ID = strawberry.field(description="The event's, or the instance's.")
    slug: str = strawberry.field(description="The event's name in addresses.")
    name: str = strawberry.field(description="The event's name.")
    recurrence_id: datetime | None = strawberry.field(
        description="Which instance of its series this is; null for a single event."
    )
    capacity: int | None = strawberry.field(description="Places there are; null without a limit.")
    going_count: int = strawberry.field(description="How many go.")
    organizes: bool = strawberry.field(
        description="Whether you give badges to all, bring guests in and take back; false: you replace lost ones."
    )
    active_count: int = strawberry.field(description="How many badges are good.")

    @strawberry.field(description="How many of those who go, speak or work there never had one.")
    async def lacking_count(self, info: Info) -> int:
        return await how_many_lack_one(info.context.database, event_id=self.row.event_key, occurrence_id=self.row.key)

    @strawberry.field(description="By name; of one person the newest first.")
    async def badges(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = 20,
        after: Annotated[
            str | None, strawberry.argument(description="`endCursor` of the piece before; null for the beginning.")
        ] = None,
        state: Annotated[BadgeState | None, strawberry.argument(description="Only these; null: all.")] = None,
        text: Annotated[
            str | None,
            strawberry.argument(description="Beginnings of words of the name; case and accents don't matter."),
        ] = None,
    ) -> Connection[EventBadge]:
        found = called(self.rows, state=state, text=text or "", first=first, after=after)
        return Page(  # type: ignore[return-value]  # has a connection's attributes
            [_badge(info.context, row) for row in found.rows],
            cursor=lambda node: write_cursor(node.issued_at, node.key),
            has_next_page=found.has_next_page,
            has_previous_page=after is not None,
        )


@strawberry.type
class EventBadgeQuery:
    @strawberry.field(
        description=(
            "The badges of an event, for whoever posts it or works at it; null for others. Of a series they are good"
            " for all instances; `recurrenceId` says for which one guests are brought in."
        )
    )
    async def event_badges(
        self,
        info: Info,
        slug: Slug,
        recurrence_id: RecurrenceId = None,
    ) -> EventBadgeList | None:
        context = info.context
        found = await worked_at(info, slug, recurrence_id)
        if found is None:
            return None
        row, standing = found
        rows = await every_badge(context.database, row.event_key)
        return EventBadgeList(
            row=row,
            rows=rows,
            id=strawberry.ID(global_id("event", row.key)),
            slug=row.slug,
            name=row.name,
            recurrence_id=row.recurrence_id,
            capacity=row.capacity,
            going_count=row.going_count,
            organizes=standing.organizes,
            active_count=sum(badge.state is BadgeState.ACTIVE for badge in rows),
        )


def _badge(context: Context, row: Any) -> EventBadge:
    claimable = row.guest is not None and row.state is BadgeState.ACTIVE
    return EventBadge(
        key=row.id,
        id=strawberry.ID(global_id("badge", row.id)),
        person_id=strawberry.ID(global_id("person", row.person_id)),
        name=row.name,
        state=row.state,
        issued_at=row.issued_at,
        ended_at=row.ended_at,
        is_guest=row.guest is not None,
        claim_code=claim_code(context.settings.secrets, row) if claimable else None,
    )
