"""A filter as text in a row, and back."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from server.events.filter import EventFilter
from server.events.models import AttendanceMode, EventKind


def to_text(filter_: EventFilter) -> str:
    """The parts of a `normal` filter that narrow something, as JSON; the same text for the same filter."""
    parts = {name: value for name, value in asdict(filter_).items() if value}
    return json.dumps(parts, default=lambda moment: moment.isoformat(), sort_keys=True)


def from_text(text: str) -> EventFilter:
    """What `to_text` wrote. A kind or mode that is none any more is left out."""
    parts: dict[str, Any] = json.loads(text)
    return EventFilter(
        kinds=tuple(EventKind(kind) for kind in parts.get("kinds", ()) if kind in list(EventKind)),
        campus=parts.get("campus"),
        organization=parts.get("organization"),
        tags=tuple(parts.get("tags", ())),
        since=_moment(parts.get("since")),
        until=_moment(parts.get("until")),
        text=parts.get("text"),
        attendance_modes=tuple(
            AttendanceMode(m) for m in parts.get("attendance_modes", ()) if m in list(AttendanceMode)
        ),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
