"""A file's tag for HTTP caches."""

from base64 import urlsafe_b64encode
from hashlib import sha256


def entity_tag(octets: bytes) -> str:
    """A strong validator (RFC 9110 §8.8.3), with its quotes: the same only for the same octets."""
    return tag_of(sha256(octets).digest())


def tag_of(digest: bytes) -> str:
    """That of the octets whose SHA-256 this is."""
    return f'"{urlsafe_b64encode(digest[:18]).decode("ascii")}"'
