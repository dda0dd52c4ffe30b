"""What was called off stays in calendars for 30 days, so that every subscriber is told, and then goes."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, not_

from server.events.models import Event, EventStatus
from server.feeds.facts import EventFacts, InstanceFacts

TOLD_FOR = timedelta(days=30)
"""By whole days of UTC, so that a calendar is the same all day."""

_event = Event.__table__.c
_since = func.coalesce(_event.cancelled_at, _event.updated_at)


def day_of(now: datetime) -> datetime:
    """Midnight UTC before `now`, or at it."""
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def still_told(today: datetime) -> ColumnElement[bool]:
    """Events that were not called off more than 30 days before `today`, a midnight."""
    return not_(and_(_event.status == EventStatus.CANCELLED, _since < today - TOLD_FOR))


def has_left(event: EventFacts, override: InstanceFacts | None, today: datetime) -> bool:
    """Whether an instance was called off, by itself or with its event, more than 30 days before `today`."""
    if override is not None and is_called_off(override):
        return goes_at(override) <= today
    since = event.cancelled_at or event.updated_at
    return event.status is EventStatus.CANCELLED and since < today - TOLD_FOR


def is_called_off(override: InstanceFacts) -> bool:
    return override.status is EventStatus.CANCELLED


def goes_at(override: InstanceFacts) -> datetime:
    """The midnight at which an instance that was called off leaves calendars: it was when it last changed."""
    return day_of(override.updated_at + TOLD_FOR) + timedelta(days=1)


def until(overrides: Iterable[InstanceFacts], today: datetime) -> datetime | None:
    """The midnight at which what is written `today` with these instances is to be written anew; None: never."""
    return min((at for one in overrides if is_called_off(one) and (at := goes_at(one)) > today), default=None)
