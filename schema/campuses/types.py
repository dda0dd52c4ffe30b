"""Campus, as GraphQL shows it."""

from typing import Any

import strawberry

from schema.campuses.places import Place, load_places
from schema.context import Info
from schema.ids import global_id
from schema.nodes import Node


@strawberry.type(description="One site of the university.")
class Campus(Node):
    slug: str = strawberry.field(description="Its name in addresses and filters.")
    name: str = strawberry.field(description="Its name.")
    time_zone: str = strawberry.field(description="IANA time zone, such as `America/New_York`.")
    country: str = strawberry.field(description="ISO 3166-1 alpha-2.")

    @strawberry.field(description="Its venues, by name.")
    async def places(self, info: Info) -> list[Place]:
        return await load_places(info.context, self.id)


def as_campus(row: Any) -> Campus:
    """From the columns (id, slug, name, time_zone, country)."""
    return Campus(
        id=strawberry.ID(global_id("campus", row.id)),
        slug=row.slug,
        name=row.name,
        time_zone=row.time_zone,
        country=row.country,
    )
