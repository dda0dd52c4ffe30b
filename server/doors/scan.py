"""Somebody comes to a door: what their device or the volunteer's says, and what can be checked of it at once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.badges.arrive import reckon
from server.badges.errors import ScanFromFuture, ScanTooOld
from server.badges.scan import MAX_AGE, MAX_AHEAD
from server.badges.token import hash_of, read
from server.doors.models import CheckInMethod
from server.errors import FieldError, InvalidInput


@dataclass(frozen=True, slots=True)
class DoorScan:
    """What a volunteer's device says. Either `code` or `person_id` is given."""

    id: UUID
    """Made by the device; the same one sent again is answered as the first time."""
    station_id: UUID
    scanned_at: datetime
    """By the device's clock."""
    how: CheckInMethod
    code: str | None = None
    """As read or typed: letters, or a whole address."""
    person_id: UUID | None = None
    """Who was found by name."""
    anyway: bool = False
    """Whether the volunteer lets them in although they are not on the list."""
    sent_at: datetime | None = None
    """By the same clock, when the device sent it, aware; None where it doesn't say."""


@dataclass(frozen=True, slots=True)
class AtDoor:
    """A scan that was found right in itself, with who made it and when it came in."""

    id: UUID
    door: UUID
    """Key of the station, or of the occurrence where there is none: at the desk, and by oneself."""
    by_id: UUID
    token_hash: bytes | None
    person_id: UUID | None
    scanned_at: datetime
    how: CheckInMethod
    anyway: bool
    received_at: datetime
    late: bool
    """Whether it waited on its device."""
    reckoned: bool = False
    """Whether `scanned_at` was told beside the time of sending: then each sending may reckon another."""

    @property
    def is_past(self) -> bool:
        """Whether whoever came is in already, whatever the list says: a volunteer let them in without network."""
        return self.late and self.how is not CheckInMethod.SELF


def at_door(scan: DoorScan, *, by_id: UUID, now: datetime, late: bool, kept_at: datetime | None = None) -> AtDoor:
    """What can be checked without asking the database. `kept_at`: the time under which this scan is kept already, which
    counts, whatever the device's clock says by now. Raises BadgeMalformed, ScanFromFuture, ScanTooOld, and
    InvalidInput."""
    if scan.scanned_at.tzinfo is None:
        raise InvalidInput(
            FieldError(("scannedAt",), "Give the time of the scan with its zone, as in 2026-09-24T14:00:00Z.")
        )
    if (scan.code is None) == (scan.person_id is None):
        raise InvalidInput(FieldError(("code",), "Give the code of a badge, or somebody found by name."))
    if scan.how in (CheckInMethod.SELF, CheckInMethod.DESK):
        raise InvalidInput(FieldError(("how",), "Say how the badge was read, or NAME for somebody found by name."))
    token_hash = hash_of(read(scan.code)) if scan.code is not None else None
    scanned_at = kept_at or reckon(scan.scanned_at, sent_at=scan.sent_at, now=now)
    age = now - scanned_at
    if age < -MAX_AHEAD:
        raise ScanFromFuture(-age)
    if age > MAX_AGE:
        raise ScanTooOld(MAX_AGE.days)
    return AtDoor(
        id=scan.id,
        door=scan.station_id,
        by_id=by_id,
        token_hash=token_hash,
        person_id=scan.person_id,
        scanned_at=scanned_at,
        how=scan.how,
        anyway=scan.anyway,
        received_at=now,
        late=late,
        reckoned=scan.sent_at is not None or kept_at is not None,
    )
