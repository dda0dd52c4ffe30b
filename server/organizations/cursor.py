"""A place in a list of organizations, which is ordered by name."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from uuid import UUID

from server.errors import FieldError, InvalidInput


@dataclass(frozen=True, slots=True)
class NameCursor:
    """After the organization with this name and key."""

    name_key: str
    id: UUID

    def encode(self) -> str:
        """URL-safe text, opaque to clients."""
        return urlsafe_b64encode(self.id.bytes + self.name_key.encode()).decode("ascii").rstrip("=")

    @classmethod
    def decode(cls, text: str) -> "NameCursor":
        """The cursor that `encode` wrote. Raises InvalidInput at `after` for any other text."""
        try:
            raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
            cursor = cls(raw[16:].decode(), UUID(bytes=raw[:16]))
            if "\0" in cursor.name_key or cursor.encode() != text.rstrip("="):
                raise ValueError
        except (ValueError, binascii.Error) as fault:
            message = (
                "This cursor is not one that a list gave out. Take `endCursor` of the page before, or leave it out."
            )
            raise InvalidInput(FieldError(("after",), message)) from fault
        return cursor
