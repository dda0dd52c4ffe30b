"""Scanning a badge from a photograph."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry
from strawberry.file_uploads import Upload

from schema.badges.booth import ScanBoothSuccess
from schema.badges.refusals import (
    BadgeMalformed,
    BadgeRevoked,
    BadgeUnknown,
    Busy,
    EncounterConflict,
    EncounterUndone,
    EventUnknown,
    NoCodeInPhoto,
    NotSavable,
    OwnBadge,
    PhotoUnreadable,
    ScanFromFuture,
    ScanTooOld,
    SeveralBadgesInPhoto,
)
from schema.badges.scan import ScanBadgeInput, ScanBadgeSuccess, as_scan, as_success
from schema.context import Info
from schema.errors import InvalidInput, ScopeMissing, SignInRequired
from server.actor import Scope, require_member
from server.badges.decode import MAX_OCTETS, MAX_PIXELS
from server.badges.photo import code_in_photo
from server.badges.send import send_scans
from server.contacts.models import ScanMethod
from server.errors import Refusal


@strawberry.input(description="A photograph of a badge.")
class ScanPhotoInput:
    id: UUID = strawberry.field(description="As in `ScanBadgeInput`.")
    photo: Upload = strawberry.field(
        description=(
            f"A JPEG, PNG, WebP, GIF or BMP of at most {MAX_OCTETS // 1024**2} MB and {MAX_PIXELS // 10**6} megapixels."
            " It is read and thrown away."
        )
    )
    event_id: strawberry.ID | None = strawberry.field(default=None, description="As in `ScanBadgeInput`.")
    scanned_at: datetime = strawberry.field(description="When it was taken or sent; bounds as in `ScanBadgeInput`.")
    note: str | None = strawberry.field(default=None, description="As in `ScanBadgeInput`.")


ScanPhotoPayload = Annotated[
    ScanBadgeSuccess
    | ScanBoothSuccess
    | SignInRequired
    | ScopeMissing
    | PhotoUnreadable
    | NoCodeInPhoto
    | SeveralBadgesInPhoto
    | BadgeUnknown
    | BadgeRevoked
    | BadgeMalformed
    | OwnBadge
    | NotSavable
    | ScanFromFuture
    | ScanTooOld
    | EventUnknown
    | EncounterConflict
    | EncounterUndone
    | InvalidInput
    | Busy,
    strawberry.union("ScanPhotoPayload", description="What was kept, or why nothing was."),
]


@strawberry.type
class PhotoMutation:
    @strawberry.mutation(
        description="Scan the one badge in a photograph, by the rules of `scanBadge`. The photograph is not kept."
    )
    async def scan_photo(
        self, info: Info, input: Annotated[ScanPhotoInput, strawberry.argument(description="The photograph.")]
    ) -> ScanPhotoPayload:
        context = info.context
        require_member(context.actor, Scope.SCAN)
        image = await input.photo.read(MAX_OCTETS + 1)  # type: ignore[attr-defined]  # Starlette's UploadFile
        scan = ScanBadgeInput(
            id=input.id,
            code=await code_in_photo(image),
            event_id=input.event_id,
            scanned_at=input.scanned_at,
            how=ScanMethod.PHOTO,
            note=input.note,
        )
        (answer,) = await send_scans(
            context.resources.encounters, actor=context.actor, now=context.now, scans=[as_scan(scan)]
        )
        if isinstance(answer, Refusal):
            raise answer
        return as_success(answer)
