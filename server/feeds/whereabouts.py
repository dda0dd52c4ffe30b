"""Where an event is, as a calendar says it."""

from functools import lru_cache
from typing import NamedTuple

from server.events.models import AttendanceMode
from server.feeds.facts import EventFacts, InstanceFacts
from server.feeds.text import plain


class Whereabouts(NamedTuple):
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
        written = _location(self.room, self.name, self.address) or plain(self.otherwise or "")
        return written or ("Online" if mode is AttendanceMode.ONLINE else "")


@lru_cache(maxsize=4096)
def _location(*parts: str | None) -> str:
    """Many events are in few places."""
    found = [plain(part) for part in parts if part]
    return ", ".join(part.replace("\n", ", ") for part in found if part)


def whereabouts(event: EventFacts, override: InstanceFacts | None) -> Whereabouts:
    """An instance elsewhere takes its whole whereabouts from the override, as in server.events.row."""
    if override is not None and (override.place_id is not None or override.location_text is not None):
        return Whereabouts(
            override.room,
            override.place_name,
            override.place_address,
            override.latitude,
            override.longitude,
            override.location_text,
        )
    room = (override.room if override is not None else None) or event.room
    return Whereabouts(
        room, event.place_name, event.place_address, event.latitude, event.longitude, event.location_text
    )
