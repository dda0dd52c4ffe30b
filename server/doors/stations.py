"""Organizers open doors, name them anew, and close them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.attendance.organizing import load_organized, require_organizer
from server.attendance.seats import lock
from server.doors.models import DoorStation
from server.errors import FieldError, InvalidInput, NotFound
from server.keys import new_key
from server.live import occurrence_topic, publish

MAX_NAME = 80
"""Characters."""
MOST_STATIONS = 50
"""Open at once, of one instance of an event."""


async def open_station(
    session: AsyncSession, *, actor: Actor, occurrence_id: UUID, name: str, lets_in_anyway: bool, now: datetime
) -> DoorStation:
    """A new station. Raises SignInRequired, ScopeMissing, NotFound, NotPermitted, and InvalidInput at `name`."""
    _, instance = await load_organized(session, actor=actor, occurrence_id=occurrence_id)
    await _check_name(session, occurrence_id, name := name.strip())
    station = DoorStation(
        id=new_key(),
        event_id=instance.event_id,
        occurrence_id=occurrence_id,
        name=name,
        lets_in_anyway=lets_in_anyway,
        link_hash=None,
        created_at=now,
        closed_at=None,
    )
    session.add(station)
    await session.flush()
    await publish(session, occurrence_topic(occurrence_id))
    return station


async def change_station(
    session: AsyncSession, *, actor: Actor, station_id: UUID, name: str, lets_in_anyway: bool
) -> DoorStation:
    """Give a station another name, and say whether its staff may let anybody in. Raises as `open_station`."""
    station = await load_organized_station(session, actor=actor, station_id=station_id)
    if (name := name.strip()) != station.name:
        await _check_name(session, station.occurrence_id, name)
    station.name, station.lets_in_anyway = name, lets_in_anyway
    await session.flush()
    await publish(session, occurrence_topic(station.occurrence_id))
    return station


async def close_station(session: AsyncSession, *, actor: Actor, station_id: UUID, now: datetime) -> DoorStation:
    """Nobody is checked in there from now on; who came in stays, and its link is dead. The second time nothing happens.
    Raises SignInRequired, ScopeMissing, NotFound, NotPermitted."""
    station = await load_organized_station(session, actor=actor, station_id=station_id)
    if station.closed_at is None:
        station.closed_at, station.link_hash = now, None
        await session.flush()
        await publish(session, occurrence_topic(station.occurrence_id))
    return station


async def load_organized_station(session: AsyncSession, *, actor: Actor, station_id: UUID) -> DoorStation:
    """A station of an event that the actor organizes, which nobody else changes until the transaction ends."""
    member = require_member(actor)
    station = await session.get(DoorStation, station_id)
    if station is None:
        raise NotFound
    await require_organizer(session, member, station.event_id)
    await lock(session, [station.event_id])
    await session.refresh(station)
    return station


async def _check_name(session: AsyncSession, occurrence_id: UUID, name: str) -> None:
    if not 0 < len(name) <= MAX_NAME or not name.isprintable():
        raise InvalidInput(FieldError(("name",), f"Give the door a name of 1 to {MAX_NAME} characters, on one line."))
    open_ones: Any = select(DoorStation.name).where(
        DoorStation.occurrence_id == occurrence_id, DoorStation.closed_at.is_(None)
    )
    names = {known.casefold() for known in await session.scalars(open_ones)}
    if name.casefold() in names:
        raise InvalidInput(FieldError(("name",), f"{name} is open already. Give this one another name."))
    if len(names) >= MOST_STATIONS:
        raise InvalidInput(FieldError(("name",), f"There are {MOST_STATIONS} stations. Close one of them first."))
