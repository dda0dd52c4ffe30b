"""Whose calendar is asked for, what it is to hold, and what is added to each of its events."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.db import Database
from server.feeds.models import CalendarSource
from server.feeds.text import line
from server.feeds.write import END

_OFF = "STATUS:CANCELLED\r\n"


@dataclass(frozen=True, slots=True)
class Asked:
    """What every source of somebody's calendar is told."""

    database: Database
    person_id: UUID
    sources: tuple[CalendarSource, ...]
    since: datetime
    """Ending then or later."""
    today: datetime
    """Midnight UTC."""
    base_url: str
    remind_minutes: int | None

    def completed(self, vevents: str, call: str | None = None) -> str:
        """VEVENTs with the address of their `call` (RFC 7986 §5.11), and an alarm in each that takes place."""
        joined = line('CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL="Join online"', call) if call else ""
        alarm = _alarm(self.remind_minutes) if self.remind_minutes is not None else ""
        if not joined and not alarm:
            return vevents
        events = vevents.removesuffix(END).split(END)
        return "".join(f"{event}{joined}{'' if _OFF in event else alarm}{END}" for event in events)


def _alarm(minutes: int) -> str:
    """RFC 5545 §3.6.6."""
    said = line("DESCRIPTION", f"It begins {_in(minutes)}.")
    return f"BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT{minutes}M\r\n{said}END:VALARM\r\n"


def _in(minutes: int) -> str:
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes and minutes % size == 0:
            return f"in {minutes // size} {unit}{'s' if minutes > size else ''}"
    return "now"
