"""An entry comes in from a device: what can be checked of it without asking the database."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from server.errors import FieldError, InvalidInput
from server.leads.models import LeadEntryKind
from server.words import fold

MAX_NOTE = 2000
"""Characters, of an answer too."""
MAX_TAG = 40
MAX_AHEAD = timedelta(minutes=5)
"""How far a device's clock may run ahead; what is later counts as written when it arrives."""


@dataclass(slots=True)
class Entry:
    """One thing that a colleague says, as a device sends it."""

    id: UUID
    encounter_id: UUID
    """Any scan of the person at the booth, by the id that its device made."""
    kind: LeadEntryKind
    written_at: datetime
    stars: int | None = None
    text: str | None = None
    question_id: UUID | None = None
    sent_at: datetime | None = None
    """By the same clock as `written_at`, when the device sent it, aware; None where it doesn't say."""


def checked(entry: Entry) -> Entry:
    """`entry` with its text trimmed; a tag in one spelling. Raises InvalidInput."""
    faults = []
    text = (entry.text or "").strip()
    if entry.written_at.tzinfo is None:
        faults.append(FieldError(("writtenAt",), "Give the time with its zone, as in 2026-09-24T14:00:00Z."))
    if entry.kind is LeadEntryKind.STARS:
        if entry.stars is None or not 1 <= entry.stars <= 5:
            faults.append(FieldError(("stars",), "Give 1 to 5 stars."))
        text = ""
    elif entry.kind in (LeadEntryKind.TAG, LeadEntryKind.UNTAG):
        text = fold(" ".join(text.split()))
        if not text or len(text) > MAX_TAG or not text.isprintable():
            faults.append(FieldError(("text",), f"Write a tag of 1 to {MAX_TAG} characters."))
    elif not text and entry.kind is LeadEntryKind.NOTE:
        faults.append(FieldError(("text",), "Write the note first."))
    if len(text) > MAX_NOTE:
        faults.append(FieldError(("text",), f"That is {len(text)} characters. Take {MAX_NOTE} or fewer."))
    if any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text):
        faults.append(FieldError(("text",), "This holds a character that no text has. Type it again."))
    if (entry.kind is LeadEntryKind.ANSWER) != (entry.question_id is not None):
        faults.append(FieldError(("question",), "Name the question with an answer, and with nothing else."))
    if faults:
        raise InvalidInput(*faults)
    stars = entry.stars if entry.kind is LeadEntryKind.STARS else None
    return Entry(
        entry.id,
        entry.encounter_id,
        entry.kind,
        entry.written_at,
        stars,
        None if entry.kind is LeadEntryKind.STARS else text,
        entry.question_id,
        entry.sent_at,
    )
