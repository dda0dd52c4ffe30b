"""Undoing a scan that was a mistake."""

from typing import Annotated
from uuid import UUID

import strawberry

from schema.badges.record import RefusedEncounter
from schema.contacts.queries import contact as fetch_contact
from schema.contacts.types import Contact
from schema.context import Info
from schema.errors import InvalidInput, NotFound, ScopeMissing, SignInRequired, UserError, answers
from server.contacts import errors
from server.contacts.undo import MAX_UNDONE, UNDO_WITHIN, undo_encounter, undo_encounters
from server.errors import Refusal

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


@strawberry.type(description="The scans no longer count, but for those that are listed as refused.")
class UndoEncountersSuccess:
    undone: int = strawberry.field(description="How many; those included that were undone before.")
    refused: list[RefusedEncounter] = strawberry.field(description="The others, in the order of the input.")


UndoEncountersPayload = Annotated[
    UndoEncountersSuccess | SignInRequired | ScopeMissing | InvalidInput,
    strawberry.union("UndoEncountersPayload", description="Which are undone, or why none was looked at."),
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

    @strawberry.mutation(description=f"The same for what waited on a device: up to {MAX_UNDONE} scans at once.")
    async def undo_encounters(
        self, info: Info, ids: Annotated[list[UUID], strawberry.argument(description="The ids that the device made.")]
    ) -> UndoEncountersPayload:
        context = info.context
        async with context.database.write() as session:
            answers = await undo_encounters(session, actor=context.actor, ids=ids, now=context.now)
        refused = [
            RefusedEncounter(id=id_, reason=type(answer).__name__, message=answer.message)
            for id_, answer in zip(ids, answers, strict=True)
            if isinstance(answer, Refusal)
        ]
        return UndoEncountersSuccess(undone=len(ids) - len(refused), refused=refused)
