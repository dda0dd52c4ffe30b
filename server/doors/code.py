"""The code on the projector by which people check in themselves: another one every half minute."""

import hmac
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from server.badges.token import subkey
from server.config import Settings

STEP = 30
"""Seconds that a code is shown."""
BACK = 2
"""Codes before the current one that are taken too: 60 to 90 s for slow typing."""
LETTERS = 8
"""40 bits: with ten tries a minute, a thousand accounts that try for an hour find one with 1.6 in a million."""
_OURS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I L O U
_TYPED = str.maketrans("OIL", "011", " -\u00a0\u2010\u2011\u2013")


@dataclass(frozen=True, slots=True)
class ShownCode:
    """What the projector shows at one moment."""

    code: str
    address: str
    """For the square; in capitals, which make it coarser."""
    renews_at: datetime


def shown_code(settings: Settings, occurrence_id: UUID, now: datetime) -> ShownCode:
    """The code of this half minute. The server makes and checks it, so no other clock matters."""
    step = _step(now)
    code = code_of(settings.secret, occurrence_id, step)
    address = f"{settings.base_url.upper()}/C/{occurrence_id.hex.upper()}/{code}"
    return ShownCode(code, address, datetime.fromtimestamp((step + 1) * STEP, UTC))


def is_right(settings: Settings, occurrence_id: UUID, typed: str, at: datetime, *, ahead: int = 0) -> bool:
    """Whether this was the code at that moment or up to `BACK` steps before; up to `ahead` after, for other clocks."""
    code = typed.upper().translate(_TYPED).encode("utf-8", "replace")
    steps = range(_step(at) - BACK, _step(at) + ahead + 1)
    known = [code_of(secret, occurrence_id, step).encode() for secret in settings.secrets for step in steps]
    return any(hmac.compare_digest(code, one) for one in known)


def code_of(secret: bytes, occurrence_id: UUID, step: int) -> str:
    """Eight letters by HMAC over the step, as RFC 6238 does with digits."""
    key = hmac.digest(subkey(secret, "check-in"), occurrence_id.bytes, "sha256")
    digest = hmac.digest(key, struct.pack(">Q", step), "sha256")
    number = int.from_bytes(digest[:8], "big") >> (64 - 5 * LETTERS)
    return "".join(_OURS[number >> 5 * place & 31] for place in reversed(range(LETTERS)))


def _step(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP
