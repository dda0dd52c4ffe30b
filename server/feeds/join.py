"""The texts of events become one calendar, which is held in memory or, where it is long, on disk."""

from collections.abc import AsyncIterable, AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from server.feeds.head import TAIL, Head, written
from server.feeds.pile import Pile
from server.feeds.texts import Text
from server.feeds.zones import vtimezone


@dataclass(frozen=True, slots=True)
class Calendar:
    """RFC 5545, lines ended by CRLF."""

    head: bytes
    """Up to its first event."""
    events: Pile = field(compare=False)
    """And its end."""
    etag: str
    last_modified: datetime | None
    """No text that it had before is as young: not earlier than anything changed in it, came to it or left it."""

    @property
    def text(self) -> str:
        """All of it in memory."""
        return (self.head + self.events.whole()).decode()

    @property
    def size(self) -> int:
        """Octets."""
        return len(self.head) + self.events.size

    async def pieces(self) -> AsyncIterator[bytes]:
        yield self.head
        async for piece in self.events.pieces():
            yield piece


async def joined(
    texts: AsyncIterable[Sequence[Text]],
    head: Head | None,
    *,
    default: datetime | None = None,
    since: datetime | None = None,
) -> Calendar:
    """The calendar of these texts; `default` is when one without any changed, `since` when any did at the latest."""
    years: dict[str, int] = {}
    events, changed = Pile(), since
    async for some in texts:
        for text in some:
            if text.zone is not None:
                years[text.zone] = min(text.year, years.get(text.zone, text.year))
            changed = max(changed or text.last_modified, text.last_modified)
        events.add("".join(text.text for text in some))
    events.add(TAIL)
    before = "".join([written(head), *(vtimezone(zone, year) for zone, year in sorted(years.items()))]).encode()
    return Calendar(before, events, events.tag(before), changed or default)


async def nothing() -> AsyncIterator[Sequence[Text]]:
    """No texts at all."""
    yield ()
