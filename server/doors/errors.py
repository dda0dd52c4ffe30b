"""Whom a door turns away, and what whoever stands there may do about it."""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from server.errors import Refusal


class DoorChoice(StrEnum):
    """What whoever staffs a door may do with somebody who was turned away."""

    LET_IN = "LET_IN"
    REGISTER = "REGISTER"
    SEND_TO_DESK = "SEND_TO_DESK"


class TurnedAway(Refusal):
    """Somebody was not let in. `name`: who, as the badge shows it; None where it says nobody. `code`: that of the badge
    in a photograph, by which they are let in anyway without another one."""

    may: tuple[DoorChoice, ...] = (DoorChoice.SEND_TO_DESK,)
    """Beside LET_IN, which depends on the door."""
    lets_in = False
    """Whether whoever may let people in anyway may let these in."""

    def __init__(self, message: str, *, name: str | None = None, anyway: bool = False, registers: bool = True) -> None:
        """`anyway`: whether the actor may let people in who are not on the list; `registers`: put them there."""
        super().__init__()
        self.name = name
        self.code: str | None = None
        may = [choice for choice in self.may if registers or choice is not DoorChoice.REGISTER]
        self.choices = [DoorChoice.LET_IN, *may] if self.lets_in and anyway else may
        self.message = message


class BadgeForeign(TurnedAway):
    """A well-formed code that no badge here has."""

    may = (DoorChoice.REGISTER, DoorChoice.SEND_TO_DESK)

    def __init__(self, *, registers: bool) -> None:
        else_ = "register them on the spot" if registers else "send them to the desk"
        super().__init__(f"No badge here has this code. Find them by name, or {else_}.", registers=registers)


class BadgeEnded(TurnedAway):
    """The badge was revoked, or replaced by a newer one."""

    def __init__(self, *, name: str, since: datetime, replaced: bool) -> None:
        state = "replaced" if replaced else "withdrawn"
        super().__init__(f"This badge was {state}. Ask for the newer one, or send them to the desk.", name=name)
        self.since, self.replaced = since, replaced


class NotRegistered(TurnedAway):
    """They did not say that they come."""

    may = (DoorChoice.REGISTER, DoorChoice.SEND_TO_DESK)
    lets_in = True

    def __init__(self, *, name: str, anyway: bool, registers: bool) -> None:
        else_ = "Register them on the spot." if registers else "Send them to the desk."
        super().__init__(f"{name} is not on the list. {else_}", name=name, anyway=anyway, registers=registers)


class Waitlisted(TurnedAway):
    """They wait for a place."""

    lets_in = True

    def __init__(self, *, name: str, anyway: bool) -> None:
        super().__init__(f"{name} waits for a place. The desk knows whether one is free.", name=name, anyway=anyway)


class WrongDay(TurnedAway):
    """They come to another instance of the series."""

    lets_in = True

    def __init__(self, *, name: str, day: datetime, zone: str, anyway: bool) -> None:
        local = day.astimezone(ZoneInfo(zone))
        said = f"{local.day} {local:%B} at {local:%H:%M}"
        super().__init__(f"{name} is on the list for {said}, not for this time.", name=name, anyway=anyway)
        self.day = day


class WrongEvent(TurnedAway):
    """The badge is for another event."""

    may = (DoorChoice.REGISTER, DoorChoice.SEND_TO_DESK)
    lets_in = True

    def __init__(self, *, name: str, event: str, anyway: bool, registers: bool) -> None:
        message = f"This badge is for {event}. {name} is not on the list here."
        super().__init__(message, name=name, anyway=anyway, registers=registers)
        self.event = event


class OverCapacity(TurnedAway):
    """As many are in as there are places."""

    lets_in = True

    def __init__(self, *, name: str, capacity: int, anyway: bool) -> None:
        super().__init__(f"All {capacity} places are taken. Ask whoever organizes it.", name=name, anyway=anyway)
        self.capacity = capacity


class CalledOff(TurnedAway):
    """The event does not take place."""

    def __init__(self, *, name: str | None = None) -> None:
        super().__init__("This event was cancelled. Nobody is checked in.", name=name)


class DoorShut(Refusal):
    """The station was closed, or it is not the day of its event."""

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message


class CheckInConflict(Refusal):
    """The id of a check-in was used before, for something else."""

    message = "Another check-in was recorded under this id. Make a new id for each, then send it again."


class CodeNotShown(Refusal):
    """No projector shows this code now."""

    message = "This code is not shown any more. Read the one that is on the screen now."


class TooManyCodesTried(Refusal):
    """Ten codes were tried within a minute."""

    def __init__(self, retry_at: datetime) -> None:
        super().__init__()
        self.retry_at = retry_at
        self.message = "That were ten tries within a minute. Wait a minute, then read the code again."
