"""The lines of a calendar (RFC 5545 §3.1, §3.3): written here, since objects of a library cost fifty times as much."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f\ufeff]")
_WIDTH = 75
"""Octets of a line, without its end."""


def line(name: str, value: str) -> str:
    """`NAME:value` with its end, folded. `name` may have parameters."""
    whole = f"{name}:{value}"
    if not whole.isascii():
        return "\r\n ".join(_folded(whole.encode())) + "\r\n"
    if len(whole) <= _WIDTH:
        return f"{whole}\r\n"
    # A space comes before each but the first.
    rest = [whole[first : first + _WIDTH - 1] for first in range(_WIDTH, len(whole), _WIDTH - 1)]
    return "\r\n ".join([whole[:_WIDTH], *rest]) + "\r\n"


def _folded(octets: bytes) -> Iterable[str]:
    first, width = 0, _WIDTH
    while first < len(octets):
        end = min(first + width, len(octets))
        while end < len(octets) and octets[end] & 0xC0 == 0x80:
            end -= 1  # not within a letter
        yield octets[first:end].decode()
        first, width = end, _WIDTH - 1


def words(text: str) -> str:
    """TEXT: whatever somebody wrote, but for control characters, which no calendar may hold."""
    return escaped(plain(text))


def escaped(text: str) -> str:
    """TEXT of what is `plain` already."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def plain(text: str) -> str:
    """Without control characters, and with one kind of line end."""
    if text.replace("\n", "").isprintable():
        return text
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))


def stamp(at: datetime) -> str:
    """DATE-TIME in UTC."""
    return f"{_digits(at if at.tzinfo is UTC else at.astimezone(UTC))}Z"


def moment(name: str, at: datetime, zone: ZoneInfo, *, all_day: bool = False) -> str:
    """The property of one moment, as `times` has it."""
    local, value = _there(at, zone, all_day)
    # No name of a zone is so long that the line would be.
    return f"{_headed(name, zone, all_day) if local else name}:{value}\r\n"


def times(name: str, moments: Iterable[datetime], zone: ZoneInfo, *, all_day: bool = False) -> Iterable[str]:
    """The property of these moments: in local time of `zone`, or in UTC where local time would not tell which."""
    found = [_there(at, zone, all_day) for at in moments]
    if local := [value for is_local, value in found if is_local]:
        yield line(_headed(name, zone, all_day), ",".join(local))
    if utc := [value for is_local, value in found if not is_local]:
        yield line(name, ",".join(utc))


def _headed(name: str, zone: ZoneInfo, all_day: bool) -> str:
    return f"{name};VALUE=DATE" if all_day else f"{name};TZID={zone.key}"


def _there(at: datetime, zone: ZoneInfo, all_day: bool) -> tuple[bool, str]:
    """Whether it is in local time, and its digits."""
    there = at.astimezone(zone)
    if all_day:
        return True, _digits(there)[:8]
    if zone.key == "UTC" or there.fold:  # the second of two equal hours
        return False, stamp(at)
    return True, _digits(there)


_TWO = [f"{number:02}" for number in range(60)]


def _digits(at: datetime) -> str:
    # A third of the time of `isoformat` without its marks, and there are four in each event.
    return f"{at.year:04}{_TWO[at.month]}{_TWO[at.day]}T{_TWO[at.hour]}{_TWO[at.minute]}{_TWO[at.second]}"
