"""A recurrence rule is read: RFC 5545 §3.3.10, refused at the door where it is unreadable or without bounds."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import IntEnum

from server.events.errors import RuleTooCostly, RuleUnreadable

MAX_LENGTH = 500
"""Characters of a rule's text."""
MAX_INTERVAL = 1_000

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NUMBERED_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")


class Frequency(IntEnum):
    """The periods that a rule may count in, shortest first. Shorter ones than a day are refused."""

    DAILY = 1
    WEEKLY = 2
    MONTHLY = 3
    YEARLY = 4


@dataclass(frozen=True, slots=True)
class Rule:
    """A readable rule. An empty tuple means that the part is not given."""

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: date | datetime | None = None
    """As written: a day, a naive time, or aware UTC. Inclusive."""
    week_start: int = 0
    """0 is Monday."""
    by_month: tuple[int, ...] = ()
    by_week: tuple[int, ...] = ()
    by_year_day: tuple[int, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_day: tuple[tuple[int, int], ...] = ()
    """(number, weekday): (0, 4) is every Friday, (-1, 4) the last one of the month or year."""
    by_hour: tuple[int, ...] = ()
    by_minute: tuple[int, ...] = ()
    by_second: tuple[int, ...] = ()
    by_position: tuple[int, ...] = ()

    @property
    def endless(self) -> bool:
        return self.count is None and self.until is None


def read_rule(text: str) -> Rule:
    """The rule in `text`, with or without `RRULE:` before it.

    Raises RuleUnreadable, or RuleTooCostly where it counts in hours, minutes or seconds.
    """
    if len(text) > MAX_LENGTH:
        raise RuleUnreadable(f"it is {len(text)} characters long, and {MAX_LENGTH} is the most")
    parts = _parts(text)
    frequency = parts.pop("FREQ", None)
    if frequency in ("HOURLY", "MINUTELY", "SECONDLY"):
        raise RuleTooCostly(f"it repeats {frequency.lower()}; every day is as often as an event here may repeat")
    if frequency is None or frequency not in Frequency.__members__:
        raise RuleUnreadable("it does not say FREQ=DAILY, WEEKLY, MONTHLY or YEARLY")
    if parts.pop("RSCALE", "GREGORIAN") != "GREGORIAN" or parts.pop("SKIP", "OMIT") != "OMIT":
        raise RuleUnreadable("it counts in another calendar than the Gregorian one")
    values = {}
    for name, value in parts.items():
        if name in _PARTS:
            field, read = _PARTS[name]
            values[field] = read(name, value)
        elif not name.startswith("X-"):
            raise RuleUnreadable(f"{name[:20]} is no part of a rule")
    return Rule(frequency=Frequency[frequency], **values)  # type: ignore[arg-type]


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for piece in text.strip().upper().removeprefix("RRULE:").split(";"):
        if not piece.strip():
            continue
        name, equals, value = (word.strip() for word in piece.partition("="))
        if not equals or not value:
            raise RuleUnreadable(f"“{piece.strip()[:40]}” is not of the form NAME=VALUE")
        if name in parts:
            raise RuleUnreadable(f"it gives {name[:20]} twice")
        parts[name] = value
    return parts


def _number(name: str, value: str, least: int, most: int) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,12}", value) or not least <= int(value) <= most:
        raise RuleUnreadable(f"{name}={value[:20]} is not a whole number from {least} to {most}")
    return int(value)


def _single(least: int, most: int) -> Callable[[str, str], int]:
    return lambda name, value: _number(name, value, least, most)


def _list(least: int, most: int, *, longest: int, negative: bool = False) -> Callable[[str, str], tuple[int, ...]]:
    def read(name: str, value: str) -> tuple[int, ...]:
        words = [word.strip() for word in value.split(",")]
        if len(words) > longest:
            raise RuleTooCostly(f"{name} lists {len(words)} numbers, and {longest} is the most")
        numbers = {_number(name, word, -most if negative else least, most) for word in words}
        if negative and 0 in numbers:
            raise RuleUnreadable(f"{name} counts from 1 or from -1, and it says 0")
        return tuple(sorted(numbers))

    return read


def _until(name: str, value: str) -> date | datetime:
    # Real calendars write the zone as Z, leave it out, and now and then write the hour without seconds.
    form = {8: "%Y%m%d", 15: "%Y%m%dT%H%M%S", 16: "%Y%m%dT%H%M%SZ"}.get(len(value), "")
    try:
        moment = datetime.strptime(value, form)  # noqa: DTZ007 (the zone follows from the form)
    except ValueError as fault:
        raise RuleUnreadable(f"{name}={value[:20]} is not a date") from fault
    if len(value) == 8:
        return moment.date()
    return moment.replace(tzinfo=UTC) if value.endswith("Z") else moment


def _by_day(name: str, value: str) -> tuple[tuple[int, int], ...]:
    days = set()
    for word in value.split(","):
        match = _NUMBERED_DAY.fullmatch(word.strip())
        if match is None or (match[1] and not 1 <= abs(int(match[1])) <= 53):
            raise RuleUnreadable(f"{name}={word[:20]} is not a weekday such as MO, 2TU or -1FR")
        days.add((int(match[1] or 0), WEEKDAYS.index(match[2])))
    return tuple(sorted(days))


def _week_start(name: str, value: str) -> int:
    if value not in WEEKDAYS:
        raise RuleUnreadable(f"{name}={value[:20]} is not a weekday such as MO")
    return WEEKDAYS.index(value)


def _by_second(name: str, value: str) -> tuple[int, ...]:
    # A leap second is the second before it where there are none (RFC 5545 §3.3.12).
    return tuple(sorted({min(second, 59) for second in _list(0, 60, longest=4)(name, value)}))


_PARTS: dict[str, tuple[str, Callable[[str, str], object]]] = {
    "INTERVAL": ("interval", _single(1, MAX_INTERVAL)),
    "COUNT": ("count", _single(1, 10**12)),
    "UNTIL": ("until", _until),
    "WKST": ("week_start", _week_start),
    "BYMONTH": ("by_month", _list(1, 12, longest=12)),
    "BYWEEKNO": ("by_week", _list(1, 53, longest=53, negative=True)),
    "BYYEARDAY": ("by_year_day", _list(1, 366, longest=100, negative=True)),
    "BYMONTHDAY": ("by_month_day", _list(1, 31, longest=62, negative=True)),
    "BYDAY": ("by_day", _by_day),
    "BYHOUR": ("by_hour", _list(0, 23, longest=24)),
    "BYMINUTE": ("by_minute", _list(0, 59, longest=12)),
    "BYSECOND": ("by_second", _by_second),
    "BYSETPOS": ("by_position", _list(1, 366, longest=62, negative=True)),
}
