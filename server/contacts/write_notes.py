"""Somebody writes about their contacts: notes and tags, one or many, from a page or after hours without network."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Scope, require_member
from server.contacts.errors import NoteConflict
from server.contacts.models import Contact, Encounter
from server.contacts.notes import Note, NoteKind, faults, tidied
from server.db import padded
from server.errors import FieldError, InvalidInput, NotFound, Refusal

MAX_NOTES = 500
"""In one request."""


@dataclass(slots=True)
class Writing:
    """What a device says that somebody wrote, about a contact of theirs or about whom they met by a scan of theirs."""

    id: UUID
    kind: NoteKind
    text: str
    written_at: datetime
    contact_id: UUID | None = None
    encounter_id: UUID | None = None


async def write_notes(
    session: AsyncSession, *, actor: Actor, notes: Sequence[Writing | Refusal], now: datetime
) -> list[UUID | Refusal]:
    """The key of the contact that each is about, in order, or why it was not kept; one that was refused fails no other.

    What the caller found wrong already stands as its refusal. Sent again, it is answered as the first time. A time
    that is ahead of `now` becomes `now`. Raises SignInRequired, ScopeMissing, and InvalidInput for more than MAX_NOTES;
    answers with InvalidInput, NotFound and NoteConflict.
    """
    member = require_member(actor, Scope.CONTACTS)
    if len(notes) > MAX_NOTES:
        raise InvalidInput(FieldError(("notes",), f"Send {MAX_NOTES} at a time or fewer, not {len(notes)}."))
    given = [note for note in notes if isinstance(note, Writing)]
    about = await _contacts(session, member.person_id, given)
    there = await _stored(session, (note.id for note in given))

    answers: list[UUID | Refusal] = []
    fresh: dict[UUID, dict[str, Any]] = {}
    for place, note in enumerate(notes):
        try:
            if isinstance(note, Refusal):
                raise note
            row = _row(note, about, member.person_id, now + place * timedelta.resolution)
            if (kept := there.setdefault(note.id, row)) is row:
                fresh[note.id] = row
            elif any(kept[name] != row[name] for name in ("owner_id", "contact_id", "kind", "text")):
                raise NoteConflict
            answers.append(row["contact_id"])
        except Refusal as refusal:
            answers.append(refusal)

    if fresh:
        insert: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        await session.execute(insert(Note).on_conflict_do_nothing(index_elements=["id"]), list(fresh.values()))
    return answers


def _row(note: Writing, about: dict[UUID, UUID], owner: UUID, now: datetime) -> dict[str, Any]:
    text = tidied(note.kind, note.text)
    if found := faults(note.kind, text):
        raise InvalidInput(*found)
    contact = about.get(note.contact_id or note.encounter_id or note.id)
    if contact is None:
        raise NotFound
    return {
        "id": note.id,
        "owner_id": owner,
        "contact_id": contact,
        "kind": note.kind,
        "text": text,
        "written_at": min(note.written_at, now),
        "received_at": now,
    }


async def _contacts(session: AsyncSession, me: UUID, notes: Sequence[Writing]) -> dict[UUID, UUID]:
    """The actor's contacts, by their own keys and by those of scans; none of them goes before the transaction ends."""
    keys = {key for note in notes for key in (note.contact_id, note.encounter_id) if key is not None}
    if not keys:
        return {}
    met = and_(
        Encounter.id.in_(padded(list(keys))), Encounter.scanner_id == me, Encounter.person_id == Contact.person_id
    )
    rows: Sequence[Any] = (
        await session.execute(
            select(Contact.id, Encounter.id.label("encounter_id"))
            .outerjoin(Encounter, met)
            .where(Contact.owner_id == me, or_(Contact.id.in_(padded(list(keys))), Encounter.id.is_not(None)))
            .with_for_update(read=True, key_share=True, of=Contact)
        )
    ).all()
    return {key: row.id for row in rows for key in (row.id, row.encounter_id) if key is not None}


async def _stored(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    columns = (Note.id, Note.owner_id, Note.contact_id, Note.kind, Note.text)
    rows = await session.execute(select(*columns).where(Note.id.in_(padded(list(ids)))))
    return {row.id: row._asdict() for row in rows}
