"""A check-in, as GraphQL shows it to those who stand at the door."""

from datetime import datetime
from uuid import UUID

import strawberry

from schema.context import Info
from schema.enums import described
from schema.ids import global_id
from server.doors.decide import Arrived
from server.doors.models import CheckInMethod, Doubt
from server.doors.printable import badge_to_print

described(
    CheckInMethod,
    "How somebody was found at the door.",
    CAMERA="A camera read their badge.",
    PHOTO="Their badge was read from a photograph.",
    HANDHELD="A hand-held scanner read their badge.",
    TYPED="The characters of their badge were typed.",
    NAME="They had no badge along, and were found by name.",
    DESK="At the desk, such as after they were registered there.",
    SELF="They checked in themselves by the code on the projector.",
)
described(
    Doubt,
    "Why somebody would have been turned away who is in.",
    NOT_REGISTERED="They did not say that they come.",
    WAITLISTED="They waited for a place.",
    OVER_CAPACITY="As many were in as there are places.",
    WRONG_DAY="They come to another instance of the series.",
    WRONG_EVENT="Their badge is for another event.",
    CALLED_OFF="The event does not take place.",
)


@strawberry.type(description="Somebody is in. Each scan is kept; people are counted once.")
class CheckInSuccess:
    key: strawberry.Private[UUID]
    id: strawberry.ID = strawberry.field(description="By which to undo it.")
    name: str = strawberry.field(description="Who.")
    scanned_at: datetime = strawberry.field(description="When, by the clock of the device, in UTC.")
    station: str = strawberry.field(description="At which station; empty at the desk.")
    doubt: Doubt | None = strawberry.field(description="Why they would have been turned away; null: on the list.")
    first_at: datetime | None = strawberry.field(
        description="When they had come in before, in UTC; null for the first time."
    )
    first_station: str | None = strawberry.field(
        description="At which station that was, empty at the desk; null as `firstAt`."
    )

    @strawberry.field(
        description=(
            "Where their badge of this event is as a PDF, to be printed now, as a path of this server; null where they"
            " have none, or you don't work at the event."
        )
    )
    async def print(self, info: Info) -> str | None:
        context = info.context
        badge = await badge_to_print(context.database, actor=context.actor, check_in_id=self.key)
        return printed_at(badge) if badge is not None else None


def printed_at(badge: UUID) -> str:
    """The path of the PDF of one badge."""
    return f"/badges/{global_id('badge', badge)}.pdf"


def as_arrived(arrived: Arrived) -> CheckInSuccess:
    before = arrived.first_at is not None
    return CheckInSuccess(
        key=arrived.id,
        id=strawberry.ID(global_id("check-in", arrived.id)),
        name=arrived.name,
        scanned_at=arrived.scanned_at,
        station=arrived.station,
        doubt=arrived.doubt,
        first_at=arrived.first_at,
        first_station=arrived.first_station if before else None,
    )
