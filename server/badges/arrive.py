"""A scan comes in from a device: what can be checked of it without asking the database."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from server.badges.token import hash_of, read
from server.contacts.models import ScanMethod
from server.contacts.notes import NoteKind, tidied
from server.contacts.notes import faults as faults_of
from server.errors import FieldError, InvalidInput

BELIEVED = timedelta(minutes=2)
"""How far the clock of a device may be from ours and still be taken at its word."""
LONG_AGO = timedelta(days=366)
"""Older than any scan that is kept; dates have an end."""


@dataclass(slots=True)
class Scan:
    """What a device says that it saw."""

    id: UUID
    """Made by the device; the same one sent again is answered as the first time."""
    code: str
    """As read or typed: letters, or a whole address."""
    event_id: UUID | None
    """Key of an event or of one occurrence; None where it doesn't know."""
    scanned_at: datetime
    """By the device's clock."""
    how: ScanMethod
    note: str | None = None
    sent_at: datetime | None = None
    """By the same clock, when the device sent it, aware; None where it doesn't say."""


@dataclass(slots=True)
class Arrival:
    """A scan that was found right in itself, with who sent it and when it came in."""

    id: UUID
    scanner_id: UUID
    token_hash: bytes
    event_id: UUID | None
    scanned_at: datetime
    how: ScanMethod
    note: str | None
    received_at: datetime
    reckoned: bool = False
    """Whether `scanned_at` was told beside the time of sending: then each sending may reckon another."""


def arrive(scan: Scan, *, scanner_id: UUID, now: datetime) -> Arrival:
    """What can be checked without asking the database. Raises BadgeMalformed and InvalidInput."""
    faults = []
    if scan.scanned_at.tzinfo is None:
        faults.append(
            FieldError(("scannedAt",), "Give the time of the scan with its zone, as in 2026-09-24T14:00:00Z.")
        )
    note = tidied(NoteKind.NOTE, scan.note) if scan.note else None
    if note:
        faults += faults_of(NoteKind.NOTE, note, "note")
    if faults:
        raise InvalidInput(*faults)

    token_hash = hash_of(read(scan.code))
    return Arrival(
        scan.id,
        scanner_id,
        token_hash,
        scan.event_id,
        reckon(scan.scanned_at, sent_at=scan.sent_at, now=now),
        scan.how,
        note or None,
        received_at=now,
        reckoned=scan.sent_at is not None,
    )


def reckon(scanned_at: datetime, *, sent_at: datetime | None, now: datetime) -> datetime:
    """When it was by our clock; `scanned_at` and `sent_at` by the device's, which may run days wrong.

    A device that is within two minutes of us is believed to the millisecond: a request may take as long.
    Nothing was scanned after it was sent, even if the device's clock was put back between.
    """
    if sent_at is None:
        return scanned_at
    if abs(now - sent_at) <= BELIEVED:
        return min(scanned_at, now)
    return now - min(max(sent_at - scanned_at, timedelta()), LONG_AGO)
