"""A roster as octets: sorted records of one length between decoys, and what has changed since somebody has them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from hashlib import sha256, shake_256

from server.db import microseconds
from server.entity_tag import tag_of
from server.rosters.seal import LOOKUP_OCTETS, RECORD_OCTETS

BASE, CHANGES = b"HWB1", b"HWC1"
BASE_STEP, CHANGES_STEP = 256, 64
"""Records up to whose multiples decoys fill, so that a size tells no number of people."""


def all_records(decoys: bytes, records: Collection[bytes]) -> list[bytes]:
    """Sorted, with decoys up to a multiple of 256; 256 at least. `decoys` is the roster's decoy key."""
    return sorted([*records, *_decoys(decoys, b"base", records, _full(max(len(records), 1), BASE_STEP))])


def changes(
    decoys: bytes, base: Collection[bytes], now: Collection[bytes], hidden: Iterable[bytes] = ()
) -> list[bytes]:
    """What to look up before `base`, so that both together say what `now` says; with decoys a multiple of 64.

    What is gone is blank: octets that open nothing. So is what `hidden` names by lookup, for one scanner alone, who
    can't tell: there are never fewer than 64, also where nothing changed.
    """
    records = {record[:LOOKUP_OCTETS]: record for record in set(now) - set(base)}
    gone = {record[:LOOKUP_OCTETS] for record in base} - {record[:LOOKUP_OCTETS] for record in now}
    records |= {lookup: blank(decoys, lookup) for lookup in (*gone, *hidden)}
    full = _full(max(len(records), 1), CHANGES_STEP)
    return sorted([*records.values(), *_decoys(decoys, b"changes", records.values(), full)])


def without(decoys: bytes, records: Iterable[bytes], hidden: Collection[bytes]) -> list[bytes]:
    """The records, those that `hidden` names by lookup blank."""
    return [blank(decoys, r[:LOOKUP_OCTETS]) if r[:LOOKUP_OCTETS] in hidden else r for r in records]


def blank(decoys: bytes, lookup: bytes) -> bytes:
    """A record at this lookup that no token opens."""
    return lookup + shake_256(decoys + lookup).digest(RECORD_OCTETS - LOOKUP_OCTETS)


def written(kind: bytes, key: bytes, records: Iterable[bytes], *, expires_at: datetime) -> bytes:
    """The file: kind, 4 zero octets, until when it may be opened in milliseconds since 1970, key, records."""
    milliseconds = microseconds(expires_at) // 1000
    return b"".join([kind, bytes(4), milliseconds.to_bytes(8, "big"), key, *records])


def tag(key: bytes, records: Iterable[bytes]) -> str:
    """The entity tag of a base: of its key and records, before anything was hidden from anybody."""
    return tag_of(sha256(key + b"".join(records)).digest())


def _full(count: int, step: int) -> int:
    return -(-count // step) * step


def _decoys(decoys: bytes, label: bytes, records: Collection[bytes], full: int) -> list[bytes]:
    numbers = range(len(records), full)
    return [shake_256(decoys + label + number.to_bytes(4, "big")).digest(RECORD_OCTETS) for number in numbers]
