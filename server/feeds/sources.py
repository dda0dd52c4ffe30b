"""What calendars of one's own can hold: a reader for each part of it.

Whatever else is to be in them, such as follow-ups and interviews, gets a name in CalendarSource and a reader here.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence

from server.feeds.asked import Asked
from server.feeds.models import CalendarSource
from server.feeds.own_events import own_events
from server.feeds.texts import Text

Reader = Callable[[Asked], Awaitable[list[Text]]]
"""Gives the texts of those of its sources that are asked for."""

READERS: Mapping[Reader, frozenset[CalendarSource]] = {
    own_events: frozenset(
        {CalendarSource.GOING, CalendarSource.INTERESTED, CalendarSource.HOSTING, CalendarSource.SPEAKING}
    ),
}


async def held(asked: Asked) -> AsyncIterator[Sequence[Text]]:
    """All that was asked for, a source after the other."""
    for reader, sources in READERS.items():
        if sources & set(asked.sources):
            yield await reader(asked)
