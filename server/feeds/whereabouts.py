"""Where an event is, as a calendar says it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from server.events.models import AttendanceMode
from server.feeds.text import plain


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Every part may be absent."""

    room: str | None
    name: str | None
    address: str | None
    latitude: float | None
    longitude: float | None
    otherwise: str | None
    """What the calendar it came from wrote."""

    def location(self, mode: AttendanceMode) -> str:
        """LOCATION; empty where nothing is known."""
        parts = [plain(part) for part in (self.room, self.name, self.address) if part]
        written = ", ".join(part.replace("\n", ", ") for part in parts if part) or plain(self.otherwise or "")
        return written or ("Online" if mode is AttendanceMode.ONLINE else "")


def whereabouts(event: Row[Any], override: Row[Any] | None) -> Whereabouts:
    """An instance elsewhere takes its whole whereabouts from the override, as in server.events.row."""
    if override is not None and (override.place_id is not None or override.location_text is not None):
        one, room, otherwise = override, override.room, override.location_text
    else:
        one, otherwise = event, event.location_text
        room = (override.room if override is not None else None) or event.room
    return Whereabouts(room, one.place_name, one.place_address, one.latitude, one.longitude, otherwise)
