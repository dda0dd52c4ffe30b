"""When people can say that they come."""

from datetime import datetime
from typing import Protocol

from server.attendance.errors import WhyClosed
from server.events.models import EventStatus, Publication


class Facts(Protocol):
    """What decides; columns of server.events.row."""

    @property
    def publication(self) -> Publication: ...
    @property
    def status(self) -> EventStatus: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def takes_rsvp(self) -> bool: ...
    @property
    def rsvp_opens_at(self) -> datetime | None: ...
    @property
    def rsvp_closes_at(self) -> datetime | None: ...


STILL_INTERESTING = (WhyClosed.POSTPONED, WhyClosed.NOT_TAKEN, WhyClosed.NOT_YET, WhyClosed.CLOSED)
"""In spite of which somebody can say that they are interested."""
STILL_LEAVING = (*STILL_INTERESTING, WhyClosed.CANCELLED, WhyClosed.NOT_PUBLISHED)
"""In spite of which somebody can say that they don't come."""
STILL_FILLING = (None, WhyClosed.NOT_YET, WhyClosed.CLOSED)
"""When free places go to those who wait."""


def why_closed(event: Facts, now: datetime) -> WhyClosed | None:
    """Why nobody can say at `now` that they come to this instance; None where they can."""
    opens, closes = event.rsvp_opens_at, event.rsvp_closes_at
    reasons = (
        (WhyClosed.NOT_PUBLISHED, event.publication is not Publication.PUBLISHED),
        (WhyClosed.OVER, event.ends_at <= now),
        (WhyClosed.CANCELLED, event.status is EventStatus.CANCELLED),
        (WhyClosed.POSTPONED, event.status is EventStatus.POSTPONED),
        (WhyClosed.NOT_TAKEN, not event.takes_rsvp),
        (WhyClosed.NOT_YET, opens is not None and now < opens),
        (WhyClosed.CLOSED, closes is not None and now >= closes),
    )
    return next((why for why, holds in reasons if holds), None)
