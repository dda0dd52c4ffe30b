"""Which campuses there are."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import strawberry

from schema.campuses.types import Campus, as_campus
from schema.context import Context, Info
from schema.loaders import loader
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


async def load_campus(context: Context, key: UUID) -> Campus | None:
    """The campus of one of many people, all of them with one statement."""

    async def load(_keys: Sequence[UUID]) -> Mapping[UUID, Campus]:
        # There are few; those that nobody asked for cost less than a list of keys.
        return {row.id: as_campus(row) for row in await queries.campuses(context.database)}

    return await loader(context, "campuses", load).load(key)


async def campus_name(context: Context, row: Any) -> str | None:
    """Of the campus on a card, by the columns of `server.people.visible.card_columns`."""
    campus = await load_campus(context, row.campus_id) if row.campus_id is not None else None
    return campus.name if campus is not None else None
