"""A calendar of twenty thousand events takes no more memory than one of a few thousand, and is sent in pieces."""

import tracemalloc
from collections.abc import AsyncIterator

from conftest import NOW

from server.feeds.head import Head
from server.feeds.join import Calendar, joined
from server.feeds.pile import IN_MEMORY
from server.feeds.texts import READ_AT_ONCE, Text
from server.keys import derived_key

LONG = 20_000
ONE = 600
"""Octets of an event, more or less."""


async def told(events: int) -> AsyncIterator[list[Text]]:
    for first in range(0, events, READ_AT_ONCE):
        yield [
            Text(derived_key("event", str(number)), None, 2026, NOW, f"X-{number:08}".ljust(ONE, "x"))
            for number in range(first, min(first + READ_AT_ONCE, events))
        ]


async def made(events: int) -> tuple[Calendar, int]:
    """And the octets that were in use at most while it was made and read."""
    tracemalloc.start()
    try:
        calendar = await joined(told(events), Head("Long"))
        async for piece in calendar.pieces():
            assert len(piece) <= max(IN_MEMORY, 256 * 1024)
        return calendar, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


async def test_memory_is_flat_to_twenty_thousand_events() -> None:
    some, peak = await made(IN_MEMORY // ONE)
    long, peak_of_long = await made(LONG)

    assert (some.events.is_small, long.events.is_small) == (True, False)
    assert long.size > 2.5 * some.size
    assert peak_of_long < 1.3 * peak
    assert peak_of_long < long.size


async def test_long_calendar_is_sent_in_pieces_of_equal_size() -> None:
    calendar, _ = await made(LONG)

    pieces = [len(piece) async for piece in calendar.pieces()]

    assert (sum(pieces), pieces[0]) == (calendar.size, len(calendar.head))
    assert set(pieces[1:-1]) == {256 * 1024}
    assert len(pieces) == 2 + calendar.events.size // (256 * 1024)
