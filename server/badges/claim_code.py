"""The letters by which a guest shows that a badge is theirs: not on its front, so a photograph of it is not enough."""

import hmac
from collections.abc import Sequence

from server.badges.issue import Issued, token_of
from server.badges.token import subkey, write

LETTERS = 8
"""40 bits: with a few tries an hour, nobody finds them."""


def claim_code(secrets: Sequence[bytes], badge: Issued) -> str | None:
    """Eight letters of the badge's alphabet, the same until it is replaced; None as in `token_of`."""
    for secret in secrets:
        if token_of([secret], badge) is not None:
            octets = hmac.digest(subkey(secret, "claim"), badge.seed, "sha256")
            return write(octets[:15])[:LETTERS]
    return None
