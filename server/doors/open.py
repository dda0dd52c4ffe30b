"""When a door is open, and who may stand at it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_

from server.doors.models import DoorStaff, DoorStation
from server.events.models import Event, Occurrence
from server.events.policies import posts
from server.events.staff import EventStaff, StaffRole

BEFORE = timedelta(hours=24)
"""How long before its event begins a station takes check-ins: so that volunteers may try it the day before."""
AFTER = timedelta(hours=2)
"""How long after the event a station stays open, and its link good."""


def is_open(door: Any, at: datetime) -> bool:
    """Whether somebody may come in at this moment. `door` has starts_at, ends_at and closed_at."""
    return _in_time(door.starts_at, door.ends_at, at) and (door.closed_at is None or at <= door.closed_at)


def _in_time(starts_at: datetime, ends_at: datetime, at: datetime) -> bool:
    return starts_at - BEFORE <= at <= ends_at + AFTER


def open_at(now: datetime) -> ColumnElement[bool]:
    """The same as a condition on `DoorStation` and `Occurrence`."""
    return and_(
        DoorStation.closed_at.is_(None), Occurrence.starts_at <= now + BEFORE, Occurrence.ends_at >= now - AFTER
    )


def staffs(person_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether this person may check people in at `DoorStation` of `Event`: by role for all doors, by link at one."""
    joined = exists().where(DoorStaff.station_id == DoorStation.id, DoorStaff.person_id == person_id)
    return or_(works_at(person_id), joined)


def staffs_now(person_id: ColumnElement[Any], now: datetime) -> ColumnElement[bool]:
    """The same, for what a link opens only while the door of `Occurrence` is open: names, and undoing."""
    joined = exists().where(DoorStaff.station_id == DoorStation.id, DoorStaff.person_id == person_id)
    return or_(works_at(person_id), and_(joined, open_at(now)))


def works_at(person_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether this person posts `Event`, or works at it."""
    return or_(posts(person_id), exists().where(EventStaff.event_id == Event.id, EventStaff.person_id == person_id))


def organizes(person_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether this person posts `Event` or is one of its hosts: they open doors, and decide who stands there."""
    host = exists().where(
        EventStaff.event_id == Event.id, EventStaff.person_id == person_id, EventStaff.role == StaffRole.HOST
    )
    return or_(posts(person_id), host)
