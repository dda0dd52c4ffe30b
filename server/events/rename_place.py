"""Whoever looks after a campus gives it or one of its places another name, and its events say so."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import case, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Member, Scope, require_member
from server.audit.models import Action
from server.audit.record import record
from server.campuses.models import Campus, CampusAdministrator, Place
from server.campuses.names import read_name
from server.errors import FieldError, InvalidInput, NotFound, NotPermitted
from server.events.index_campus import index_campus
from server.events.models import Event, EventOverride
from server.events.search_index import index_events


async def rename_place(session: AsyncSession, *, actor: Actor, place_id: UUID, name: str, now: datetime) -> Place:
    """Give a place the name. It is LOCATION of its events, whose SEQUENCE rises. The same name changes nothing.

    Raises SignInRequired, ScopeMissing, NotFound, NotPermitted and InvalidInput.
    """
    member = require_member(actor, Scope.ADMIN)
    place = await session.get(Place, place_id)
    if place is None:
        raise NotFound

    await _looks_after(session, member, place.campus_id)

    name = _read(name, 200)
    if name == place.name:
        return place
    namesake = select(Place.id).where(Place.campus_id == place.campus_id, Place.name == name)
    if await session.scalar(namesake) is not None:
        raise InvalidInput(FieldError(("name",), f"There is a {name} on this campus already. Take another name."))

    place.name = name
    moved = EventOverride.place_id == place.id
    elsewhere = select(EventOverride.event_id).where(moved)
    told = {"sequence": EventOverride.sequence + 1, "updated_at": now}
    there = or_(Event.place_id == place.id, Event.id.in_(elsewhere))
    raised = case((Event.published_at.is_not(None), Event.sequence + 1), else_=Event.sequence)
    changed = update(Event).where(there).values(sequence=raised, updated_at=now).returning(Event.id)
    ids = list((await session.execute(changed)).scalars())
    await session.execute(update(EventOverride).where(moved).values(**told))
    await index_events(session, ids)
    by, act = member.person_id, Action.PLACE_RENAMED
    await record(session, actor_id=by, action=act, subject_id=place.id, campus_id=place.campus_id, now=now)
    return place


async def rename_campus(session: AsyncSession, *, actor: Actor, campus_id: UUID, name: str, now: datetime) -> Campus:
    """Give a campus the name: of its calendar, and by which its events are found, on a large one some moments later.

    Its address stays. Raises SignInRequired, ScopeMissing, NotFound, NotPermitted and InvalidInput.
    """
    member = require_member(actor, Scope.ADMIN)
    campus = await session.get(Campus, campus_id)
    if campus is None:
        raise NotFound

    await _looks_after(session, member, campus.id)

    name = _read(name, 120)
    if name == campus.name:
        return campus

    campus.name, campus.updated_at = name, now
    await index_campus(session, campus.id, now=now)
    by, act = member.person_id, Action.CAMPUS_RENAMED
    await record(session, actor_id=by, action=act, subject_id=campus.id, campus_id=campus.id, now=now)
    return campus


async def _looks_after(session: AsyncSession, member: Member, campus_id: UUID | None) -> None:
    if campus_id is None or await session.get(CampusAdministrator, (campus_id, member.person_id)) is None:
        raise NotPermitted


def _read(name: str, longest: int) -> str:
    faults: list[FieldError] = []
    name = read_name(name, longest, faults)
    if faults:
        raise InvalidInput(*faults)
    return name
