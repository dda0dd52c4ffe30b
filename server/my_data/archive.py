"""A ZIP file that is written while it is sent (APPNOTE 4.3.9: sizes follow the data), so that none is ever whole."""

import io
import zipfile
from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

SENT_AT_ONCE = 64 * 1024
"""Octets that wait before a piece is given out."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the archive."""

    name: str
    pieces: AsyncIterable[bytes]


async def archive(entries: AsyncIterable[Entry], *, now: datetime) -> AsyncIterator[bytes]:
    """The octets of a ZIP file with `entries`, each read as far as it is sent. Only its directory grows."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as file:
        async for entry in entries:
            head = zipfile.ZipInfo(entry.name, now.timetuple()[:6])
            head.compress_type = zipfile.ZIP_DEFLATED
            head.external_attr = 0o600 << 16
            with file.open(head, "w") as out:
                async for piece in entry.pieces:
                    out.write(piece)
                    if sink.waiting >= SENT_AT_ONCE:
                        yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """Takes what is written and holds it until it is taken. It can't seek, so `zipfile` doesn't try to."""

    def __init__(self) -> None:
        self._octets = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, octets: Any, /) -> int:
        view = memoryview(octets)
        self._octets += view
        return view.nbytes

    @property
    def waiting(self) -> int:
        return len(self._octets)

    def taken(self) -> bytes:
        octets = bytes(self._octets)
        self._octets.clear()
        return octets
