"""Keys of rows: time-ordered UUIDs, and the ones derived from names in the demo campus."""

import secrets
import time
from uuid import UUID, uuid5

_CAMPUS = UUID("6d0cf1f4-7d0e-5c55-9e0a-5a1c5f0e7a11")


def new_key() -> UUID:
    """A UUID of version 7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    return UUID(int=value)


def derived_key(*parts: str) -> UUID:
    """The same UUID for the same parts, always: `derived_key("person", "ada")`."""
    return uuid5(_CAMPUS, "\x1f".join(parts))


def instance_key(event: UUID, recurrence: str) -> UUID:
    """The key of one instance of a series, so that RSVPs and links survive a new expansion of the rule.

    `recurrence` is the RECURRENCE-ID as `YYYYMMDDTHHMMSSZ`.
    """
    return uuid5(event, recurrence)
