"""Whom a door turns away, in GraphQL."""

from datetime import datetime

import strawberry

from schema.enums import described
from schema.errors import UserError, answers
from server.doors import errors
from server.doors.errors import DoorChoice

described(
    DoorChoice,
    "What whoever staffs a door may do with somebody who was turned away.",
    LET_IN="Let them in anyway: `checkIn` with `anyway`.",
    REGISTER="Register them on the spot.",
    SEND_TO_DESK="Send them to whoever organizes it.",
)


@strawberry.interface(description="Somebody was not let in, and it says what may be done.")
class TurnedAway(UserError):
    name: str | None = strawberry.field(description="Who, as the badge shows it; null where it says nobody.")
    code: str | None = strawberry.field(
        description="Of the badge in a photograph, for `checkIn` with `anyway`; null otherwise."
    )
    choices: list[DoorChoice] = strawberry.field(description="What you may do, the likeliest first.")


@answers(errors.BadgeForeign)
@strawberry.type(description="A well-formed code that no badge here has.")
class BadgeForeign(TurnedAway):
    pass


@answers(errors.BadgeEnded)
@strawberry.type(description="The badge was revoked, or replaced by a newer one.")
class BadgeEnded(TurnedAway):
    since: datetime = strawberry.field(description="Since when, in UTC.")
    replaced: bool = strawberry.field(description="Whether a newer badge took its place.")


@answers(errors.NotRegistered)
@strawberry.type(description="They did not say that they come.")
class NotRegistered(TurnedAway):
    pass


@answers(errors.Waitlisted)
@strawberry.type(description="They wait for a place.")
class Waitlisted(TurnedAway):
    pass


@answers(errors.WrongDay)
@strawberry.type(description="They come to another instance of the series.")
class WrongDay(TurnedAway):
    day: datetime = strawberry.field(description="When that one begins, in UTC.")


@answers(errors.WrongEvent)
@strawberry.type(description="The badge is for another event, and its holder is not on the list here.")
class WrongEvent(TurnedAway):
    event: str = strawberry.field(description="The name of that event.")


@answers(errors.OverCapacity)
@strawberry.type(description="As many are in as there are places.")
class OverCapacity(TurnedAway):
    capacity: int = strawberry.field(description="How many places there are.")


@answers(errors.CalledOff)
@strawberry.type(description="The event does not take place.")
class CalledOff(TurnedAway):
    pass


@answers(errors.DoorShut)
@strawberry.type(description="The station was closed, or it is not the day of its event.")
class DoorShut(UserError):
    pass


@answers(errors.CheckInConflict)
@strawberry.type(description="The id was used before for another check-in. Nothing of that one is told.")
class CheckInConflict(UserError):
    pass


@answers(errors.CodeNotShown)
@strawberry.type(description="No projector shows this code now.")
class CodeNotShown(UserError):
    pass


@answers(errors.TooManyCodesTried)
@strawberry.type(description="Ten codes were tried within a minute.")
class TooManyCodesTried(UserError):
    retry_at: datetime = strawberry.field(description="When the next try counts, in UTC.")
