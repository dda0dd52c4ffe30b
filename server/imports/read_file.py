"""A file is read as what it is, whatever its name says."""

import asyncio
import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from server.imports.answers import Answers
from server.imports.calendar_file import CalendarUnreadable
from server.imports.errors import FileUnreadable
from server.imports.facts import Fault
from server.imports.found import Found
from server.imports.json_ld import blocks_in
from server.imports.read_calendar import read_calendar
from server.imports.read_conferences import is_list_of_conferences, read_conferences
from server.imports.read_json_ld import read_json_ld
from server.imports.read_schedule import read_schedule
from server.imports.read_table import read_table
from server.imports.schedule_xml import read_xml
from server.imports.table_file import is_table

MAX_OCTETS = 5 * 1024 * 1024
"""Of a file that is uploaded, or that an address gives: some ten thousand events."""
MAX_EVENTS = 10_000
_BEGINNING = 4_000


async def read_file(octets: bytes, *, zone: ZoneInfo, answers: Answers, now: datetime) -> Found:
    """What is in it, while other requests go on; `zone` is that of the organization. Raises FileUnreadable."""
    check_size(octets)
    found = await asyncio.to_thread(read_octets, octets, zone=zone, answers=answers, ask=True, now=now)
    if found.events > MAX_EVENTS:
        raise FileUnreadable(f"The file has {found.events:,} events, and {MAX_EVENTS:,} is the most. Split it.")
    return found


def check_size(octets: bytes) -> None:
    """Raises FileUnreadable."""
    if len(octets) > MAX_OCTETS:
        raise FileUnreadable(f"The file has more than {MAX_OCTETS // 1024**2} MB. Export fewer events.")


def read_octets(octets: bytes, *, zone: ZoneInfo, answers: Answers, ask: bool, now: datetime) -> Found:
    """The same, of any size, at once. `ask` says that unknown time zones are refused, and not read in `zone`."""
    beginning = octets[:_BEGINNING].removeprefix(b"\xef\xbb\xbf").lstrip()
    if beginning.startswith((b"{", b"[")):
        return _read_json(_text(octets), zone, answers)
    if beginning.startswith(b"<"):
        return _read_markup(_text(octets), b"<schedule" in beginning, zone, answers)
    if is_table(octets):
        return read_table(octets, zone=zone, answers=answers)
    try:
        return read_calendar(octets, zone=zone, answers=answers, ask=ask, now=now)
    except CalendarUnreadable as fault:
        raise FileUnreadable(fault.message) from fault


def _read_json(text: str, zone: ZoneInfo, answers: Answers) -> Found:
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise FileUnreadable("This begins like JSON, and is broken further on. Save or export it again.") from fault
    if isinstance(data, dict) and "schedule" in data:
        return read_schedule(data["schedule"], zone=zone, answers=answers)
    there = ZoneInfo(answers.zone) if answers.zone else zone
    if is_list_of_conferences(data):
        return read_conferences(data, zone=there)
    return _some(read_json_ld([(1, data)], [], zone=there))


def _read_markup(text: str, is_schedule: bool, zone: ZoneInfo, answers: Answers) -> Found:
    if is_schedule:
        return read_schedule(read_xml(text), zone=zone, answers=answers)
    faults: list[Fault] = []
    blocks = blocks_in(text, faults)
    return _some(read_json_ld(blocks, faults, zone=ZoneInfo(answers.zone) if answers.zone else zone))


def _some(found: Found) -> Found:
    if not found.series and not found.refused:
        raise FileUnreadable("No event is described in this file (JSON-LD with @type Event). Ask for a calendar file.")
    return found


def _text(octets: bytes) -> str:
    return octets.decode("utf-8-sig", "replace")
