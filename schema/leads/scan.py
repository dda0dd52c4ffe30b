"""Scanning for a booth."""

from datetime import datetime
from typing import Annotated
from uuid import UUID, uuid5

import strawberry
from strawberry.file_uploads import Upload

from schema.badges.refusals import (
    BadgeMalformed,
    BadgeRevoked,
    BadgeUnknown,
    Busy,
    EncounterConflict,
    NoCodeInPhoto,
    NotSavable,
    OwnBadge,
    PhotoUnreadable,
    ScanFromFuture,
    ScanTooOld,
    SeveralBadgesInPhoto,
)
from schema.context import Context, Info
from schema.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.ids import global_id, key_of
from server import errors
from server.actor import Scope, require_member
from server.badges.arrive import Scan
from server.badges.decode import MAX_OCTETS
from server.badges.errors import BadgeUnknown as UnknownBadge
from server.badges.photo import code_in_photo
from server.badges.send import send_scans
from server.badges.visit import KeptVisit
from server.contacts.models import ScanMethod
from server.leads.entry import Entry
from server.leads.models import LeadEntryKind
from server.leads.standing import booth_of
from server.leads.write import write_entries


@strawberry.input(description="One scan of one badge, for a booth at which you stand.")
class ScanAtBoothInput:
    id: UUID = strawberry.field(description="As in `ScanBadgeInput`.")
    booth: strawberry.ID = strawberry.field(description="At which booth.")
    code: str | None = strawberry.field(default=None, description="As in `ScanBadgeInput`; null where `photo` has it.")
    photo: Upload | None = strawberry.field(default=None, description="A photograph of the badge, instead of `code`.")
    scanned_at: datetime = strawberry.field(description="As in `ScanBadgeInput`.")
    how: ScanMethod = strawberry.field(default=ScanMethod.TYPED, description="How the badge was read.")
    note: str | None = strawberry.field(default=None, description="For your team: it stands with the lead, as yours.")


@strawberry.type(description="The scan is on disk: the person is a lead of your booth, and in your address book.")
class ScanAtBoothSuccess:
    lead: strawberry.ID = strawberry.field(description="Of the lead, for `node`.")
    already_met: bool = strawberry.field(description="Whether they were in your address book before this scan.")


ScanAtBoothPayload = Annotated[
    ScanAtBoothSuccess
    | SignInRequired
    | ScopeMissing
    | NotFound
    | NotPermitted
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
    | EncounterConflict
    | InvalidInput
    | Busy,
    strawberry.union("ScanAtBoothPayload", description="The lead, or why there is none."),
]


@strawberry.type
class LeadScanMutation:
    @strawberry.mutation(
        description=(
            "Scan a badge for the booth at which you stand, by the rules of `scanBadge`: the person is a lead of its"
            " organization, whoever of you scans them."
        )
    )
    async def scan_at_booth(
        self, info: Info, input: Annotated[ScanAtBoothInput, strawberry.argument(description="The scan.")]
    ) -> ScanAtBoothPayload:
        context = info.context
        require_member(context.actor, Scope.SCAN)
        key = key_of(input.booth, "booth")
        booth = await booth_of(context.database, actor=context.actor, booth_id=key) if key is not None else None
        if booth is None:
            raise errors.NotFound
        if not booth.stands:
            raise errors.NotPermitted
        code, how = input.code or "", input.how
        if input.photo is not None:
            image = await input.photo.read(MAX_OCTETS + 1)  # type: ignore[attr-defined]  # Starlette's UploadFile
            code, how = await code_in_photo(image), ScanMethod.PHOTO
        scan = Scan(input.id, code, booth.event_id, input.scanned_at, how)
        (answer,) = await send_scans(context.resources.encounters, actor=context.actor, now=context.now, scans=[scan])
        if isinstance(answer, errors.Refusal):
            raise answer
        if isinstance(answer, KeptVisit):
            raise UnknownBadge
        await _note(context, input)
        lead = strawberry.ID(global_id("lead", input.id))
        return ScanAtBoothSuccess(lead=lead, already_met=bool(answer.already_met))  # type: ignore[union-attr]  # in full


async def _note(context: Context, input: ScanAtBoothInput) -> None:
    if not (input.note or "").strip():
        return
    entry = Entry(uuid5(input.id, "note"), input.id, LeadEntryKind.NOTE, input.scanned_at, text=input.note)
    async with context.database.write() as session:
        (answer,) = await write_entries(session, actor=context.actor, entries=[entry], now=context.now)
    if isinstance(answer, errors.InvalidInput):
        raise answer
