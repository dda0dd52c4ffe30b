"""What became of an event: who changed it, when, and what."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from schema.connections import Connection, Page
from schema.context import Info
from schema.enums import described
from server.events.history import EventAct, read_fields
from server.events.read_history import event_history
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
    slug: str = strawberry.field(description="The event's name in addresses.")
    name: str = strawberry.field(description="What it is called now.")
    time_zone: str = strawberry.field(description="IANA zone in which its hours are told.")
    changes: Connection[EventChange] = strawberry.field(description="The latest first; nobody can change them.")


@strawberry.type
class EventHistoryQuery:
    @strawberry.field(description="What became of an event; null where it isn't yours to change. Scope POST_EVENTS.")
    async def event_history(
        self,
        info: Info,
        slug: Annotated[str, strawberry.argument(description="Its name in addresses.")],
        first: Annotated[int, strawberry.argument(description="How many changes, 1 to 100.")] = 20,
        after: Annotated[
            str | None, strawberry.argument(description="`endCursor` of the piece before; null for the beginning.")
        ] = None,
    ) -> EventHistory | None:
        context = info.context
        found = await event_history(context.database, actor=context.actor, slug=slug, first=first, after=after)
        if found is None:
            return None
        event, slice_ = found
        page = Page(
            [_change(row) for row in slice_.rows],
            cursor=_cursor,
            has_next_page=slice_.has_next_page,
            has_previous_page=after is not None,
        )
        return EventHistory(slug=event.slug, name=event.name, time_zone=event.time_zone, changes=page)  # type: ignore[arg-type]  # has a connection's attributes


def _change(row: Any) -> EventChange:
    fields = [FieldChange(field=one.field, old=one.old, new=one.new) for one in read_fields(row.fields)]
    return EventChange(key=row.key, at=row.at, by=row.by, act=row.act, words=row.words, fields=fields)


def _cursor(change: Any) -> str:
    return write_cursor(change.at, change.key)
