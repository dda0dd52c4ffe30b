"""Which campuses there are."""

from uuid import UUID

import strawberry

from schema.campuses.types import Campus, as_campus
from schema.context import Context, Info
from schema.nodes import fetched_by
from server.campuses import queries


@strawberry.type
class CampusQuery:
    @strawberry.field(description="Every campus, by name.")
    async def campuses(self, info: Info) -> list[Campus]:
        return [as_campus(row) for row in await queries.campuses(info.context.database)]


@fetched_by("campus")
async def campus(context: Context, key: UUID) -> Campus | None:
    row = await queries.campus(context.database, key)
    return as_campus(row) if row is not None else None
