"""Taking back what one's card shares."""

from datetime import datetime
from typing import Annotated

import strawberry

from schema.contacts.receipts import Receipt
from schema.contacts.receipts import receipt as fetch_receipt
from schema.context import Info
from schema.errors import InvalidInput, NotFound, ScopeMissing, SignInRequired
from schema.ids import key_of
from server import errors
from server.contacts.withdraw import AtEvent, Everybody, FromWhom, OfEmployer, OneContact, withdraw


@strawberry.input(description="From whom to withdraw your card. Give exactly one of these.")
class WithdrawInput:
    receipt_id: strawberry.ID | None = strawberry.field(default=None, description="From who has this receipt.")
    event_id: strawberry.ID | None = strawberry.field(
        default=None, description="From everybody whom you met at this event, or at this instance of a series."
    )
    employer_id: strawberry.ID | None = strawberry.field(
        default=None, description="From everybody who met you for this employer."
    )
    everybody: bool = strawberry.field(default=False, description="True: from whoever has it.")


@strawberry.type(description="They see nothing of your card any more. What they wrote themselves stays theirs.")
class WithdrawSuccess:
    withdrawn: int = strawberry.field(description="From how many it was withdrawn; 0 where it was before.")
    at: datetime = strawberry.field(description="The moment, with which `giveBack` undoes it.")
    receipt: Receipt | None = strawberry.field(description="The receipt, where one was named.")


WithdrawPayload = Annotated[
    WithdrawSuccess | SignInRequired | ScopeMissing | NotFound | InvalidInput,
    strawberry.union("WithdrawPayload", description="From how many it was withdrawn, or why from nobody."),
]


@strawberry.type
class WithdrawMutation:
    @strawberry.mutation(
        description="Withdraw your card: from one person, from an event, from an employer, or from everybody."
    )
    async def withdraw(
        self, info: Info, input: Annotated[WithdrawInput, strawberry.argument(description="From whom.")]
    ) -> WithdrawPayload:
        context = info.context
        from_whom = _from_whom(input)
        async with context.database.write() as session:
            withdrawn = await withdraw(session, actor=context.actor, from_whom=from_whom, now=context.now)
        named = await fetch_receipt(context, from_whom.contact_id) if isinstance(from_whom, OneContact) else None
        return WithdrawSuccess(withdrawn=withdrawn, at=context.now, receipt=named)


def _from_whom(input: WithdrawInput) -> FromWhom:
    given = [name for name in (input.receipt_id, input.event_id, input.employer_id) if name is not None]
    if len(given) + input.everybody != 1:
        raise errors.InvalidInput(
            errors.FieldError(("receiptId",), "Say from whom: one receipt, one event, one employer, or everybody.")
        )
    if input.everybody:
        return Everybody()
    if (key := key_of(given[0], "receipt")) is not None and input.receipt_id is not None:
        return OneContact(key)
    if (key := key_of(given[0], "event")) is not None and input.event_id is not None:
        return AtEvent(key)
    if (key := key_of(given[0], "organization")) is not None and input.employer_id is not None:
        return OfEmployer(key)
    raise errors.NotFound
