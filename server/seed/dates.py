"""Relative days of the demo campus become moments."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from server.seed.files import When

_DURATION = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?")
_FAIR_ENDS = 16


def day_zero(now: datetime, zone: ZoneInfo) -> date:
    """The day of the fair: today in `zone`, or tomorrow once its doors have closed at 16:00.

    So a campus seeded late in the evening still has its fair before it.
    """
    return (now.astimezone(zone) + timedelta(hours=24 - _FAIR_ENDS)).date()


def span(when: When, *, zero: date, zone: ZoneInfo, now: datetime, all_day: bool = False) -> tuple[datetime, datetime]:
    """Start and exclusive end, aware UTC."""
    day = _day(when, zero, zone, now)
    starts_at = local(day, when.at, zone)
    if when.until is not None:
        return starts_at, local(day + timedelta(days=when.until <= when.at), when.until, zone)
    assert when.lasts is not None, "an event lasts some time, or until some time"
    if all_day:
        return starts_at, local(day + duration(when.lasts), "00:00", zone)
    return starts_at, starts_at + duration(when.lasts)


def local(day: date, at: str, zone: ZoneInfo) -> datetime:
    """`at` (HH:MM) on a day in `zone`, as aware UTC."""
    return datetime.combine(day, time.fromisoformat(at), zone).astimezone(UTC)


def duration(text: str) -> timedelta:
    """`1h30m` as a span of time."""
    match = _DURATION.fullmatch(text)
    assert match is not None, f"not a duration: {text!r}"
    days, hours, minutes = (int(part or 0) for part in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


def eve_of_clock_change(zone: ZoneInfo, now: datetime) -> date:
    """The local day before the next night, after `now`, in which the zone's offset changes."""
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    offset = hour.astimezone(zone).utcoffset()
    for _ in range(24 * 400):
        hour += timedelta(hours=1)
        if hour.astimezone(zone).utcoffset() != offset:
            return hour.astimezone(zone).date() - timedelta(days=1)
    raise AssertionError(f"the clocks of {zone.key} never change")


def _day(when: When, zero: date, zone: ZoneInfo, now: datetime) -> date:
    if when.clock_change:
        return eve_of_clock_change(zone, now)
    if when.day is not None:
        return zero + timedelta(days=when.day)
    assert when.workday is not None, "an event has a day, a workday or a clock change"
    return _workday(zero, when.workday)


def _workday(zero: date, count: int) -> date:
    """The `count`-th day from Monday to Friday after `zero`, or before it; 0 is `zero`, or the Monday after."""
    step = timedelta(days=1 if count >= 0 else -1)
    day = zero
    while count == 0 and day.weekday() > 4:
        day += step
    for _ in range(abs(count)):
        day += step
        while day.weekday() > 4:
            day += step
    return day
