"""Who comes in: rules only; no database.

A group of scans is decided in order, each knowing what those before it did. What is kept of a scan that waited on a
device does not depend on what arrived before it, so two doors may send in any order and get the same rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from server.doors import errors
from server.doors.facts import BadgeFacts, Facts
from server.doors.models import CheckIn, CheckInMethod, Doubt
from server.doors.open import is_open
from server.doors.scan import AtDoor
from server.doors.turn_away import refusal, why
from server.errors import NotFound, Refusal


@dataclass(frozen=True, slots=True)
class Arrived:
    """Somebody is in."""

    id: UUID
    person_id: UUID
    name: str
    scanned_at: datetime
    station: str
    """Empty at the desk, and for who checked in themselves."""
    doubt: Doubt | None
    first_at: datetime | None
    """When they had come in before; None for the first time."""
    first_station: str
    undone: bool = False


Answer = Arrived | Refusal


def decide(scans: Sequence[AtDoor], facts: Facts) -> tuple[list[Answer], list[CheckIn]]:
    """An answer to each scan, in order, and the rows to write. `facts` are brought up to date on the way."""
    made: list[CheckIn] = []
    kept: list[CheckIn | Refusal] = []
    for scan in scans:
        try:
            kept.append(_decide(scan, facts, made))
        except Refusal as refused:
            kept.append(refused)
    return [row if isinstance(row, Refusal) else arrived(row, facts) for row in kept], made


def arrived(row: CheckIn, facts: Facts) -> Arrived:
    """What is told of a check-in, by what is known of others of the same person."""
    first = min(
        (other for other in facts.past[row.occurrence_id, row.person_id] if other.undone_at is None or other is row),
        key=lambda other: (other.scanned_at, other.id),
        default=row,
    )
    again = first.id != row.id
    return Arrived(
        id=row.id,
        person_id=row.person_id,
        name=facts.names.get(row.person_id, ""),
        scanned_at=row.scanned_at,
        station=_station(row, facts),
        doubt=row.doubt,
        first_at=first.scanned_at if again else None,
        first_station=_station(first, facts) if again else "",
        undone=row.undone_at is not None,
    )


def _decide(scan: AtDoor, facts: Facts, made: list[CheckIn]) -> CheckIn:
    door = facts.doors.get(scan.door)
    if door is None or not (door.staffs or scan.how is CheckInMethod.SELF):
        raise NotFound
    badge = facts.badges.get(scan.token_hash) if scan.token_hash is not None else None
    if scan.token_hash is not None and badge is None:
        raise errors.BadgeForeign(registers=door.registers)
    person_id = badge.person_id if badge is not None else scan.person_id
    if person_id is None or person_id not in facts.names:
        raise NotFound

    if scan.how is CheckInMethod.NAME and not _is_listed(door, person_id, facts):
        raise NotFound

    stored = facts.known.get(scan.id)
    if stored is not None:
        if not _same(stored, scan, door, person_id):
            raise errors.CheckInConflict
        return stored

    _check_open(scan, door)
    if badge is not None:
        _check_badge(scan, badge)
    doubt = why(scan, door, badge, person_id, facts)
    is_in = (door.occurrence_id, person_id) in facts.inside
    if doubt is not None and not (scan.is_past or is_in or _may_let_in(scan, door, doubt)):
        raise refusal(doubt, door, badge, person_id, facts)
    row = _row(scan, door, badge, person_id, doubt)
    made.append(row)
    facts.known[row.id] = row
    facts.past[row.occurrence_id, row.person_id].append(row)
    if not is_in:
        facts.inside.add((row.occurrence_id, row.person_id))
        facts.heads[row.occurrence_id] += 1
    if row.station_id is not None:
        facts.stations[row.station_id] = door.station
    return row


def _is_listed(door: Any, person_id: UUID, facts: Facts) -> bool:
    """Whether `find_by_name` shows them: whoever stands at a door learns no other names."""
    return (door.occurrence_id, person_id) in facts.answers or (door.event_id, person_id) in facts.working


def _same(stored: CheckIn, scan: AtDoor, door: Any, person_id: UUID) -> bool:
    return (
        stored.occurrence_id == door.occurrence_id
        and stored.station_id == door.station_id
        and stored.person_id == person_id
        and stored.by_id == scan.by_id
        and (scan.reckoned or stored.scanned_at == scan.scanned_at)
        and stored.how is scan.how
    )


def _check_open(scan: AtDoor, door: Any) -> None:
    if is_open(door, scan.scanned_at):
        return
    if door.closed_at is not None and scan.scanned_at > door.closed_at:
        raise errors.DoorShut(f"{door.station} was closed. Ask whoever organizes it for another station.")
    raise errors.DoorShut(f"This is not the day of {door.event_name}. Nobody is checked in.")


def _check_badge(scan: AtDoor, badge: BadgeFacts) -> None:
    if badge.ended_at is not None and not (scan.is_past and scan.scanned_at < badge.ended_at):
        raise errors.BadgeEnded(name=badge.name, since=badge.ended_at, replaced=badge.state.value == "REPLACED")


def _may_let_in(scan: AtDoor, door: Any, doubt: Doubt) -> bool:
    return scan.anyway and doubt is not Doubt.CALLED_OFF and (door.organizes or door.lets_in_anyway)


def _row(scan: AtDoor, door: Any, badge: BadgeFacts | None, person_id: UUID, doubt: Doubt | None) -> CheckIn:
    return CheckIn(
        id=scan.id,
        event_id=door.event_id,
        occurrence_id=door.occurrence_id,
        person_id=person_id,
        badge_id=badge.id if badge is not None else None,
        station_id=door.station_id,
        by_id=scan.by_id,
        scanned_at=scan.scanned_at,
        received_at=scan.received_at,
        how=scan.how,
        doubt=doubt,
        late=scan.late,
        undone_at=None,
        undone_by_id=None,
    )


def _station(row: CheckIn, facts: Facts) -> str:
    return facts.stations.get(row.station_id, "") if row.station_id is not None else ""
