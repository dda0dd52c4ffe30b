"""What an organization has coming."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from schema.connections import Connection, Page
from schema.context import Info
from schema.events.cursor import cursor
from schema.events.types import Event, as_events
from schema.loaders import loader
from schema.selection import selected
from server.events.queries import events_by_organization


async def load_events(info: Info, organization: UUID, *, first: int, after: str | None) -> Connection[Event]:
    """One statement for all organizations that a selection asks it of."""
    context, wanted = info.context, selected(info)

    async def load(organizations: Sequence[UUID]) -> Mapping[UUID, Page]:
        found = await events_by_organization(
            context.database,
            actor=context.actor,
            now=context.now,
            organizations=organizations,
            first=first,
            after=after,
            wanted=wanted,
        )
        return {
            id_: Page(
                as_events(slice_.rows),
                cursor=cursor,
                has_next_page=slice_.has_next_page,
                has_previous_page=after is not None,
            )
            for id_, slice_ in found.items()
        }

    return await loader(context, ("events", first, after, wanted), load).load(organization)  # type: ignore[return-value]
