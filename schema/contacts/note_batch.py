"""Many notes as one scalar, as they waited on a device."""

from datetime import datetime
from typing import Annotated, Any, NewType
from uuid import UUID

import msgspec
import strawberry
from graphql import GraphQLError

from schema.ids import key_of
from server.contacts.notes import NoteKind
from server.contacts.write_notes import MAX_NOTES, Writing
from server.errors import NotFound, Refusal


class BatchedNote(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """One note, in the spelling of `WriteNoteInput`."""

    id: UUID
    kind: NoteKind
    text: str
    written_at: Annotated[datetime, msgspec.Meta(tz=True)]
    contact_id: str | None = None
    encounter_id: UUID | None = None


NoteBatch = NewType("NoteBatch", list[BatchedNote])


def read_batch(value: Any) -> list[BatchedNote]:
    """Raises GraphQLError, which says which note holds what it shouldn't."""
    try:
        return msgspec.convert(value, list[BatchedNote])
    except msgspec.ValidationError as fault:
        raise GraphQLError(f"This batch can't be read: {fault}.") from fault


def as_writings(batch: list[BatchedNote]) -> list[Writing | Refusal]:
    return [as_writing(note) for note in batch]


def as_writing(note: Any) -> Writing | Refusal:
    """From one of a batch, or a `WriteNoteInput`; NotFound where its contact's id is none."""
    contact = key_of(note.contact_id, "contact") if note.contact_id else None
    if note.contact_id and contact is None:
        return NotFound()
    return Writing(note.id, note.kind, note.text, note.written_at, contact, note.encounter_id)


NOTE_BATCH = strawberry.scalar(
    name="NoteBatch",
    description=(
        f'A list of at most {MAX_NOTES} objects with the fields of `WriteNoteInput`: `[{{"id": UUID, "kind": one of'
        ' `NoteKind`, "text": text, "writtenAt": RFC 3339, "contactId": ID or null, "encounterId": UUID or null}]`. '
        "Give it as a variable."
    ),
    parse_value=read_batch,
)
