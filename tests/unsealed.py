"""What a device does with a roster: it opens cards with the badge in hand."""

import hmac
import json
from bisect import bisect_left
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.db import microseconds

HEAD, RECORD = 48, 144


def records_of(file: bytes) -> list[bytes]:
    body = file[HEAD:]
    return [body[start : start + RECORD] for start in range(0, len(body), RECORD)]


def key_of(file: bytes) -> bytes:
    return file[16:HEAD]


def expires_at(file: bytes) -> int:
    """Milliseconds since 1970."""
    return int.from_bytes(file[8:16], "big")


def opened(token: bytes, base: bytes, changes: bytes | None = None, *, at: datetime | None = None) -> list[str] | None:
    """The card [name, pronouns, headline, status]; None for what is not in it, blank, spoilt or expired."""
    if at is not None and microseconds(at) // 1000 > expires_at(base):
        return None
    h = hmac.digest(key_of(base), token, "sha512")
    record = (changes and _found(changes, h[:8])) or _found(base, h[:8])
    if not record:
        return None
    try:
        plain = AESGCM(h[32:]).decrypt(record[8:20], record[20:], None)
    except InvalidTag:
        return None
    card: list[str] = json.loads(plain)
    return card


def _found(file: bytes, lookup: bytes) -> bytes | None:
    records = records_of(file)
    place = bisect_left(records, lookup)
    return records[place] if place < len(records) and records[place][:8] == lookup else None
