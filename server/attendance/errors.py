"""What verbs about coming refuse."""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from server.errors import Refusal


class WhyClosed(StrEnum):
    """Why nobody can say now that they come."""

    NOT_PUBLISHED = "NOT_PUBLISHED"
    CANCELLED = "CANCELLED"
    POSTPONED = "POSTPONED"
    OVER = "OVER"
    NOT_TAKEN = "NOT_TAKEN"
    NOT_YET = "NOT_YET"
    CLOSED = "CLOSED"


_MESSAGES = {
    WhyClosed.NOT_PUBLISHED: "This event isn’t published yet. Once it is, people can answer.",
    WhyClosed.CANCELLED: "This event is cancelled. There is nothing to come to.",
    WhyClosed.POSTPONED: "This event is put off. Say that you come when it has a new time.",
    WhyClosed.OVER: "This event is over. Answers stay as they were.",
    WhyClosed.NOT_TAKEN: "This event takes no answers here. Its page says how to come.",
    WhyClosed.NOT_YET: "Answers begin on {opens}. Until then you can say that you are interested.",
    WhyClosed.CLOSED: "Answers have closed. Ask the organizer whether there is still a place.",
}


class RsvpClosed(Refusal):
    """The event takes no such answer now.

    `opens_at` is when it takes some, where that is the reason; aware UTC. `time_zone` is the event's.
    """

    def __init__(self, why: WhyClosed, *, opens_at: datetime | None = None, time_zone: str = "UTC") -> None:
        super().__init__()
        self.why = why
        self.opens_at = opens_at if why is WhyClosed.NOT_YET else None
        self.message = _MESSAGES[why].format(opens=_told(opens_at, time_zone) if opens_at else "")


def _told(moment: datetime, time_zone: str) -> str:
    local = moment.astimezone(ZoneInfo(time_zone))
    place = time_zone.rpartition("/")[2].replace("_", " ")
    return f"{local.day} {local:%B %Y} at {local:%H:%M}, {place} time"


class EventFull(Refusal):
    """All places are taken."""

    def __init__(self, capacity: int) -> None:
        super().__init__()
        self.capacity = capacity
        self.message = f"All {capacity} places are taken. Take somebody off the list, or give the event more places."


class TooManyMessages(Refusal):
    """Organizers have written to those who come as often as may be in a day."""

    def __init__(self, retry_at: datetime) -> None:
        super().__init__()
        self.retry_at = retry_at
        self.message = f"That is enough mail for a day. Go on after {retry_at:%H:%M} UTC."


class NotEligible(Refusal):
    """The event is for others. `message` says for whom, and what the person's card says."""

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message
