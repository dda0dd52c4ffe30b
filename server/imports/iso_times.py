"""Dates and times as web pages and schedules write them (ISO 8601) become moments."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from server.events.recurrence import in_utc

_YEARS = range(1000, 9900)
_DAY = re.compile(r"\d{4}-?\d\d-?\d\d")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d\d)(?::\d\d)?")


class NoTime(ValueError):
    """Its message ends the sentence that begins with the field's name."""


@dataclass(frozen=True, slots=True)
class IsoTime:
    at: datetime
    """Aware UTC; of a day, its first moment."""
    day: bool
    floating: bool
    """No offset was written."""


def read_iso(text: object, zone: ZoneInfo) -> IsoTime:
    """What has no offset is in `zone`. Raises NoTime."""
    written = text.strip() if isinstance(text, str) else ""
    try:
        if _DAY.fullmatch(written):
            local = datetime.combine(date.fromisoformat(written), time())
            found = IsoTime(in_utc(local, zone), True, True)
        else:
            moment = datetime.fromisoformat(written)
            at = moment.astimezone(UTC) if moment.tzinfo else in_utc(moment.replace(microsecond=0), zone)
            found = IsoTime(at, False, moment.tzinfo is None)
    except (ValueError, OverflowError) as fault:
        raise NoTime(f"is “{written[:40]}”, and that is no date. One looks like 2026-09-24T18:00:00-04:00") from fault
    if found.at.year not in _YEARS:
        raise NoTime(f"is in the year {found.at.year}, and years from 1000 to 9899 can be listed")
    return found


def next_midnight(at: IsoTime, zone: ZoneInfo) -> datetime:
    """The end of the day that `at` is."""
    return in_utc(at.at.astimezone(zone).replace(tzinfo=None) + timedelta(days=1), zone)


def read_clock(text: object) -> timedelta:
    """A length such as `00:45` or `1:02:30` (days, hours, minutes); nothing where it is none."""
    match = _CLOCK.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        return timedelta()
    return timedelta(days=int(match[1] or 0), hours=int(match[2]), minutes=int(match[3]))
