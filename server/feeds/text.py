"""The lines of a calendar (RFC 5545 §3.1, §3.3): written here, since objects of a library cost fifty times as much."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f\ufeff]")
_SPECIAL = re.compile(r"[\\;,]")
_WIDTH = 75
"""Octets of a line, without its end."""


def line(name: str, value: str) -> str:
    """`NAME:value` with its end, folded. `name` may have parameters."""
    whole = f"{name}:{value}"
    if len(whole) <= _WIDTH and whole.isascii():
        return f"{whole}\r\n"
    return "\r\n ".join(_folded(whole.encode())) + "\r\n"


def _folded(octets: bytes) -> Iterable[str]:
    first, width = 0, _WIDTH
    while first < len(octets):
        end = min(first + width, len(octets))
        while end < len(octets) and octets[end] & 0xC0 == 0x80:
            end -= 1  # not within a letter
        yield octets[first:end].decode()
        first, width = end, _WIDTH - 1  # a space comes before the others


def words(text: str) -> str:
    """TEXT: whatever somebody wrote, but for control characters, which no calendar may hold."""
    return _SPECIAL.sub(r"\\\g<0>", plain(text)).replace("\n", "\\n")


def plain(text: str) -> str:
    """Without control characters, and with one kind of line end."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))


def stamp(at: datetime) -> str:
    """DATE-TIME in UTC."""
    return f"{_digits(at.astimezone(UTC))}Z"


def times(name: str, moments: Iterable[datetime], zone: ZoneInfo, *, all_day: bool = False) -> Iterable[str]:
    """The property of these moments: in local time of `zone`, or in UTC where local time would not tell which."""
    local, utc = [], []
    for at in moments:
        there = at.astimezone(zone)
        if all_day:
            local.append(_digits(there)[:8])
        elif zone.key == "UTC" or there.fold:  # the second of two equal hours
            utc.append(stamp(at))
        else:
            local.append(_digits(there))
    if local:
        yield line(f"{name};VALUE=DATE" if all_day else f"{name};TZID={zone.key}", ",".join(local))
    if utc:
        yield line(name, ",".join(utc))


def _digits(at: datetime) -> str:
    return at.replace(tzinfo=None, microsecond=0).isoformat().replace("-", "").replace(":", "")
