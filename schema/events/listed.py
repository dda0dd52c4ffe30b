"""A page of a list of events, as a connection."""

from collections.abc import Sequence
from uuid import UUID

from schema.connections import Connection, Page
from schema.context import Info
from schema.events.cursor import cursor
from schema.events.types import Event, as_events
from schema.selection import selected
from server.events import queries
from server.events.filter import EventFilter, EventOrder
from server.events.narrowing import Narrowing


async def listed(
    info: Info,
    *,
    first: int,
    after: str | None,
    filter: EventFilter,
    order: EventOrder = EventOrder.STARTS_AT_ASC,
    narrowings: tuple[Narrowing, ...] = (),
    of: Sequence[UUID] | None = None,
) -> Connection[Event]:
    """Those that `filter` and `narrowings` leave, in the columns that the selection asks for."""
    context = info.context
    found = await queries.events(
        context.database,
        actor=context.actor,
        now=context.now,
        first=first,
        after=after,
        filter=filter,
        order=order,
        narrowings=narrowings,
        of=of,
        wanted=selected(info),
    )
    return Page(  # type: ignore[return-value]  # has a connection's attributes
        as_events(found.rows),
        cursor=cursor,
        has_next_page=found.has_next_page,
        has_previous_page=after is not None,
    )
