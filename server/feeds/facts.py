"""What the calendars say of an event, and of an instance of it that differs: rows of `server.feeds.read`.

Tuples with names, since a name costs a row of SQLAlchemy forty times as much, and each is asked for all of them.
"""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from server.events.models import AttendanceMode, EventKind, EventStatus, OnlineAudience


class EventFacts(NamedTuple):
    """Columns of `event` as they are named there, with those of its host and place."""

    id: UUID
    slug: str
    uid: str
    kind: EventKind
    name: str
    summary: str
    description: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    all_day: bool
    attendance_mode: AttendanceMode
    online_url: str | None
    online_for: OnlineAudience
    status: EventStatus
    sequence: int
    contact: str | None
    image_key: str | None
    rrule: str | None
    exdates: str
    rdates: str
    cancelled_at: datetime | None
    cancel_reason: str | None
    created_at: datetime
    updated_at: datetime
    room: str | None
    location_text: str | None
    organization_name: str
    place_name: str | None
    place_address: str | None
    latitude: float | None
    longitude: float | None


class InstanceFacts(NamedTuple):
    """Columns of `event_override` as they are named there, with those of its place. None = as the event has it."""

    event_id: UUID
    recurrence_id: datetime
    status: EventStatus | None
    starts_at: datetime | None
    ends_at: datetime | None
    name: str | None
    summary: str | None
    description: str | None
    sequence: int
    updated_at: datetime
    place_id: UUID | None
    room: str | None
    location_text: str | None
    place_name: str | None
    place_address: str | None
    latitude: float | None
    longitude: float | None


OF_EVENT = EventFacts._fields[: EventFacts._fields.index("organization_name")]
"""Columns of `event`."""
OF_INSTANCE = InstanceFacts._fields[: InstanceFacts._fields.index("place_name")]
"""Columns of `event_override`."""
