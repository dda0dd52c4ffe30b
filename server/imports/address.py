"""The address of a calendar is kept like a password: whoever has that of a private calendar can read it."""

import hmac
import secrets
from collections.abc import Sequence
from uuid import UUID

import httpx
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.errors import FieldError, InvalidInput

MAX_LENGTH = 2_000
_NONCE = 12
"""Octets, random: 2^32 addresses under one secret keep the chance of a repeat below 2^-32."""


def read_address(text: str) -> str:
    """Raises InvalidInput."""
    text = text.strip()
    if len(text) > MAX_LENGTH:
        raise InvalidInput(FieldError(("address",), f"This has more than {MAX_LENGTH:,} characters. Look at its end."))
    return text


def seal_address(secret: bytes, id_: UUID, address: str) -> bytes:
    """Nonce and ciphertext (AES-256-GCM, NIST SP 800-38D); bound to the row's id, so that it opens in no other."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _cipher(secret).encrypt(nonce, address.encode(), id_.bytes)


def unseal_address(keys: Sequence[bytes], id_: UUID, sealed: bytes) -> str | None:
    """None where none of the secrets made it."""
    for secret in keys:
        try:
            return _cipher(secret).decrypt(sealed[:_NONCE], sealed[_NONCE:], id_.bytes).decode()
        except InvalidTag:
            continue
    return None


def fingerprint(secret: bytes, address: str) -> bytes:
    """The same for the same address, and of no use without the secret."""
    return hmac.digest(secret, b"hallway/import\x00" + address.encode(), "sha256")


def shown(address: str) -> str:
    """What tells addresses apart without giving them away: the host, and how the path ends where it is long."""
    url = httpx.URL(address)
    name = url.path.rstrip("/").rpartition("/")[2]
    ending = name if len(name) <= 24 and "." in name else "…"
    folded = "/…/" if url.path.count("/") > 1 else "/"
    return f"{url.host}{folded}{ending}"[:200] if url.path.strip("/") or url.query else url.host[:200]


def _cipher(secret: bytes) -> AESGCM:
    return AESGCM(hmac.digest(secret, b"hallway/import", "sha256"))
