"""Whether a reader has a file already, in the coding in which they have it (RFC 9110 §8.4, §8.8, §13)."""

import re
from asyncio import to_thread
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from gzip import compress
from zlib import compressobj

_TAG = re.compile(r'(?:W/)?("[^"]*")')
_GZIP = 31
"""What zlib calls gzip with the longest window."""
_WORTH = 6
"""Of 9: calendars shrink to an eighth; more costs twice the time for a hundredth of the octets."""
SETTLES_AFTER = timedelta(minutes=1)
"""A change may be older than the moment from which on it is seen, by as long as it takes to be committed."""


def of_variant(etag: str, asked: Mapping[str, str]) -> str:
    """The tag of the coding that the reader is sent: each coding is another representation, so it has another."""
    return f'{etag[:-1]}-gzip"' if takes_gzip(asked.get("accept-encoding", "")) else etag


def takes_gzip(accepted: str) -> bool:
    """By `Accept-Encoding` (RFC 9110 §12.5.3)."""
    qualities = {}
    for part in accepted.lower().split(","):
        coding, _, parameters = part.partition(";")
        name, _, value = parameters.partition("=")
        qualities[coding.strip()] = value.strip() if name.strip() == "q" else "1"
    quality = next((qualities[coding] for coding in ("gzip", "x-gzip", "*") if coding in qualities), "0")
    return quality.strip("0.") != ""


def compressed(octets: bytes) -> bytes:
    """As gzip: the same for the same octets."""
    return compress(octets, _WORTH, mtime=0)


async def packed_pieces(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same piece by piece."""
    packer = compressobj(_WORTH, wbits=_GZIP)
    async for piece in pieces:
        if packed := await to_thread(packer.compress, piece):
            yield packed
    yield packer.flush()


def settled(last_modified: str | None, now: datetime) -> datetime | None:
    """`last_modified` in whole seconds, as HTTP has it; None where another change might still have the same."""
    if last_modified is None or (at := datetime.fromisoformat(last_modified)) > now - SETTLES_AFTER:
        return None
    return at.replace(microsecond=0)


def unchanged(asked: Mapping[str, str], etag: str, variant: str, last_modified: datetime | None) -> str | None:
    """The tag of what the reader has, if that still holds: by their tags if they give any, else by their time.

    `etag` is that of the file as it is, `variant` that of the coding they would be sent (RFC 9110 §13.2.2).
    """
    if (tags := asked.get("if-none-match")) is not None:
        known = _TAG.findall(tags)
        either = (variant, etag, of_variant(etag, {"accept-encoding": "gzip"}))
        return variant if tags.strip() == "*" else next((tag for tag in either if tag in known), None)
    if (since := asked.get("if-modified-since")) is None or last_modified is None:
        return None
    try:
        moment = parsedate_to_datetime(since)
    except ValueError:
        return None
    return variant if last_modified <= moment.replace(tzinfo=moment.tzinfo or UTC) else None
