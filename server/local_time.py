"""What people type as date and time somewhere becomes a moment, and a moment what they would type there.

A verb reads each typed time and gathers what is the matter beside its other faults:

    try:
        starts_at = read_local(given.starts_at, zone, fold=given.starts_at_fold, place="Boston")
    except LocalTimeUnusable as fault:
        faults.append(fault.at("startsAt"))

A time that comes twice is a fault of `startsAtFold`: a form shows the choice where that field has an error, or where
`typed_local(...)` of the event has a fold. Stored times never go through here: rules and imported calendars are read
as RFC 5545 §3.3.5 says, without asking anybody (`server.events.recurrence.in_utc`).
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from server.errors import FieldError

_TYPED = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_YEARS = range(1900, 3000)
_SECOND = timedelta(seconds=1)


class Fold(StrEnum):
    """Which of two equal local times is meant, on a day when clocks are put back (PEP 495)."""

    FIRST = "FIRST"
    SECOND = "SECOND"


class LocalTimeUnusable(ValueError):
    """Its message is a sentence that says what to type instead."""

    def __init__(self, message: str, *, twice: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.twice = twice
        """Whether the time is fine, and only its fold has to be said."""

    def at(self, *path: str) -> FieldError:
        """The fault of the field at `path`; of its neighbour, `…Fold`, where only that has to be said."""
        *outer, field = path
        return FieldError((*outer, f"{field}Fold" if self.twice else field), self.message)


@dataclass(frozen=True, slots=True)
class Typed:
    """A moment as somebody at a place would type it."""

    day: str
    """`2026-03-08`"""
    time: str
    """`02:30`, with seconds only where there are some."""
    fold: Fold | None
    """None where the time comes once."""

    def __str__(self) -> str:
        """The value of an input of type `datetime-local`."""
        return f"{self.day}T{self.time}"


def read_local(text: str, zone: ZoneInfo, *, fold: Fold | None = None, place: str | None = None) -> datetime:
    """The moment, aware UTC, that `2026-03-08T01:30` or `2026-03-08 01:30` is in `zone`; in whole seconds.

    With an offset or Z it is that moment, whatever the zone. `place` names the zone in sentences. `fold` is not
    looked at where the time comes once. Raises LocalTimeUnusable: unreadable, skipped by a change of clocks, or
    twice there without a fold.
    """
    local, offset = _read(text.strip())
    if offset is not None:
        return datetime.fromisoformat(f"{local.isoformat()}{offset}").astimezone(UTC)
    if ":" not in text:
        raise LocalTimeUnusable(f"{text.strip()} has no hour. Write it as {text.strip()}T18:30.")
    return _moment(local, zone, fold, place or place_of(zone))


def read_day(text: str, zone: ZoneInfo, *, place: str | None = None) -> datetime:
    """The first moment, aware UTC, of the day `2026-03-08` in `zone`, also where clocks skip its midnight.

    Raises LocalTimeUnusable: unreadable, with an hour, or left out there (30 December 2011 in Apia).
    """
    local, offset = _read(text.strip())
    if ":" in text or offset is not None:
        raise LocalTimeUnusable(f"This is for whole days, and “{text.strip()[:40]}” has an hour. Leave the hour out.")
    first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if first.astimezone(zone).date() != local.date():
        raise LocalTimeUnusable(f"There was no {_day(local)} in {place or place_of(zone)}. Choose another day.")
    return first


def typed_local(at: datetime, zone: ZoneInfo) -> Typed:
    """What `read_local` reads as `at`, which is aware; smaller parts than seconds are left out."""
    local = at.astimezone(zone)
    twice = _offset(local, zone, 0) > _offset(local, zone, 1)
    fold = list(Fold)[local.fold] if twice else None
    return Typed(f"{local:%Y-%m-%d}", _clock(local), fold)


def place_of(zone: ZoneInfo) -> str:
    """What people call a zone where no campus or place gives it a name: `New York`, `Ho Chi Minh`, `UTC`."""
    return zone.key.rpartition("/")[2].replace("_", " ")


def _read(text: str) -> tuple[datetime, str | None]:
    match = _TYPED.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        day, clock, second, offset = match.groups()
        local = datetime.fromisoformat(f"{day}T{clock or '00:00'}:{second or '00'}")
        if offset not in (None, "Z"):
            datetime.fromisoformat(f"{local.isoformat()}{offset}")
    except ValueError:
        raise LocalTimeUnusable(f"“{text[:40]}” is no date and time. Write them as 2026-09-24T18:30.") from None
    if local.year not in _YEARS:
        raise LocalTimeUnusable(f"The year {local.year:04} can’t be meant. Give one from 1900 to 2999.")
    return local, offset


def _moment(local: datetime, zone: ZoneInfo, fold: Fold | None, place: str) -> datetime:
    before, after = _offset(local, zone, 0), _offset(local, zone, 1)
    if before == after:
        return (local - before).replace(tzinfo=UTC)
    # Clocks went from what they showed by the offset before to what they showed by the one after.
    change = _change(local - max(before, after), local - min(before, after), zone)
    was, became = change + before, change + after
    if before < after:
        raise LocalTimeUnusable(
            f"On {_day(was)} clocks in {place} go from {_clock(was)} to {_when(became, was)}, so {_clock(local)} does"
            f" not exist. Choose {_when(was - timedelta(minutes=1), was)} or earlier, or {_when(became, was)} or later."
        )
    if fold is None:
        raise LocalTimeUnusable(
            f"On {_day(was)} clocks in {place} go back from {_clock(was)} to {_when(became, was)}, so {_clock(local)}"
            " comes twice. Choose the first or the second.",
            twice=True,
        )
    return (local - (before if fold is Fold.FIRST else after)).replace(tzinfo=UTC)


def _offset(local: datetime, zone: ZoneInfo, fold: int) -> timedelta:
    offset = local.replace(tzinfo=zone, fold=fold).utcoffset()
    assert offset is not None  # every ZoneInfo has one for every time
    return offset


def _change(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The naive UTC in (`low`, `high`] from which on another offset holds than at `low`."""
    at_low = low.replace(tzinfo=UTC).astimezone(zone).utcoffset()
    while high - low > _SECOND:
        middle = low + (high - low) // _SECOND // 2 * _SECOND
        if middle.replace(tzinfo=UTC).astimezone(zone).utcoffset() == at_low:
            low = middle
        else:
            high = middle
    return high


def _day(local: datetime) -> str:
    return f"{local.day} {local:%B %Y}"


def _clock(local: datetime) -> str:
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"


def _when(local: datetime, beside: datetime) -> str:
    """The hour, with the day where it is another than the one of `beside`."""
    return _clock(local) if local.date() == beside.date() else f"{_clock(local)} on {_day(local)}"
