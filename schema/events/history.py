"""What became of an event: who changed it, when, and what."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from schema.connections import Connection, Page
from schema.context import Context, Info
from schema.enums import described
from server.events.history import EventAct, read_fields
from server.events.models import Event
from server.events.read_history import changes_of, event_with_history
from server.paging import write_cursor

described(
    EventAct,
    "What was done to an event.",
    CREATED="It was begun.",
    CHANGED="What it says was changed.",
    SENT_FOR_REVIEW="It was sent to the campus's administrators.",
    SENT_BACK="They sent it back.",
    PUBLISHED="Everybody sees it since.",
    UNPUBLISHED="It was made a draft again.",
    CANCELLED="It was cancelled.",
    POSTPONED="It was put off.",
    RESCHEDULED="It was moved to another time.",
    RESTORED="A cancellation or postponement was taken back.",
)


@strawberry.type(description="What one field said before a change, and after it.")
class FieldChange:
    field: str = strawberry.field(description="Which, as this API names it.")
    old: str | None = strawberry.field(description="What it said before, in words; null: nothing.")
    new: str | None = strawberry.field(description="What it said then, in words; null: nothing.")


@strawberry.type(description="One change of an event.")
class EventChange:
    key: strawberry.Private[UUID]
    at: datetime = strawberry.field(description="When, in UTC.")
    by: str | None = strawberry.field(description="Who did it; null where Hallway did by itself.")
    act: EventAct = strawberry.field(description="What was done.")
    words: str | None = strawberry.field(description="Why, as whoever did it wrote.")
    fields: list[FieldChange] = strawberry.field(description="What changed, field by field.")


@strawberry.type(description="The history of an event.")
class EventHistory:
    event: strawberry.Private[Event]
    context: strawberry.Private[Context]
    slug: str = strawberry.field(description="The event's name in addresses.")
    name: str = strawberry.field(description="What it is called now.")
    time_zone: str = strawberry.field(description="IANA zone in which its hours are told.")

    @strawberry.field(description="What was changed, the latest first; nobody can change that.")
    async def changes(
        self,
        first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = 20,
        after: Annotated[
            str | None, strawberry.argument(description="`endCursor` of the piece before; null for the beginning.")
        ] = None,
    ) -> Connection[EventChange]:
        found = await changes_of(self.context.database, self.event, first=first, after=after)
        return Page(  # type: ignore[return-value]  # has a connection's attributes
            [_change(row) for row in found.rows],
            cursor=_cursor,
            has_next_page=found.has_next_page,
            has_previous_page=after is not None,
        )


@strawberry.type
class EventHistoryQuery:
    @strawberry.field(description="What became of an event; null where it isn't yours to change. Scope POST_EVENTS.")
    async def event_history(
        self, info: Info, slug: Annotated[str, strawberry.argument(description="Its name in addresses.")]
    ) -> EventHistory | None:
        context = info.context
        event = await event_with_history(context.database, actor=context.actor, slug=slug)
        if event is None:
            return None
        return EventHistory(event=event, context=context, slug=event.slug, name=event.name, time_zone=event.time_zone)


def _change(row: Any) -> EventChange:
    fields = [FieldChange(field=one.field, old=one.old, new=one.new) for one in read_fields(row.fields)]
    return EventChange(key=row.key, at=row.at, by=row.by, act=row.act, words=row.words, fields=fields)


def _cursor(change: Any) -> str:
    return write_cursor(change.at, change.key)
