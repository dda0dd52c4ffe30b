"""Anybody looks up the places of campuses."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select

from server.campuses.models import Place
from server.db import Database, Key

_PLACES = select(
    Place.id.label("key"),
    Place.campus_id,
    Place.name,
    Place.address,
    Place.latitude,
    Place.longitude,
    Place.access_notes,
    Place.capacity,
).order_by(Place.name, Place.id)
_ids = bindparam("ids", type_=Key(), expanding=True)


async def places_of(database: Database, campus_ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    """The places of several campuses by name, in one statement."""
    return await database.rows(_PLACES.where(Place.campus_id.in_(_ids)), {"ids": list(campus_ids)})


async def place(database: Database, id_: UUID) -> Row[Any] | None:
    """One place, in the columns of `places_of`, or None."""
    return next(iter(await database.rows(_PLACES.where(Place.id == id_))), None)
