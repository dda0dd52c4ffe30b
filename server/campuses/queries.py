"""Campuses, as anybody may list them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from server.campuses.models import Campus
from server.db import Database

_CAMPUSES = select(Campus.id, Campus.slug, Campus.name, Campus.time_zone, Campus.country).order_by(
    Campus.name, Campus.id
)


async def campuses(database: Database) -> Sequence[Row[Any]]:
    """Every campus by name: (id, slug, name, time_zone, country)."""
    return await database.rows(_CAMPUSES)


async def campus(database: Database, id_: UUID) -> Row[Any] | None:
    """One campus, in the columns of `campuses`, or None."""
    return next(iter(await database.rows(_CAMPUSES.where(Campus.id == id_))), None)
