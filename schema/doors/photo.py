"""Letting somebody in by a photograph of their badge, in GraphQL."""

from typing import Annotated
from uuid import UUID

import strawberry
from strawberry.file_uploads import Upload

from schema.badges.refusals import BadgeMalformed, NoCodeInPhoto, PhotoUnreadable, SeveralBadgesInPhoto
from schema.context import Info
from schema.doors.refusals import (
    BadgeEnded,
    BadgeForeign,
    CalledOff,
    CheckInConflict,
    DoorShut,
    NotRegistered,
    OverCapacity,
    Waitlisted,
    WrongDay,
    WrongEvent,
)
from schema.doors.types import CheckInSuccess, as_arrived
from schema.errors import NotFound, ScopeMissing, SignInRequired
from schema.ids import key_of
from server import errors as kernel
from server.actor import Scope, require_member
from server.badges.decode import MAX_OCTETS, MAX_PIXELS
from server.badges.photo import code_in_photo
from server.doors.check_in import check_in
from server.doors.errors import TurnedAway
from server.doors.models import CheckInMethod
from server.doors.scan import DoorScan
from server.keys import new_key


@strawberry.input(description="A photograph of a badge at a door.")
class CheckInByPhotoInput:
    station: strawberry.ID = strawberry.field(description="The station, which you staff.")
    photo: Upload = strawberry.field(
        description=(
            f"A JPEG, PNG, WebP, GIF or BMP of at most {MAX_OCTETS // 1024**2} MB and {MAX_PIXELS // 10**6} megapixels."
            " It is read and thrown away."
        )
    )
    id: UUID | None = strawberry.field(default=None, description="As in `CheckInInput`.")


CheckInByPhotoPayload = Annotated[
    CheckInSuccess
    | PhotoUnreadable
    | NoCodeInPhoto
    | SeveralBadgesInPhoto
    | NotRegistered
    | Waitlisted
    | WrongDay
    | WrongEvent
    | OverCapacity
    | CalledOff
    | BadgeEnded
    | BadgeForeign
    | BadgeMalformed
    | DoorShut
    | CheckInConflict
    | SignInRequired
    | ScopeMissing
    | NotFound,
    strawberry.union("CheckInByPhotoPayload", description="That they are in, or why they were turned away."),
]


@strawberry.type
class CheckInByPhotoMutation:
    @strawberry.mutation(
        description="Let in whoever's one badge is in a photograph, by the rules of `checkIn`. It is not kept."
    )
    async def check_in_by_photo(
        self, info: Info, input: Annotated[CheckInByPhotoInput, strawberry.argument(description="The photograph.")]
    ) -> CheckInByPhotoPayload:
        context, station = info.context, key_of(input.station, "station")
        require_member(context.actor, Scope.SCAN)
        if station is None:
            raise kernel.NotFound
        code = await code_in_photo(await input.photo.read(MAX_OCTETS + 1))  # type: ignore[attr-defined]  # UploadFile
        scan = DoorScan(input.id or new_key(), station, context.now, CheckInMethod.PHOTO, code)
        try:
            async with context.database.write() as session:
                arrived = await check_in(session, actor=context.actor, scan=scan, now=context.now)
        except TurnedAway as refused:
            refused.code = code
            raise
        return as_arrived(arrived)
