"""Undoing a scan that was a mistake."""

from typing import Annotated
from uuid import UUID

import strawberry

from schema.contacts.queries import contact as fetch_contact
from schema.contacts.types import Contact
from schema.context import Info
from schema.errors import NotFound, ScopeMissing, SignInRequired, UserError, answers
from server.contacts import errors
from server.contacts.undo import UNDO_WITHIN, undo_encounter

HOURS = int(UNDO_WITHIN.total_seconds() // 3600)


@answers(errors.UndoTooLate)
@strawberry.type(description="The scan was recorded longer ago than it can be undone.")
class UndoTooLate(UserError):
    hours: int = strawberry.field(description="For how many hours it could.")


@strawberry.input(description="A scan of yours.")
class UndoEncounterInput:
    id: UUID = strawberry.field(description="The id that its device made.")


@strawberry.type(description="The scan no longer counts.")
class UndoEncounterSuccess:
    contact: Contact | None = strawberry.field(
        description="Your contact, where you met otherwise too or wrote something about them; null: it is gone."
    )


UndoEncounterPayload = Annotated[
    UndoEncounterSuccess | SignInRequired | ScopeMissing | NotFound | UndoTooLate,
    strawberry.union("UndoEncounterPayload", description="What is left, or why nothing was undone."),
]


@strawberry.type
class UndoMutation:
    @strawberry.mutation(
        description=(
            f"Undo a scan of yours, within {HOURS} hours: its contact goes on both sides, unless you met otherwise too,"
            " or wrote something about them. The scan stays as a fact, and says that it was undone."
        )
    )
    async def undo_encounter(
        self, info: Info, input: Annotated[UndoEncounterInput, strawberry.argument(description="Which.")]
    ) -> UndoEncounterPayload:
        context = info.context
        async with context.database.write() as session:
            left = await undo_encounter(session, actor=context.actor, encounter_id=input.id, now=context.now)
        return UndoEncounterSuccess(contact=await fetch_contact(context, left) if left is not None else None)
