"""A passkey in software, which can be made to lie: what a browser and an authenticator answer together."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cbor2 import dumps
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url as text

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
"""Flags of Web Authentication Level 3 §6.1."""


def _new_key() -> EllipticCurvePrivateKey:
    return generate_private_key(SECP256R1())


@dataclass
class Authenticator:
    """Holds one passkey. Its fields are what it says; a test spoils one of them."""

    origin: str = "http://hallway.test"
    rp_id: str = "hallway.test"
    flags: int = PRESENT | VERIFIED
    sign_count: int = 0
    """The next one that it says."""
    key: EllipticCurvePrivateKey = field(default_factory=_new_key)
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    user_handle: str = ""
    """Base64url, as it was told."""

    def make(self, options: str) -> str:
        """What `navigator.credentials.create` answers, as JSON."""
        asked = json.loads(options)
        self.user_handle = asked["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        length = len(self.credential_id).to_bytes(2, "big")
        attested = bytes(16) + length + self.credential_id + dumps(public)
        data = self._data(self.flags | ATTESTED) + attested
        attestation = dumps({"fmt": "none", "attStmt": {}, "authData": data})
        response = {
            "clientDataJSON": text(self._client_data("webauthn.create", asked["challenge"])),
            "attestationObject": text(attestation),
            "transports": ["internal"],
        }
        return self._credential(response)

    def sign(self, options: str) -> str:
        """What `navigator.credentials.get` answers, as JSON."""
        client_data = self._client_data("webauthn.get", json.loads(options)["challenge"])
        data = self._data(self.flags)
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ECDSA(SHA256()))
        response = {
            "clientDataJSON": text(client_data),
            "authenticatorData": text(data),
            "signature": text(signature),
            "userHandle": self.user_handle,
        }
        return self._credential(response)

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([flags]) + self.sign_count.to_bytes(4, "big")

    def _client_data(self, type_: str, challenge: str) -> bytes:
        said = {"type": type_, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _credential(self, response: dict[str, Any]) -> str:
        id_ = text(self.credential_id)
        said = {"id": id_, "rawId": id_, "type": "public-key", "response": response, "clientExtensionResults": {}}
        return json.dumps(said)
