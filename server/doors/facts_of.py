"""The statements by which `facts.py` loads what must be known at a door."""

from typing import Any

from sqlalchemy import and_, bindparam, case, func, literal, null, select, union_all

from server.badges.models import Badge
from server.db import Key
from server.doors.listed import working_at
from server.doors.models import CheckIn, DoorStation
from server.doors.open import organizes, staffs, works_at
from server.events.attendance import Attendance
from server.events.models import Event, EventOverride, Occurrence
from server.people.models import Person

_viewer = bindparam("viewer", type_=Key())


def _in(name: str) -> Any:
    return bindparam(name, type_=Key(), expanding=True)


_OF_EVENT = (
    *(Occurrence.event_id, Occurrence.id.label("occurrence_id"), Occurrence.starts_at, Occurrence.ends_at),
    *(Occurrence.status, Event.capacity, Event.takes_rsvp, Event.time_zone, organizes(_viewer).label("organizes")),
    func.coalesce(EventOverride.name, Event.name).label("event_name"),
)
_override = and_(EventOverride.event_id == Event.id, EventOverride.recurrence_id == Occurrence.recurrence_id)
_no_text: Any = literal("")
DOORS: Any = union_all(
    select(
        DoorStation.id.label("key"),
        DoorStation.id.label("station_id"),
        DoorStation.name.label("station"),
        DoorStation.closed_at,
        DoorStation.lets_in_anyway,
        staffs(_viewer).label("staffs"),
        works_at(_viewer).label("registers"),
        *_OF_EVENT,
    )
    .join(Occurrence, Occurrence.id == DoorStation.occurrence_id)
    .join(Event, Event.id == DoorStation.event_id)
    .outerjoin(EventOverride, _override)
    .where(DoorStation.id.in_(_in("keys"))),
    select(
        Occurrence.id,
        null().cast(Key),
        _no_text,
        null().cast(DoorStation.closed_at.type),
        literal(False),
        works_at(_viewer),
        works_at(_viewer),
        *_OF_EVENT,
    )
    .select_from(Occurrence)
    .join(Event, Event.id == Occurrence.event_id)
    .outerjoin(EventOverride, _override)
    .where(Occurrence.id.in_(_in("keys"))),
)
"""Stations and occurrences by their keys, and whether the viewer stands there."""
_badge_event = Event.__table__.alias("badge_event")
BADGES = (
    select(
        Badge.token_hash,
        *(Badge.id, Badge.person_id, Person.name, Badge.event_id, _badge_event.c.name.label("event_name")),
        *(Badge.state, Badge.ended_at),
    )
    .join(Person, Person.id == Badge.person_id)
    .outerjoin(_badge_event, _badge_event.c.id == Badge.event_id)
    .where(Badge.token_hash.in_(bindparam("hashes", expanding=True)))
)
CHECK_INS = select(CheckIn).where(CheckIn.id.in_(_in("ids")))
NAMES = select(Person.id, Person.name).where(Person.id.in_(_in("people")))
ANSWERS = (
    select(
        *(Attendance.occurrence_id, Attendance.person_id, Attendance.event_id, Attendance.status),
        Occurrence.starts_at,
    )
    .outerjoin(Occurrence, Occurrence.id == Attendance.occurrence_id)
    .where(Attendance.event_id.in_(_in("events")), Attendance.person_id.in_(_in("people")))
    .order_by(case((Occurrence.starts_at.is_(None), 1), else_=0), Occurrence.starts_at)
)
WORKING: Any = working_at(_in("events"), _in("people"))
PAST = (
    select(CheckIn, DoorStation.name.label("station"))
    .outerjoin(DoorStation, DoorStation.id == CheckIn.station_id)
    .where(CheckIn.occurrence_id.in_(_in("occurrences")), CheckIn.person_id.in_(_in("people")))
    .order_by(CheckIn.scanned_at, CheckIn.id)
)
HEADS = (
    select(CheckIn.occurrence_id, func.count(CheckIn.person_id.distinct()).label("heads"))
    .where(CheckIn.occurrence_id.in_(_in("occurrences")), CheckIn.undone_at.is_(None))
    .group_by(CheckIn.occurrence_id)
)
