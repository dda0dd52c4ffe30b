"""A file's tag for HTTP caches."""

from base64 import urlsafe_b64encode
from hashlib import sha256


def entity_tag(octets: bytes) -> str:
    """A strong validator (RFC 9110 §8.8.3), with its quotes: the same only for the same octets."""
    return f'"{urlsafe_b64encode(sha256(octets).digest()[:18]).decode("ascii")}"'
