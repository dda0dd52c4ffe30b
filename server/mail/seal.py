"""What a mail says is sealed while it waits (AES-256-GCM, NIST SP 800-38D), by a key of the installation."""

import hmac
import json
import secrets
from collections.abc import Sequence
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
"""Octets. Random: 2^32 mails under one secret keep the chance of a repeat below 2^-32."""


def seal(secret: bytes, id_: UUID, *, subject: str, text: str) -> bytes:
    """Nonce and ciphertext; bound to the mail's id, so that it opens in no other row."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _cipher(secret).encrypt(nonce, json.dumps([subject, text]).encode(), id_.bytes)


def unseal(keys: Sequence[bytes], id_: UUID, sealed: bytes) -> tuple[str, str] | None:
    """Subject and text; None where none of the secrets made it."""
    for secret in keys:
        try:
            subject, text = json.loads(_cipher(secret).decrypt(sealed[:_NONCE], sealed[_NONCE:], id_.bytes))
        except InvalidTag:
            continue
        return subject, text
    return None


def _cipher(secret: bytes) -> AESGCM:
    return AESGCM(hmac.digest(secret, b"hallway/mail", "sha256"))
