"""What is on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from schema.connections import Connection
from schema.context import Context, Info
from schema.events.filters import EventFilter, as_filter, personal_of
from schema.events.listed import listed
from schema.events.types import Event, as_events
from schema.loaders import loader
from schema.nodes import fetched_by
from schema.selection import selected
from server.events import find
from server.events.filter import EventOrder


@strawberry.type
class EventQuery:
    @strawberry.field(description="Published events by start: the instances of a series each by itself.")
    async def events(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = 20,
        after: Annotated[
            str | None, strawberry.argument(description="`endCursor` of the piece before; null for the beginning.")
        ] = None,
        filter: Annotated[
            EventFilter | None, strawberry.argument(description="Which ones; null: all that have not ended.")
        ] = None,
        order_by: Annotated[EventOrder, strawberry.argument(description="In which order.")] = EventOrder.STARTS_AT_ASC,
    ) -> Connection[Event]:
        return await listed(
            info,
            first=first,
            after=after,
            filter=as_filter(filter),
            order=order_by,
            **await personal_of(filter, info.context),
        )

    @strawberry.field(
        description=(
            "The event with this slug, or null. Of a series the next instance, or the last when all are over;"
            " with `recurrenceId` that one."
        )
    )
    async def event(
        self,
        info: Info,
        slug: Annotated[str, strawberry.argument(description="Its name in addresses.")],
        recurrence_id: Annotated[
            datetime | None, strawberry.argument(description="`recurrenceId` of one instance of a series.")
        ] = None,
    ) -> Event | None:
        context = info.context
        row = await find.event(
            context.database,
            actor=context.actor,
            now=context.now,
            slug=slug,
            recurrence_id=recurrence_id,
            wanted=selected(info),
        )
        return as_events([row])[0] if row is not None else None


@fetched_by("event")
async def load_event(context: Context, key: UUID) -> Event | None:
    """By the id of an occurrence or of an event, all columns; None where there is none for this viewer.

    One statement for all events that the things of a request belong to.
    """

    async def load(keys: Sequence[UUID]) -> Mapping[UUID, Event]:
        rows = await find.events_by_id(context.database, actor=context.actor, now=context.now, ids=keys)
        return dict(zip(rows, as_events(list(rows.values())), strict=True))

    return await loader(context, "event", load).load(key)
