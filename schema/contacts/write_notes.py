"""Writing about one's contacts: notes and tags."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from schema.contacts.note_batch import NoteBatch, as_writing, as_writings
from schema.contacts.queries import contact as fetch_contact
from schema.contacts.types import Contact
from schema.context import Info
from schema.errors import InvalidInput, NotFound, ScopeMissing, SignInRequired, UserError, answers
from server import errors
from server.contacts import errors as contact_errors
from server.contacts.notes import MAX_NOTE, MAX_TAG, NoteKind
from server.contacts.write_notes import MAX_NOTES, write_notes


@answers(contact_errors.NoteConflict)
@strawberry.type(description="The id was used before for something else. Nothing of that is told.")
class NoteConflict(UserError):
    pass


@strawberry.input(description="A note, or a tag that is put on or taken off.")
class WriteNoteInput:
    id: UUID = strawberry.field(
        description="Made by the device, new for each. The same sent again is answered as the first time."
    )
    contact_id: strawberry.ID | None = strawberry.field(default=None, description="About which contact of yours.")
    encounter_id: UUID | None = strawberry.field(
        default=None, description="Or about whom you met by this scan: the id that its device made."
    )
    kind: NoteKind = strawberry.field(default=NoteKind.NOTE, description="What it is.")
    text: str = strawberry.field(
        description=f"The note, at most {MAX_NOTE} characters; or the tag, at most {MAX_TAG}, whatever its case."
    )
    written_at: datetime = strawberry.field(description="By the device's clock; what is ahead of the server's is now.")


@strawberry.type(description="It is kept.")
class WriteNoteSuccess:
    contact: Contact = strawberry.field(description="Your contact, with all that you wrote.")


WriteNotePayload = Annotated[
    WriteNoteSuccess | SignInRequired | ScopeMissing | NotFound | InvalidInput | NoteConflict,
    strawberry.union("WriteNotePayload", description="The contact, or why nothing was kept."),
]


@strawberry.type(description="A note of a batch that was not kept.")
class RefusedNote:
    id: UUID = strawberry.field(description="The id that the device made.")
    reason: str = strawberry.field(
        description="The name of the type with which `writeNote` would answer, such as `NotFound`."
    )
    message: str = strawberry.field(description="One sentence for a person: what is the matter, and what to do.")


@strawberry.type(description="The notes of a batch are on disk, but for those that are listed as refused.")
class RecordNotesSuccess:
    saved: int = strawberry.field(description="How many are kept, those included that were sent before.")
    refused: list[RefusedNote] = strawberry.field(description="The others, in the order of the batch.")


RecordNotesPayload = Annotated[
    RecordNotesSuccess | SignInRequired | ScopeMissing | InvalidInput,
    strawberry.union("RecordNotesPayload", description="Which are kept, or why none was looked at."),
]


@strawberry.type
class NoteMutation:
    @strawberry.mutation(description="Write about a contact. What was written before stays.")
    async def write_note(
        self, info: Info, input: Annotated[WriteNoteInput, strawberry.argument(description="What, about whom.")]
    ) -> WriteNotePayload:
        context = info.context
        async with context.database.write() as session:
            (about,) = await write_notes(session, actor=context.actor, notes=[as_writing(input)], now=context.now)
        if isinstance(about, errors.Refusal):
            raise about
        contact = await fetch_contact(context, about)
        assert contact is not None, "what is written about is one's own"
        return WriteNoteSuccess(contact=contact)

    @strawberry.mutation(description=f"The same for what waited on a device: up to {MAX_NOTES} at once, in order.")
    async def record_notes(
        self, info: Info, batch: Annotated[NoteBatch, strawberry.argument(description="The notes.")]
    ) -> RecordNotesPayload:
        context = info.context
        async with context.database.write() as session:
            kept = await write_notes(session, actor=context.actor, notes=as_writings(batch), now=context.now)
        refused = [
            RefusedNote(id=note.id, reason=type(answer).__name__, message=answer.message)
            for note, answer in zip(batch, kept, strict=True)
            if isinstance(answer, errors.Refusal)
        ]
        return RecordNotesSuccess(saved=len(kept) - len(refused), refused=refused)
