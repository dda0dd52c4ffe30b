"""One badge's card is sealed: only whoever has the badge's token and the roster's key can open it."""

import hmac
import json
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.badges.token import subkey

LOOKUP_OCTETS = 8
PLAIN_OCTETS = 108
RECORD_OCTETS = 144
"""Lookup 8, nonce 12, sealed card 108, tag 16."""


@dataclass(frozen=True, slots=True)
class SealedCard:
    """What a printed badge shows anyway, and nothing else may ever be added."""

    name: str
    pronouns: str
    headline: str
    status: str
    """"" for a badge that is good; else a word of `server.rosters.people.Status`."""


def roster_key(secret: bytes, *, scope: str, audience: str, epoch: int) -> bytes:
    """32 octets. `scope` is the event; a roster of another event, audience or epoch shares no lookup with this one."""
    return hmac.digest(subkey(secret, "roster"), f"{scope}|{audience}|{epoch}".encode(), "sha256")


def decoy_key(secret: bytes, key: bytes) -> bytes:
    """32 octets of which decoys of the roster with this `key` are made; never leaves the server."""
    return hmac.digest(subkey(secret, "decoy"), key, "sha256")


def lookup_of(key: bytes, token: bytes) -> bytes:
    """Where the card of this token is found: 8 octets that say nothing of it to whoever lacks the token."""
    return hmac.digest(key, token, "sha512")[:LOOKUP_OCTETS]


def seal(key: bytes, token: bytes, card: SealedCard) -> bytes:
    """The record: the same 144 octets for the same facts, always.

    The nonce is made of the text, so that it never comes again with another one under the same key.
    """
    plain = fit(card)
    h = hmac.digest(key, token, "sha512")
    nonce = hmac.digest(h[8:32], plain, "sha256")[:12]
    return h[:LOOKUP_OCTETS] + nonce + AESGCM(h[32:]).encrypt(nonce, plain, None)


def fit(card: SealedCard) -> bytes:
    """The card as JSON, spaces behind it up to 108 octets; the headline gives way first, then pronouns, then name."""
    parts = [card.name, card.pronouns, card.headline, card.status]
    for place in (2, 1, 0):
        over = len(_json(parts)) - PLAIN_OCTETS
        while over > 0 and parts[place]:
            # At most four octets a letter, and then letter by letter.
            parts[place] = parts[place][: -max(1, over // 6)].rstrip()
            over = len(_json(parts)) - PLAIN_OCTETS
    return _json(parts).ljust(PLAIN_OCTETS)


def _json(parts: list[str]) -> bytes:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
