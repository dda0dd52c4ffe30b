"""A station is staffed by a link: whoever opens it signed in, and says so, stands there until the event is over."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.audit.models import Action
from server.audit.record import record
from server.db import Database
from server.doors.models import DoorStaff, DoorStation
from server.doors.open import AFTER
from server.doors.stations import load_organized_station
from server.errors import NotFound
from server.events.models import Event, EventStatus, Occurrence
from server.live import occurrence_topic, publish


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A link that was just made."""

    station: DoorStation
    token: str
    """Shown this once: only its hash is kept."""


async def make_link(session: AsyncSession, *, actor: Actor, station_id: UUID) -> MadeLink:
    """A new link for a station; one from before is dead, and who joined by it stays. Whoever organizes the event may.
    Raises SignInRequired, ScopeMissing, NotFound, NotPermitted."""
    station = await load_organized_station(session, actor=actor, station_id=station_id)
    if station.closed_at is not None:
        raise NotFound
    token = token_urlsafe(32)
    station.link_hash = link_hash(token)
    await session.flush()
    return MadeLink(station, token)


async def withdraw_link(session: AsyncSession, *, actor: Actor, station_id: UUID, now: datetime) -> DoorStation:
    """The link is dead, and whoever joined by it stands there no more. The second time nothing happens. Raises as
    `make_link`."""
    station = await load_organized_station(session, actor=actor, station_id=station_id)
    station.link_hash = None
    gone = delete(DoorStaff).where(DoorStaff.station_id == station.id).returning(DoorStaff.person_id)
    for person_id in (await session.scalars(gone)).all():
        detail = {"door": str(station.id)}
        await record(
            session,
            actor_id=require_member(actor).person_id,
            action=Action.ROLE_TAKEN,
            subject_id=person_id,
            detail=detail,
            now=now,
        )
    await session.flush()
    await publish(session, occurrence_topic(station.occurrence_id))
    return station


async def join_station(session: AsyncSession, *, actor: Actor, token: str, now: datetime) -> DoorStation:
    """Stand at the station of a link, until two hours after the event. The second time nothing happens. Raises
    SignInRequired, ScopeMissing, and NotFound for a link that is dead, or whose event is over."""
    member = require_member(actor)
    # Locked, so that nobody joins by a link while it is withdrawn.
    found = await session.execute(_BY_LINK.where(_good(token, now)).with_for_update(of=DoorStation))
    row = found.one_or_none()
    if row is None:
        raise NotFound
    station: DoorStation = row[0]
    insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
    joins = insert(DoorStaff).values(station_id=station.id, person_id=member.person_id, joined_at=now)
    joined = (await session.execute(joins.on_conflict_do_nothing().returning(DoorStaff.person_id))).first()
    if joined is not None:
        detail = {"door": str(station.id)}
        await record(session, actor_id=member.person_id, action=Action.ROLE_GIVEN, detail=detail, now=now)
        await publish(session, occurrence_topic(station.occurrence_id))
    return station


async def station_of_link(database: Database, *, token: str, now: datetime) -> Row[Any] | None:
    """(station, event_name, slug, ends_at, time_zone) of a link that is good, for whoever has it. One statement."""
    shown = select(
        DoorStation.name.label("station"), Event.name.label("event_name"), Event.slug, Occurrence.ends_at
    ).add_columns(Event.time_zone)
    joined = shown.join(Occurrence, Occurrence.id == DoorStation.occurrence_id)
    rows = await database.rows(joined.join(Event, Event.id == DoorStation.event_id).where(_good(token, now)))
    return rows[0] if rows else None


def link_hash(token: str) -> bytes:
    """What the database keeps. No salt: the token holds 256 random bits."""
    return sha256(token.encode("utf-8", "replace")).digest()


_BY_LINK: Any = select(DoorStation).join(Occurrence, Occurrence.id == DoorStation.occurrence_id)


def _good(token: str, now: datetime) -> Any:
    # Given days before, it is opened days before; it opens names only when the door does.
    in_time = (DoorStation.closed_at.is_(None)) & (Occurrence.ends_at >= now - AFTER)
    return (DoorStation.link_hash == link_hash(token)) & in_time & (Occurrence.status != EventStatus.CANCELLED)
