"""Why somebody is turned away at a door: by the list, the day, and the room there is."""

from typing import Any
from uuid import UUID

from server.doors import errors
from server.doors.facts import BadgeFacts, Facts
from server.doors.models import Doubt
from server.doors.scan import AtDoor
from server.errors import Refusal
from server.events.attendance import AttendanceStatus
from server.events.models import EventStatus

ADDS = (Doubt.NOT_REGISTERED, Doubt.WRONG_DAY, Doubt.WRONG_EVENT)
"""Doubts of whoever is not on the list at all: that they came puts them on it."""


def why(scan: AtDoor, door: Any, badge: BadgeFacts | None, person_id: UUID, facts: Facts) -> Doubt | None:
    """None for whoever is on the list, and has room. Whoever is in already is not counted against the room again."""
    if door.status is EventStatus.CANCELLED:
        return Doubt.CALLED_OFF
    doubt = _by_list(door, badge, person_id, facts)
    is_in = (door.occurrence_id, person_id) in facts.inside
    # What waited on a device is kept whatever the room was, so that it doesn't matter which door sends first.
    if doubt is None and not scan.is_past and door.capacity is not None and not is_in:
        return Doubt.OVER_CAPACITY if facts.heads[door.occurrence_id] >= door.capacity else None
    return doubt


def refusal(doubt: Doubt, door: Any, badge: BadgeFacts | None, person_id: UUID, facts: Facts) -> Refusal:
    """The same as what the volunteer is told."""
    name, anyway = facts.names[person_id], door.organizes or door.lets_in_anyway
    if doubt is Doubt.CALLED_OFF:
        return errors.CalledOff(name=name)
    if doubt is Doubt.OVER_CAPACITY:
        return errors.OverCapacity(name=name, capacity=door.capacity, anyway=anyway)
    if doubt is Doubt.WAITLISTED:
        return errors.Waitlisted(name=name, anyway=anyway)
    if doubt is Doubt.WRONG_DAY:
        day = facts.other_days[door.event_id, person_id]
        return errors.WrongDay(name=name, day=day, zone=door.time_zone, anyway=anyway)
    if doubt is Doubt.WRONG_EVENT and badge is not None and badge.event_name is not None:
        return errors.WrongEvent(name=name, event=badge.event_name, anyway=anyway, registers=door.registers)
    return errors.NotRegistered(name=name, anyway=anyway, registers=door.registers)


def _by_list(door: Any, badge: BadgeFacts | None, person_id: UUID, facts: Facts) -> Doubt | None:
    if (door.event_id, person_id) in facts.working or not door.takes_rsvp:
        return None
    here = (door.occurrence_id, person_id)
    said = facts.answers.get(here)
    # Such a row of `attendance` was made by the check-in: it says that they came, not that they had said so.
    if said is AttendanceStatus.GOING and any(past.doubt in ADDS for past in facts.past[here]):
        said = None
    if said is AttendanceStatus.GOING:
        return None
    if said is AttendanceStatus.WAITLISTED:
        return Doubt.WAITLISTED
    if (door.event_id, person_id) in facts.other_days:
        return Doubt.WRONG_DAY
    if badge is not None and badge.event_id not in (None, door.event_id):
        return Doubt.WRONG_EVENT
    return Doubt.NOT_REGISTERED
