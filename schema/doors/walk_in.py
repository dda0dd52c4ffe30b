"""Registering somebody at the door, in GraphQL."""

from typing import Annotated, Any
from uuid import UUID

import strawberry

from schema.context import Context, Info
from schema.doors.refusals import CalledOff, CheckInConflict, DoorShut, OverCapacity
from schema.doors.types import printed_at
from schema.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.ids import key_of
from server import errors as kernel
from server.badges import qr
from server.badges.claim_code import claim_code
from server.badges.issue import address_of, token_of
from server.badges.newcomer import Newcomer
from server.badges.token import write
from server.doors.walk_in import walk_in


@strawberry.input(description="Somebody who comes without having said so.")
class WalkInInput:
    event: strawberry.ID = strawberry.field(description="The event, or one instance of a series.")
    id: UUID = strawberry.field(description="Made by your device; the same again is answered as the first time.")
    name: str = strawberry.field(description="The name that goes on the badge.")
    email: str | None = strawberry.field(
        default=None, description="By which they take the badge over later, once they sign in with it. On no badge."
    )
    headline: str | None = strawberry.field(default=None, description="What stands below the name.")


@strawberry.type(description="They are registered and in. Their badge, to be shown or printed now.")
class WalkInSuccess:
    name: str = strawberry.field(description="Who.")
    headline: str | None = strawberry.field(description="What stands below the name.")
    code: str = strawberry.field(description="The 25 letters and digits below the square.")
    svg: str = strawberry.field(description="The square as SVG, with its light margin.")
    print: str = strawberry.field(description="Where it is as a PDF, to be printed now: a path of this server.")
    claim_code: str = strawberry.field(
        description="What to give them: eight letters by which they take the badge over."
    )


WalkInPayload = Annotated[
    WalkInSuccess
    | SignInRequired
    | ScopeMissing
    | NotFound
    | NotPermitted
    | OverCapacity
    | CalledOff
    | DoorShut
    | CheckInConflict
    | InvalidInput,
    strawberry.union("WalkInPayload", description="Their badge, or why they are not in."),
]


@strawberry.type
class WalkInMutation:
    @strawberry.mutation(
        description=(
            "Register somebody at the door as a guest, give them a badge and let them in. Who works there may. An"
            " address never leads to somebody's account; its owner takes the guest over."
        )
    )
    async def walk_in(
        self, info: Info, input: Annotated[WalkInInput, strawberry.argument(description="Whom.")]
    ) -> WalkInPayload:
        context, key = info.context, key_of(input.event, "event")
        if key is None:
            raise kernel.NotFound
        async with context.database.write() as session:
            made = await walk_in(
                session,
                secret=context.settings.secret,
                actor=context.actor,
                id_=input.id,
                occurrence_id=key,
                newcomer=Newcomer(input.name, input.email or "", headline=input.headline or ""),
                now=context.now,
            )
        return _success(context, made)


def _success(context: Context, made: Any) -> WalkInSuccess:
    secrets = context.settings.secrets
    token, claim = token_of(secrets, made), claim_code(secrets, made)
    assert token is not None, "it was made now, or a moment ago"
    assert claim is not None, "as its token"
    svg = qr.svg(address_of(context.settings, token), label=f"QR code of the badge of {made.name}")
    return WalkInSuccess(
        name=made.name,
        headline=made.headline,
        code=write(token),
        svg=svg,
        print=printed_at(made.id),
        claim_code=claim,
    )
