"""Keeping somebody away who has one's card, and letting them come near again."""

from datetime import datetime
from typing import Annotated

import strawberry

from schema.context import Info
from schema.errors import NotFound, ScopeMissing, SignInRequired
from schema.ids import global_id, key_of
from schema.people.types import Person, as_person
from server import errors
from server.contacts.blocked import block_owner, blocked_people
from server.contacts.living import NO_NAME
from server.people.block import unblock_person


@strawberry.type(description="Somebody whom you keep away. They are not told.")
class BlockedPerson:
    id: strawberry.ID = strawberry.field(description="For `unblockPerson`.")
    name: str = strawberry.field(
        description="Your own name for them, else the one they share, else “Somebody who shares no name”."
    )
    person: Person = strawberry.field(description="As far as their own card shows them to you.")
    blocked_at: datetime = strawberry.field(description="Since when.")


@strawberry.type
class Keeper:
    """What `Viewer` has of blocks."""

    @strawberry.field(description="Whom you keep away, the last first; a hundred at most.")
    async def blocked_people(self, info: Info) -> list[BlockedPerson]:
        rows = await blocked_people(info.context.database, actor=info.context.actor)
        return [
            BlockedPerson(
                id=strawberry.ID(global_id("block", row.id)),
                name=row.own_name or row.name or NO_NAME,
                person=as_person(row.id, row),
                blocked_at=row.blocked_at,
            )
            for row in rows
        ]


@strawberry.input(description="Somebody to keep away.")
class BlockPersonInput:
    receipt_id: strawberry.ID = strawberry.field(description="One of `viewer.receipts`: whoever has it.")


@strawberry.input(description="Somebody to let come near again.")
class UnblockPersonInput:
    id: strawberry.ID = strawberry.field(description="One of `viewer.blockedPeople`.")


@strawberry.type(description="They can't save you, and see of your card what strangers see. They are not told.")
class BlockPersonSuccess:
    receipt_id: strawberry.ID = strawberry.field(description="The receipt that was named.")


@strawberry.type(description="They see again what you share with them.")
class UnblockPersonSuccess:
    id: strawberry.ID = strawberry.field(description="The one that was named.")


BlockPersonPayload = Annotated[
    BlockPersonSuccess | SignInRequired | ScopeMissing | NotFound,
    strawberry.union("BlockPersonPayload", description="Who is kept away, or why nobody is."),
]
UnblockPersonPayload = Annotated[
    UnblockPersonSuccess | SignInRequired | ScopeMissing | NotFound,
    strawberry.union("UnblockPersonPayload", description="Who may come near again, or why nobody."),
]


@strawberry.type
class BlockMutation:
    @strawberry.mutation(description="Keep somebody away who has your card. The second time nothing changes.")
    async def block_person(
        self, info: Info, input: Annotated[BlockPersonInput, strawberry.argument(description="Whom.")]
    ) -> BlockPersonPayload:
        context = info.context
        key = key_of(input.receipt_id, "receipt")
        if key is None:
            raise errors.NotFound
        async with context.database.write() as session:
            await block_owner(session, actor=context.actor, contact_id=key, now=context.now)
        return BlockPersonSuccess(receipt_id=input.receipt_id)

    @strawberry.mutation(description="Take a block back. Without one nothing changes.")
    async def unblock_person(
        self, info: Info, input: Annotated[UnblockPersonInput, strawberry.argument(description="Whom.")]
    ) -> UnblockPersonPayload:
        context = info.context
        key = key_of(input.id, "block")
        if key is None:
            raise errors.NotFound
        async with context.database.write() as session:
            await unblock_person(session, actor=context.actor, person_id=key)
        return UnblockPersonSuccess(id=input.id)
