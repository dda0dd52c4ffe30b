"""The places of a campus."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import strawberry

from schema.context import Context
from schema.ids import key_of
from schema.loaders import loader
from schema.nodes import Node, fetched_by
from schema.rows import objects
from server.campuses import places


@strawberry.type(description="A venue.")
class Place(Node):
    key: strawberry.Private[UUID | None] = None
    name: str = strawberry.field(default=None, description="Its name.")
    address: str | None = strawberry.field(default=None, description="Postal address; may have several lines.")
    latitude: float | None = strawberry.field(default=None, description="Degrees north, WGS 84.")
    longitude: float | None = strawberry.field(default=None, description="Degrees east, WGS 84.")
    access_notes: str | None = strawberry.field(default=None, description="How to get in, also on wheels.")
    capacity: int | None = strawberry.field(default=None, description="How many people it holds, if that is known.")


@fetched_by("place")
async def place(context: Context, key: UUID) -> Place | None:
    row = await places.place(context.database, key)
    return _places([row])[0] if row is not None else None


async def load_places(context: Context, campus_id: strawberry.ID) -> list[Place]:
    """Of one of several campuses, all of them with one statement."""

    async def load(keys: Sequence[UUID | None]) -> Mapping[UUID | None, list[Place]]:
        rows = await places.places_of(context.database, [key for key in keys if key])
        found: dict[UUID | None, list[Place]] = {}
        for row, one in zip(rows, _places(rows), strict=True):
            found.setdefault(row.campus_id, []).append(one)
        return found

    return await loader(context, "places", load).load(key_of(campus_id, "campus")) or []


def _places(rows: Sequence[Any]) -> list[Place]:
    return objects(rows, Place)
