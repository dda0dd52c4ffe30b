"""Dates and times of a calendar file become moments (RFC 5545 §3.3.4 to §3.3.6, read leniently)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from server.events.recurrence import in_utc
from server.imports.calendar_file import Property
from server.imports.calendar_zones import Zones

_TIME = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d)(?::?(\d\d))?(?:\.\d+)?(?:(Z)|T)?)?", re.IGNORECASE | re.ASCII
)
_DURATION = re.compile(
    r"([+-])?P(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?",
    re.IGNORECASE | re.ASCII,
)
_YEARS = range(1000, 9900)


class TimeUnreadable(ValueError):
    """Its message is a sentence."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A value of DTSTART and its like."""

    at: datetime
    """Aware UTC; of a day, its first moment."""
    day: bool
    """It is a whole day."""
    zone: ZoneInfo
    """In which it was written; UTC where it was."""
    floating: bool
    """No zone was written."""
    note: str | None = None

    @property
    def date(self) -> date:
        return self.at.astimezone(self.zone).date()


def read_moment(written: Property, zones: Zones, *, value: str | None = None) -> Moment:
    """The moment that a property says, or one of its comma-separated values. Raises TimeUnreadable."""
    text = (written.value if value is None else value).strip()
    match = _TIME.fullmatch(text)
    if match is None:
        raise TimeUnreadable(f"{written.name} is “{text[:40]}”, and that is no date. One looks like 20260924T140000Z.")
    year, month, day, *clock = match.groups()
    try:
        local = _local(int(year), int(month), int(day), clock)
    except ValueError as fault:
        raise TimeUnreadable(f"{written.name} is “{text[:40]}”, and no calendar has that day or hour.") from fault
    if local.year not in _YEARS:
        raise TimeUnreadable(f"{written.name} is in the year {local.year}. Years from 1000 to 9899 can be listed.")
    if clock[0] is None:
        return Moment(in_utc(local, zones.default), True, zones.default, True)
    if clock[3]:
        zone = zones.of_utc
        return Moment(local.replace(tzinfo=UTC), False, zone, False)
    name = written.parameters.get("TZID", "")
    if not name:
        return Moment(in_utc(local, zones.default), False, zones.default, True)
    found = zones.find(name, local.year)
    return Moment(in_utc(local, found.zone), False, found.zone, False, found.note)


def read_duration(written: Property) -> timedelta:
    """The length that DURATION says. Raises TimeUnreadable, also for one that is negative or beyond ten years."""
    match = _DURATION.fullmatch(written.value.strip())
    if match is None or not any(match.groups()[1:]):
        raise TimeUnreadable(f"DURATION is “{written.value[:40]}”, and that is no length. One looks like PT1H30M.")
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in match.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    if match[1] == "-" or length > timedelta(days=3660):
        raise TimeUnreadable(f"DURATION is {written.value[:40]}, and an event lasts from nothing to ten years.")
    return length


def _local(year: int, month: int, day: int, clock: list[str | None]) -> datetime:
    hour, minute, second = (int(number or 0) for number in clock[:3])
    midnight = hour == 24 and minute == 0  # ISO 8601: the end of the day
    at = time(0 if midnight else hour, minute, min(second, 59))
    return datetime.combine(date(year, month, day), at) + timedelta(days=midnight)
