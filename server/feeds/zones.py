"""The rules of a time zone, as calendar programs want them beside the events (RFC 5545 §3.6.5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

_FIRST, _LAST = 1970, 2037
"""Years whose changes are looked at; the rule of the last ones is said to go on."""
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Change:
    """Clocks are put from one offset to another."""

    at: datetime
    """Aware UTC."""
    before: timedelta
    after: timedelta
    name: str
    summer: bool

    @property
    def local(self) -> datetime:
        """What clocks show just before, naive."""
        return self.at.replace(tzinfo=None) + self.before

    @property
    def alike(self) -> tuple[object, ...]:
        """The same for changes that one rule may describe, once a year."""
        local = self.local
        return (self.before, self.after, self.name, self.summer, local.month, local.weekday(), local.time())

    @property
    def weeks(self) -> set[int]:
        """Which of the weekdays of its month it falls on: counted from 1, and -1 for the last."""
        local = self.local
        return {(local.day - 1) // 7 + 1} | ({-1} if (local + timedelta(days=7)).month != local.month else set())


@lru_cache(maxsize=512)
def vtimezone(key: str, year: int) -> str:
    """The VTIMEZONE of an IANA zone from `year` on, with its line ends. Rules that go on have no end."""
    year = min(max(year, _FIRST), _LAST)
    zone = ZoneInfo(key)
    component = Timezone()
    component.add("TZID", key)
    component.add_component(_observance([_beginning(zone, year)]))
    changes = sorted(_changes(zone, year), key=lambda change: (str(change.alike), change.at))
    runs = [run for _key, alike in groupby(changes, key=lambda change: change.alike) for run in _runs(list(alike))]
    for run in sorted(runs, key=lambda run: run[0].at):
        component.add_component(_observance(run))
    return str(component.to_ical(), "utf-8")


def _beginning(zone: ZoneInfo, year: int) -> Change:
    local = datetime(year, 1, 1, tzinfo=zone)
    offset = local.utcoffset() or timedelta()
    return Change(local.astimezone(UTC), offset, offset, local.tzname() or zone.key, bool(local.dst()))


def _changes(zone: ZoneInfo, year: int) -> Iterator[Change]:
    """Every change from the beginning of `year` to the end of _LAST: looked for by days, then by halving."""
    day, end = datetime(year, 1, 1, tzinfo=zone).astimezone(UTC), datetime(_LAST + 1, 1, 1, tzinfo=UTC)
    while day < end:
        next_day = day + timedelta(days=1)
        if _state(day, zone) != _state(next_day, zone):
            low, high = day, next_day
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                low, high = (middle, high) if _state(middle, zone) == _state(day, zone) else (low, middle)
            at = high.replace(microsecond=0)
            before, (after, name, summer) = _state(day, zone)[0], _state(at, zone)
            yield Change(at, before, after, name, summer)
        day = next_day


def _state(at: datetime, zone: ZoneInfo) -> tuple[timedelta, str, bool]:
    local = at.astimezone(zone)
    return local.utcoffset() or timedelta(), local.tzname() or zone.key, bool(local.dst())


def _runs(changes: list[Change]) -> Iterator[list[Change]]:
    """Pieces in which one rule holds: every year, on the same weekday of the month."""
    run, weeks = [changes[0]], changes[0].weeks
    for change in changes[1:]:
        if change.local.year == run[-1].local.year + 1 and weeks & change.weeks:
            run, weeks = [*run, change], weeks & change.weeks
        else:
            yield run
            run, weeks = [change], change.weeks
    yield run


def _observance(run: list[Change]) -> TimezoneStandard | TimezoneDaylight:
    first, last = run[0], run[-1]
    part = TimezoneDaylight() if first.summer else TimezoneStandard()
    part.add("DTSTART", first.local)
    part.add("TZOFFSETFROM", first.before)
    part.add("TZOFFSETTO", first.after)
    part.add("TZNAME", first.name)
    if last.local.year == _LAST and len(run) > 1:
        week = min(set.intersection(*(change.weeks for change in run)))
        rule = f"FREQ=YEARLY;BYMONTH={first.local.month};BYDAY={week}{_WEEKDAYS[first.local.weekday()]}"
        part.add("RRULE", vRecur.from_ical(rule))
    elif len(run) > 1:  # not by a rule with UNTIL, which some readers take for local time
        part.add("RDATE", [change.local for change in run[1:]])
    return part
