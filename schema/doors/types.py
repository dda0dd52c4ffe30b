"""A check-in, as GraphQL shows it to those who stand at the door."""

from datetime import datetime

import strawberry

from schema.enums import described
from schema.ids import global_id
from server.doors.decide import Arrived
from server.doors.models import CheckInMethod, Doubt

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


@strawberry.type(description="Somebody is in.")
class CheckInSuccess:
    id: strawberry.ID = strawberry.field(description="By which to undo it.")
    name: str = strawberry.field(description="Who.")
    scanned_at: datetime = strawberry.field(description="When, by the clock of the device, in UTC.")
    station: str = strawberry.field(description="At which station; empty at the desk.")
    doubt: Doubt | None = strawberry.field(description="Why they would have been turned away; null: on the list.")


@strawberry.type(description="Somebody is in who had come in before. Both are kept; they are counted once.")
class AlreadyCheckedIn:
    id: strawberry.ID = strawberry.field(description="By which to undo this one.")
    name: str = strawberry.field(description="Who.")
    first_at: datetime = strawberry.field(description="When they first came in, in UTC.")
    first_station: str = strawberry.field(description="At which station that was; empty at the desk.")


def as_arrived(arrived: Arrived) -> CheckInSuccess | AlreadyCheckedIn:
    id_ = strawberry.ID(global_id("check-in", arrived.id))
    if arrived.first_at is not None:
        return AlreadyCheckedIn(
            id=id_, name=arrived.name, first_at=arrived.first_at, first_station=arrived.first_station
        )
    return CheckInSuccess(
        id=id_, name=arrived.name, scanned_at=arrived.scanned_at, station=arrived.station, doubt=arrived.doubt
    )
