"""Answering those who have one's card: yes, no, giving back, saving back."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from schema.badges.refusals import NotSavable
from schema.contacts.queries import contact as fetch_contact
from schema.contacts.receipts import Receipt
from schema.contacts.receipts import receipt as fetch_receipt
from schema.contacts.types import Contact
from schema.context import Context, Info
from schema.errors import InvalidInput, NotFound, ScopeMissing, SignInRequired
from schema.ids import key_of
from server import errors
from server.badges.confirm import confirm_save, decline_save
from server.badges.give_back import give_back
from server.badges.save_back import save_back_by_hand


@strawberry.input(description="Somebody who waits for your yes.")
class ConfirmSaveInput:
    receipt_id: strawberry.ID = strawberry.field(description="One of `viewer.saveRequests`.")


@strawberry.input(description="Somebody who waits for your yes.")
class DeclineSaveInput:
    receipt_id: strawberry.ID = strawberry.field(description="One of `viewer.saveRequests`.")


@strawberry.input(description="What to give back. Give exactly one of these.")
class GiveBackInput:
    receipt_id: strawberry.ID | None = strawberry.field(default=None, description="To who has this receipt.")
    withdrawn_at: datetime | None = strawberry.field(
        default=None, description="To all from whom you withdrew at this moment: `at` of the withdrawal."
    )


@strawberry.input(description="Somebody to save back.")
class SaveBackInput:
    receipt_id: strawberry.ID = strawberry.field(description="One of `viewer.receipts`.")


@strawberry.type(description="They see what you grant them.")
class ConfirmSaveSuccess:
    receipt: Receipt = strawberry.field(description="As it stands now; one that was answered before is unchanged.")


@strawberry.type(description="They see nothing of you, and that you withdrew.")
class DeclineSaveSuccess:
    receipt: Receipt = strawberry.field(description="As it stands now; one that was answered before is unchanged.")


@strawberry.type(description="They see again what you had granted them, as far as your card says now.")
class GiveBackSuccess:
    given_back: int = strawberry.field(description="To how many; 0 where nothing was withdrawn.")


@strawberry.type(description="They are in your address book too.")
class SaveBackSuccess:
    contact: Contact = strawberry.field(description="Your contact of them, as far as they share with you now.")


ConfirmSavePayload = Annotated[
    ConfirmSaveSuccess | SignInRequired | ScopeMissing | NotFound,
    strawberry.union("ConfirmSavePayload", description="What they have now, or why nothing changed."),
]
DeclineSavePayload = Annotated[
    DeclineSaveSuccess | SignInRequired | ScopeMissing | NotFound,
    strawberry.union("DeclineSavePayload", description="How it stands now, or why nothing changed."),
]
GiveBackPayload = Annotated[
    GiveBackSuccess | SignInRequired | ScopeMissing | NotFound | InvalidInput,
    strawberry.union("GiveBackPayload", description="To how many it was given back, or why to nobody."),
]
SaveBackPayload = Annotated[
    SaveBackSuccess | SignInRequired | ScopeMissing | NotFound | NotSavable,
    strawberry.union("SaveBackPayload", description="Your contact, or why there is none."),
]


@strawberry.type
class AnswerMutation:
    @strawberry.mutation(description="Say yes to somebody who scanned you: they see what your card grants them.")
    async def confirm_save(
        self, info: Info, input: Annotated[ConfirmSaveInput, strawberry.argument(description="To whom.")]
    ) -> ConfirmSavePayload:
        context, key = info.context, _key(input.receipt_id)
        async with context.database.write() as session:
            await confirm_save(session, actor=context.actor, contact_id=key, now=context.now)
        return ConfirmSaveSuccess(receipt=await _receipt(context, key))

    @strawberry.mutation(description="Say no to somebody who scanned you: they see nothing, and that you said so.")
    async def decline_save(
        self, info: Info, input: Annotated[DeclineSaveInput, strawberry.argument(description="To whom.")]
    ) -> DeclineSavePayload:
        context, key = info.context, _key(input.receipt_id)
        async with context.database.write() as session:
            await decline_save(session, actor=context.actor, contact_id=key, now=context.now)
        return DeclineSaveSuccess(receipt=await _receipt(context, key))

    @strawberry.mutation(description="Undo a withdrawal: what you had granted is granted again.")
    async def give_back(
        self, info: Info, input: Annotated[GiveBackInput, strawberry.argument(description="To whom.")]
    ) -> GiveBackPayload:
        context = info.context
        if (input.receipt_id is None) == (input.withdrawn_at is None):
            raise errors.InvalidInput(
                errors.FieldError(("receiptId",), "Say to whom: one receipt, or the moment of a withdrawal.")
            )
        key = _key(input.receipt_id) if input.receipt_id is not None else None
        async with context.database.write() as session:
            given = await give_back(
                session, actor=context.actor, contact_id=key, withdrawn_at=input.withdrawn_at, now=context.now
            )
        return GiveBackSuccess(given_back=given)

    @strawberry.mutation(
        description="Save somebody back who has your card: they are in your address book, as far as their card says."
    )
    async def save_back(
        self, info: Info, input: Annotated[SaveBackInput, strawberry.argument(description="Whom.")]
    ) -> SaveBackPayload:
        context = info.context
        async with context.database.write() as session:
            made = await save_back_by_hand(
                session, actor=context.actor, contact_id=_key(input.receipt_id), now=context.now
            )
        contact = await fetch_contact(context, made)
        assert contact is not None, "it was made, and is one's own"
        return SaveBackSuccess(contact=contact)


def _key(id_: str) -> UUID:
    key = key_of(id_, "receipt")
    if key is None:
        raise errors.NotFound
    return key


async def _receipt(context: Context, key: UUID) -> Receipt:
    receipt = await fetch_receipt(context, key)
    assert receipt is not None, "whoever has it stays in the list, whatever they are answered"
    return receipt
