"""The GraphQL schema, put together from the capabilities. Nothing else happens here."""

import strawberry

from schema.campuses.queries import CampusQuery
from schema.context import Info
from schema.errors import exception_handlers
from schema.nodes import Node, fetch_node


@strawberry.type(description="Everything that can be asked.")
class Query(CampusQuery):
    @strawberry.field(description="Whatever has this id, or null when there is no such thing, or none for you.")
    async def node(self, info: Info, id: strawberry.ID) -> Node | None:
        return await fetch_node(info.context, id)


def build() -> strawberry.Schema:
    """A new schema; one a process is enough."""
    return strawberry.Schema(query=Query, exception_handlers=exception_handlers())


schema = build()
