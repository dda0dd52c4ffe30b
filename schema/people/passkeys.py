"""One's own passkeys."""

from datetime import datetime
from typing import Annotated, Any

import strawberry

from schema.context import Info
from schema.errors import InvalidInput, NotFound, SessionRequired, SignInRequired
from schema.ids import global_id, key_of
from server import errors
from server.people import own_passkeys


@strawberry.type(description="A passkey, by which you sign in without a code.")
class Passkey:
    id: strawberry.ID = strawberry.field(description="For `renamePasskey` and `removePasskey`.")
    name: str = strawberry.field(description="What you call it; at first, the browser that made it.")
    created_at: datetime = strawberry.field(description="When you made it.")
    last_used_at: datetime | None = strawberry.field(
        description="When you last signed in by it; null before the first time."
    )


@strawberry.type
class PasskeyOwner:
    """What `Viewer` has of passkeys."""

    @strawberry.field(description="Your passkeys, newest first. Only a browser may ask, no API token.")
    async def passkeys(self, info: Info) -> list[Passkey]:
        rows = await own_passkeys.passkeys(info.context.database, actor=info.context.actor)
        return [as_passkey(row) for row in rows]


@strawberry.input(description="What to call a passkey.")
class RenamePasskeyInput:
    id: strawberry.ID = strawberry.field(description="One of `viewer.passkeys`.")
    name: str = strawberry.field(description="At most 100 letters.")


@strawberry.input(description="A passkey to remove.")
class RemovePasskeyInput:
    id: strawberry.ID = strawberry.field(description="One of `viewer.passkeys`.")


@strawberry.type(description="The passkey has its new name.")
class RenamePasskeySuccess:
    id: strawberry.ID = strawberry.field(description="Of the passkey.")
    name: str = strawberry.field(description="What it is called now.")


@strawberry.type(description="Nobody signs in by it any more.")
class RemovePasskeySuccess:
    id: strawberry.ID = strawberry.field(description="Of the passkey that is gone.")


RenamePasskeyPayload = Annotated[
    RenamePasskeySuccess | SignInRequired | SessionRequired | NotFound | InvalidInput,
    strawberry.union("RenamePasskeyPayload", description="The name, or why it stays as it was."),
]
RemovePasskeyPayload = Annotated[
    RemovePasskeySuccess | SignInRequired | SessionRequired | NotFound,
    strawberry.union("RemovePasskeyPayload", description="What was removed, or why nothing was."),
]


@strawberry.type
class PasskeyMutation:
    @strawberry.mutation(description="Call a passkey something else. Only a browser may ask, no API token.")
    async def rename_passkey(
        self, info: Info, input: Annotated[RenamePasskeyInput, strawberry.argument(description="Its new name.")]
    ) -> RenamePasskeyPayload:
        context = info.context
        key = key_of(input.id, "passkey")
        if key is None:
            raise errors.NotFound
        async with context.database.write() as session:
            name = await own_passkeys.rename_passkey(session, actor=context.actor, passkey_id=key, name=input.name)
        return RenamePasskeySuccess(id=input.id, name=name)

    @strawberry.mutation(
        description="Remove a passkey, and stay signed in where you are. Only a browser may ask, no API token."
    )
    async def remove_passkey(
        self, info: Info, input: Annotated[RemovePasskeyInput, strawberry.argument(description="Which one.")]
    ) -> RemovePasskeyPayload:
        context = info.context
        key = key_of(input.id, "passkey")
        if key is None:
            raise errors.NotFound
        async with context.database.write() as session:
            await own_passkeys.remove_passkey(session, actor=context.actor, passkey_id=key, now=context.now)
        return RemovePasskeySuccess(id=input.id)


def as_passkey(row: Any) -> Passkey:
    """From a row of `server.people.own_passkeys`, or a `server.people.passkeys.Passkey`."""
    return Passkey(
        id=strawberry.ID(global_id("passkey", row.id)),
        name=row.name,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
    )
