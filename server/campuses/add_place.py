"""Whoever looks after a campus adds a place to it, or another campus to the university."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Scope, require_member
from server.audit.models import Action
from server.audit.record import record
from server.campuses.models import Campus, CampusAdministrator, Place
from server.campuses.names import read_name
from server.errors import FieldError, InvalidInput, NotFound, NotPermitted
from server.keys import new_key
from server.words import fold

MOST_PEOPLE = 1_000_000
LONGEST = 1000
"""Letters of an address, or of what is said of access."""
_NOT_PLAIN = re.compile("[^a-z0-9]+")


async def add_place(
    session: AsyncSession, *, actor: Actor, campus_id: UUID, given: Mapping[str, Any], now: datetime
) -> Place:
    """Add a place with a `name`, and `address`, `access_notes` and `capacity`, which may be None.

    Raises SignInRequired, ScopeMissing, NotFound, NotPermitted, and InvalidInput with every fault.
    """
    member = require_member(actor, Scope.ADMIN)
    if await session.get(Campus, campus_id, with_for_update={"key_share": True}) is None:
        raise NotFound

    if await session.get(CampusAdministrator, (campus_id, member.person_id)) is None:
        raise NotPermitted

    faults: list[FieldError] = []
    name = read_name(given["name"], 200, faults)
    there = exists().where(Place.campus_id == campus_id, Place.name == name)
    if not faults and await session.scalar(select(there)):
        faults.append(FieldError(("name",), f"There is a {name} on this campus already. Take another name."))
    texts = {field: (given[field] or "").replace("\r\n", "\n").strip() or None for field in ("address", "access_notes")}
    for field, label in (("address", "address"), ("access_notes", "accessNotes")):
        if len(texts[field] or "") > LONGEST:
            faults.append(FieldError((label,), f"Take {LONGEST} letters or fewer."))
    capacity = given["capacity"]
    if capacity is not None and not 1 <= capacity <= MOST_PEOPLE:
        faults.append(FieldError(("capacity",), f"Take 1 to {MOST_PEOPLE:,}, or leave it empty."))
    if faults:
        raise InvalidInput(*faults)

    place = Place(id=new_key(), campus_id=campus_id, name=name, capacity=capacity, **texts)
    session.add(place)
    by, act = member.person_id, Action.PLACE_ADDED
    await record(session, actor_id=by, action=act, subject_id=place.id, campus_id=campus_id, now=now)
    return place


async def add_campus(
    session: AsyncSession, *, actor: Actor, beside: UUID, name: str, time_zone: str, country: str, now: datetime
) -> Campus:
    """Add a campus, which the actor looks after then, as they do the one that it is added `beside`.

    `time_zone` is an IANA name, `country` two letters (ISO 3166-1). Raises as `add_place`.
    """
    member = require_member(actor, Scope.ADMIN)
    if await session.get(Campus, beside) is None:
        raise NotFound

    if await session.get(CampusAdministrator, (beside, member.person_id)) is None:
        raise NotPermitted

    faults: list[FieldError] = []
    name = read_name(name, 120, faults)
    slug = _NOT_PLAIN.sub("-", fold(name)).strip("-")[:80].strip("-") or "campus"
    if not faults and await session.scalar(select(exists().where(or_(Campus.slug == slug, Campus.name == name)))):
        faults.append(FieldError(("name",), f"There is a campus {name} already. Take another name."))
    if time_zone not in available_timezones():
        faults.append(FieldError(("timeZone",), "Write an IANA time zone, such as America/New_York."))
    country = country.strip().upper()
    if not re.fullmatch("[A-Z]{2}", country):
        faults.append(FieldError(("country",), "Write the two letters of the country, such as US."))
    if faults:
        raise InvalidInput(*faults)

    campus = Campus(id=new_key(), slug=slug, name=name, time_zone=time_zone, country=country)
    session.add(campus)
    await session.flush()
    session.add(CampusAdministrator(campus_id=campus.id, person_id=member.person_id))
    by, act = member.person_id, Action.CAMPUS_ADDED
    await record(session, actor_id=by, action=act, subject_id=campus.id, campus_id=campus.id, now=now)
    return campus
