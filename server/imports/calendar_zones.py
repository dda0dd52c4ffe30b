"""The time zone that a calendar file means: by its name, else by its rules, else the organization's own."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from server.errors import Refusal
from server.events.recurrence import expand
from server.events.rule import Rule, read_rule
from server.imports.calendar_file import Component
from server.imports.windows_zones import IANA

_OFFSET_NAME = re.compile(r"\(?(?:UTC|GMT)\s*([+-]\d{1,2}):?(\d\d)?(?::?00)?\)?", re.IGNORECASE)
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)(?::?(\d\d))?")
MAX_COMPARED = 200
"""How often the rules of a zone are compared with those that are known, in one file: 10 ms each."""
_LIKELY = (
    *("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Halifax"),
    *("Europe/London", "Europe/Berlin", "Europe/Athens", "Asia/Tokyo", "Australia/Sydney"),
)
"""Of several zones with the same rules, the one of most people."""
_WRONG = 4
"""Of 48 days of a year, those on which a zone may differ and still be meant: old programs have old rules."""
_LIMITS = timedelta(hours=-24), timedelta(hours=24)


class ZoneUnknown(Exception):
    """Nobody knows what this TZID means, and it is to be asked, not guessed."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Zone:
    """What a TZID was found to mean."""

    zone: ZoneInfo
    note: str | None = None
    """A sentence, where the name alone did not say it."""


@dataclass(slots=True)
class Zones:
    """The zones of one calendar."""

    own: Mapping[str, Component]
    """VTIMEZONEs by TZID."""
    default: ZoneInfo
    """For times without a zone, and for zones that nobody knows."""
    of_utc: ZoneInfo
    """Whose wall clock a series keeps that is written in UTC: X-WR-TIMEZONE where the calendar has one."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """What somebody said that names mean, as IANA names; they go before all else."""
    ask: bool = False
    """Whether a zone that nobody knows is refused, and not read as `default`."""
    _compared: int = 0
    _found: dict[tuple[str, int], Zone] = field(default_factory=dict)

    def find(self, name: str, year: int) -> Zone:
        """The zone that TZID `name` means in `year`. Raises ZoneUnknown where that is to be asked."""
        key = (name, year)
        if key not in self._found:
            if len(self._found) > 1_000:
                self._found.clear()
            self._found[key] = self._find(name, year)
        return self._found[key]

    def _find(self, name: str, year: int) -> Zone:
        if name in self.answers:
            return Zone(ZoneInfo(self.answers[name]))
        if (known := named(name)) is not None:
            return Zone(known)
        own = self.own.get(name)
        if own is not None:
            location = own.first("X-LIC-LOCATION")
            if location is not None and (known := named(location.value)) is not None:
                return Zone(known)
            self._compared += 1
            if self._compared <= MAX_COMPARED and (known := alike(own, year)) is not None:
                return Zone(known, f"“{name[:60]}” is no time zone known here; its rules are those of {known.key}.")
        if self.ask:
            raise ZoneUnknown(name)
        return Zone(
            self.default, f"“{name[:60]}” is no time zone known here; its times were read in {self.default.key}."
        )


def named(name: str) -> ZoneInfo | None:
    """The zone of an IANA name, also with a path before it or written otherwise, of Windows, or of an offset."""
    name = name.strip().strip("\"'").strip("/")[:200]
    parts = name.split("/")
    for first in range(len(parts)):
        tail = "/".join(parts[first:])
        if (found := _spellings().get(_plain(tail))) is not None:
            return ZoneInfo(found)
    if name in IANA:
        return ZoneInfo(IANA[name])
    if (match := _OFFSET_NAME.fullmatch(name)) and match[2] in (None, "00") and abs(int(match[1])) <= 12:
        return _fixed(int(match[1]))
    return None


def alike(own: Component, year: int) -> ZoneInfo | None:
    """A zone of the IANA database with the same offsets as a VTIMEZONE through `year`; None where there is none."""
    try:
        observances = list(_observances(own, year))
    except Refusal:
        return None
    if not observances:
        return None
    probes = [datetime(year, month, day, 12) for month in range(1, 13) for day in (1, 8, 15, 22)]  # noqa: DTZ001
    offsets = [_offset_at(observances, probe) for probe in probes]
    hours = offsets[0] / timedelta(hours=1)
    if len(set(offsets)) == 1 and hours.is_integer() and abs(hours) <= 12:
        return _fixed(int(hours))
    wrong = {
        zone: sum(zone.utcoffset(probe) != offset for probe, offset in zip(probes, offsets, strict=True))
        for zone in map(ZoneInfo, dict.fromkeys((*_LIKELY, *IANA.values())))
    }
    best = min(wrong, key=wrong.__getitem__)
    return best if wrong[best] <= _WRONG else None


def _fixed(hours: int) -> ZoneInfo:
    # POSIX counts the other way: Etc/GMT-2 is two hours ahead of UTC.
    return ZoneInfo(f"Etc/GMT{-hours:+d}" if hours else "UTC")


def _observances(own: Component, year: int) -> Iterator[tuple[datetime, timedelta, timedelta]]:
    """The onset (naive local), the offset before and the offset after it, of every change up to the end of `year`."""
    for part in own.inside:
        start, old, new = part.first("DTSTART"), part.first("TZOFFSETFROM"), part.first("TZOFFSETTO")
        if start is None or old is None or new is None:
            continue
        onset, offsets = _naive(start.value), (_offset(old.value), _offset(new.value))
        if onset is None or offsets[0] is None or offsets[1] is None:
            continue
        onsets = {onset}
        for rule in part.all("RRULE")[:10]:
            onsets.update(_ruled(read_rule(rule.value), onset, offsets[0], year))
        for dates in part.all("RDATE")[:500]:
            onsets.update(filter(None, map(_naive, dates.value.split(",")[:500])))
        yield from ((at, offsets[0], offsets[1]) for at in onsets if at.year <= year)


def _ruled(rule: Rule, onset: datetime, offset: timedelta, year: int) -> Iterator[datetime]:
    """Changes by a rule: those of `year` and the year before, or the last ones."""
    last, after = datetime(year, 12, 31, 23, 59), datetime(year - 1, 1, 1)  # noqa: DTZ001
    if isinstance(rule.until, datetime):
        last = min(last, rule.until.replace(tzinfo=None) + (offset if rule.until.tzinfo else timedelta()))
        after = min(after, last - timedelta(days=370))
    return expand(rule, onset, after=max(onset, after), before=max(onset, last + timedelta(seconds=1)))


def _offset_at(observances: list[tuple[datetime, timedelta, timedelta]], local: datetime) -> timedelta:
    past = [change for change in observances if change[0] <= local]
    return max(past)[2] if past else min(observances)[1]


def _offset(text: str) -> timedelta | None:
    match = _OFFSET.fullmatch(text.strip())
    if match is None:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    offset = -offset if match[1] == "-" else offset
    return offset if _LIMITS[0] < offset < _LIMITS[1] else None


def _naive(text: str) -> datetime | None:
    try:
        return datetime.strptime(text.strip()[:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007
    except ValueError:
        return None


@cache
def _spellings() -> dict[str, str]:
    return {_plain(key): key for key in sorted(available_timezones()) if key not in ("Factory", "localtime")}


def _plain(name: str) -> str:
    return name.strip().lower().replace("-", "/", 1).replace(" ", "_") if "/" not in name else name.strip().lower()
