"""A file is read as what it is, whatever its name says."""

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

from server.imports.answers import Answers
from server.imports.calendar_file import CalendarUnreadable
from server.imports.errors import FileUnreadable
from server.imports.found import Found
from server.imports.read_calendar import read_calendar

MAX_OCTETS = 5 * 1024 * 1024
"""Of a file that is uploaded, or that an address gives: some ten thousand events."""


async def read_file(octets: bytes, *, zone: ZoneInfo, answers: Answers, now: datetime) -> Found:
    """What is in it, while other requests go on; `zone` is that of the organization. Raises FileUnreadable."""
    check_size(octets)
    try:
        return await asyncio.to_thread(_read, octets, zone, answers, now)
    except CalendarUnreadable as fault:
        raise FileUnreadable(fault.message) from fault


def check_size(octets: bytes) -> None:
    """Raises FileUnreadable."""
    if len(octets) > MAX_OCTETS:
        raise FileUnreadable(f"The file has more than {MAX_OCTETS // 1024**2} MB. Export fewer events.")


def _read(octets: bytes, zone: ZoneInfo, answers: Answers, now: datetime) -> Found:
    return read_calendar(octets, zone=zone, answers=answers, ask=True, now=now)
