"""Octets that are put one after the other, and read as often as wanted: in memory, or on disk where they are many."""

import os
from asyncio import to_thread
from collections.abc import AsyncIterator
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO
from weakref import finalize

from server.entity_tag import tag_of

IN_MEMORY = 4_000_000
"""Octets; those of about 4,000 events."""
_PIECE = 256 * 1024


class Pile:
    """Is added to first, and only read after that. Its file has no name, and goes with it."""

    def __init__(self) -> None:
        self.size = 0
        self._digest = sha256()
        self._parts: list[bytes] = []
        self._file: IO[bytes] | None = None

    def tag(self, before: bytes) -> str:
        """The entity tag of a file in which `before` comes before it."""
        return tag_of(sha256(before + self._digest.digest()).digest())

    @property
    def is_small(self) -> bool:
        """Whether it is in memory."""
        return self._file is None

    def add(self, text: str) -> None:
        octets = text.encode()
        self.size += len(octets)
        self._digest.update(octets)
        self._parts.append(octets)
        if self.size > IN_MEMORY:
            if self._file is None:
                self._file = TemporaryFile(buffering=0)  # noqa: SIM115  # it is closed when nobody has the pile any more
                finalize(self, self._file.close)
            self._file.write(b"".join(self._parts))
            self._parts.clear()

    def whole(self) -> bytes:
        if self._file is None:
            self._parts = [b"".join(self._parts)]
            return self._parts[0]
        return os.pread(self._file.fileno(), self.size, 0)

    async def pieces(self) -> AsyncIterator[bytes]:
        """Several may read it at once."""
        if self._file is None:
            yield self.whole()
            return
        for offset in range(0, self.size, _PIECE):
            yield await to_thread(os.pread, self._file.fileno(), _PIECE, offset)
