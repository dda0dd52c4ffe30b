"""A scan comes in from a device: what can be checked of it without asking the database."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.badges.token import hash_of, read
from server.contacts.models import ScanMethod
from server.errors import FieldError, InvalidInput

MAX_NOTE = 2000
"""Characters."""


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


def arrive(scan: Scan, *, scanner_id: UUID, now: datetime) -> Arrival:
    """What can be checked without asking the database. Raises BadgeMalformed and InvalidInput."""
    faults = []
    if scan.scanned_at.tzinfo is None:
        faults.append(
            FieldError(("scannedAt",), "Give the time of the scan with its zone, as in 2026-09-24T14:00:00Z.")
        )
    note = scan.note.strip() if scan.note else None
    if note and len(note) > MAX_NOTE:
        faults.append(FieldError(("note",), f"Keep the note to {MAX_NOTE} characters; this one has {len(note)}."))
    if note and any(c == "\0" or "\ud800" <= c <= "\udfff" for c in note):
        faults.append(FieldError(("note",), "The note holds a character that no text has. Type it again."))
    if faults:
        raise InvalidInput(*faults)

    token_hash = hash_of(read(scan.code))
    return Arrival(
        scan.id, scanner_id, token_hash, scan.event_id, scan.scanned_at, scan.how, note or None, received_at=now
    )
