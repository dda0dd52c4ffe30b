"""Filters that are kept, and their addresses."""

from typing import Annotated, Any

import strawberry

from schema.connections import Connection
from schema.context import Info
from schema.events.listed import listed
from schema.events.types import Event
from schema.ids import global_id
from server.finding import saved_filters
from server.finding.filter_text import from_text


@strawberry.type(description="A filter of the list of events that somebody keeps, with an address of its own.")
class SavedFilter:
    text: strawberry.Private[str]
    id: strawberry.ID = strawberry.field(description="For `removeFilter`.")
    slug: str = strawberry.field(description="Its name in addresses; drawn at random.")
    name: str = strawberry.field(description="What its maker calls it.")

    @strawberry.field(description="The published events that it finds, by start.")
    async def events(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = 20,
        after: Annotated[
            str | None, strawberry.argument(description="`endCursor` of the piece before; null for the beginning.")
        ] = None,
    ) -> Connection[Event]:
        return await listed(info, first=first, after=after, filter=from_text(self.text))


@strawberry.type
class SavedFilterQuery:
    @strawberry.field(description="The kept filter with this slug, whosever it is, or null.")
    async def saved_filter(
        self, info: Info, slug: Annotated[str, strawberry.argument(description="Its name in addresses.")]
    ) -> SavedFilter | None:
        row = await saved_filters.saved_filter(info.context.database, slug=slug)
        return as_saved(row) if row is not None else None


@strawberry.type
class FilterKeeper:
    """What `Viewer` has of kept filters."""

    @strawberry.field(description="The filters that you keep, oldest first; 50 at most.")
    async def saved_filters(self, info: Info) -> list[SavedFilter]:
        rows = await saved_filters.saved_filters(info.context.database, actor=info.context.actor)
        return [as_saved(row) for row in rows]


def as_saved(row: Any) -> SavedFilter:
    """From a row of server.finding.saved_filters, or the model."""
    return SavedFilter(id=strawberry.ID(global_id("filter", row.id)), slug=row.slug, name=row.name, text=row.filter)
