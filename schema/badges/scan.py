"""Scanning a badge."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from schema.badges.booth import ScanBoothSuccess
from schema.badges.refusals import (
    BadgeMalformed,
    BadgeRevoked,
    BadgeUnknown,
    Busy,
    EncounterConflict,
    EncounterUndone,
    EventUnknown,
    NotSavable,
    OwnBadge,
    ScanFromFuture,
    ScanTooOld,
)
from schema.contacts.types import Contact, Encounter, as_encounter
from schema.context import Info
from schema.errors import InvalidInput, ScopeMissing, SignInRequired
from schema.ids import key_of
from server.badges import errors
from server.badges.arrive import Scan
from server.badges.send import send_scans
from server.badges.visit import KeptVisit
from server.contacts.models import ScanMethod
from server.errors import Refusal


@strawberry.input(description="One scan of one badge.")
class ScanBadgeInput:
    id: UUID = strawberry.field(
        description="Made by the device, new for each scan. The same scan sent again is answered as the first time."
    )
    code: str = strawberry.field(
        description=(
            "What the square says or the letters below it: a whole address, lower case, spaces and dashes,"
            " O for 0, I or L for 1 are all understood."
        )
    )
    event_id: strawberry.ID | None = strawberry.field(
        default=None, description="Where it happened: the id of an event, or of one instance of a series."
    )
    scanned_at: datetime = strawberry.field(
        description="By the device's clock: at most 30 days ago, at most five minutes ahead."
    )
    how: ScanMethod = strawberry.field(description="How the badge was read.")
    note: str | None = strawberry.field(
        default=None, description="Your own words, at most 2,000 characters. Nobody else sees them."
    )


@strawberry.type(description="The scan is on disk, and the person in your address book.")
class ScanBadgeSuccess:
    encounter: Encounter = strawberry.field(description="The scan, as it is kept.")
    contact: Contact = strawberry.field(description="The person, as far as they share with you now.")
    already_met: bool = strawberry.field(
        description="Whether the contact was there before this scan; the same when it is sent again."
    )


ScanBadgePayload = Annotated[
    ScanBadgeSuccess
    | ScanBoothSuccess
    | SignInRequired
    | ScopeMissing
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
    strawberry.union("ScanBadgePayload", description="What was kept, or why nothing was."),
]


@strawberry.type
class ScanMutation:
    @strawberry.mutation(
        description=(
            "Scan a badge: an encounter is kept, and the person is in your address book; you are in theirs, as far as"
            " both cards say. Answered once it is on disk."
        )
    )
    async def scan_badge(
        self, info: Info, input: Annotated[ScanBadgeInput, strawberry.argument(description="The scan.")]
    ) -> ScanBadgePayload:
        context = info.context
        (answer,) = await send_scans(
            context.resources.encounters, actor=context.actor, now=context.now, scans=[as_scan(input)]
        )
        if isinstance(answer, Refusal):
            raise answer
        return as_success(answer)


def as_scan(input: ScanBadgeInput) -> Scan | Refusal:
    """What the domain is told; EventUnknown where the event's id is none."""
    event = key_of(input.event_id, "event") if input.event_id is not None else None
    if input.event_id is not None and event is None:
        return errors.EventUnknown()
    return Scan(input.id, input.code, event, input.scanned_at, input.how, input.note)


def as_success(row: Any) -> ScanBadgeSuccess | ScanBoothSuccess:
    """From a row of `server.contacts.queries.met`, or a visit."""
    if isinstance(row, KeptVisit):
        return ScanBoothSuccess(booth_key=row.booth_id, visit_id=row.id)
    encounter = as_encounter(row)
    assert encounter.contact is not None, "a scan that is kept makes a contact"
    return ScanBadgeSuccess(encounter=encounter, contact=encounter.contact, already_met=bool(row.already_met))
