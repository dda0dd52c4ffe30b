"""The booths of a fair, for whoever organizes it, in GraphQL."""

from typing import Annotated

import strawberry

from schema.context import Info
from schema.ids import global_id
from server.leads.fair import booths_of_fair


@strawberry.type(description="A booth at a fair that you organize.")
class GivenBooth:
    id: strawberry.ID = strawberry.field(description="By which to change it or take it away.")
    label: str = strawberry.field(description="What its sign says.")
    offers: str = strawberry.field(description="What it offers; empty where that is not said.")
    organization: str = strawberry.field(description="Whose booth it is.")
    organization_slug: str = strawberry.field(description="The organization's name in addresses.")
    team: int = strawberry.field(description="How many stand there.")


@strawberry.type(description="The booths of a fair that you organize.")
class EventBooths:
    slug: str = strawberry.field(description="The event's name in addresses.")
    name: str = strawberry.field(description="The event's name.")
    booths: list[GivenBooth] = strawberry.field(description="By label.")


@strawberry.type
class EventBoothsQuery:
    @strawberry.field(
        description="The booths of an event, for whoever posts it and its hosts, who give them; null for others."
    )
    async def event_booths(
        self, info: Info, slug: Annotated[str, strawberry.argument(description="The event's name in addresses.")]
    ) -> EventBooths | None:
        context = info.context
        found = await booths_of_fair(context.database, actor=context.actor, slug=slug, now=context.now)
        if found is None:
            return None
        event, rows = found
        return EventBooths(
            slug=event.slug,
            name=event.name,
            booths=[
                GivenBooth(
                    id=strawberry.ID(global_id("booth", row.id)),
                    label=row.label,
                    offers=row.offers,
                    organization=row.organization,
                    organization_slug=row.organization_slug,
                    team=row.team,
                )
                for row in rows
            ],
        )
