"""A change of an event gets a moment of its own, so that versions and calendars tell it from the one before."""

from datetime import datetime, timedelta

from server.events.models import Event

_MOMENT = timedelta(microseconds=1)


def touch(event: Event, now: datetime) -> datetime:
    """Let `event` have been changed now; returns when that is: later than every change before, also of the same now."""
    event.updated_at = max(now, event.updated_at + _MOMENT)
    return event.updated_at
