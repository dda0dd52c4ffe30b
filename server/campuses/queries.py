"""Campuses, as anybody may list them, and those that somebody looks after."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select

from server.actor import Actor, Scope, member_with
from server.campuses.models import Campus, CampusAdministrator
from server.db import Database, Key
from server.people.models import Person

_CAMPUSES = select(Campus.id, Campus.slug, Campus.name, Campus.time_zone, Campus.country).order_by(
    Campus.name, Campus.id
)


async def campuses(database: Database) -> Sequence[Row[Any]]:
    """Every campus by name: (id, slug, name, time_zone, country)."""
    return await database.rows(_CAMPUSES)


async def campus(database: Database, id_: UUID) -> Row[Any] | None:
    """One campus, in the columns of `campuses`, or None."""
    return next(iter(await database.rows(_CAMPUSES.where(Campus.id == id_))), None)


_ADMINISTERED = (
    select(Campus.id, Campus.slug, Campus.name)
    .join(CampusAdministrator, CampusAdministrator.campus_id == Campus.id)
    .where(CampusAdministrator.person_id == bindparam("me", type_=Key()), Campus.slug == bindparam("slug"))
)


async def administered(database: Database, *, actor: Actor, slug: str) -> Row[Any] | None:
    """(id, slug, name) of a campus that the actor looks after; None for others, and programs without ADMIN."""
    member = member_with(actor, Scope.ADMIN)
    if member is None:
        return None
    return next(iter(await database.rows(_ADMINISTERED, {"me": member.person_id, "slug": slug})), None)


_ZONE = (
    select(func.coalesce(Person.time_zone, Campus.time_zone, "UTC"))
    .select_from(Person)
    .outerjoin(Campus, Campus.id == Person.campus_id)
    .where(Person.id == bindparam("id", type_=Key()))
)


async def time_zone_of(database: Database, person_id: UUID) -> str:
    """The IANA zone in which a person reads their own times: theirs, else their campus's, else UTC."""
    rows = await database.rows(_ZONE, {"id": person_id})
    return str(rows[0][0]) if rows else "UTC"
