"""The memory that is in use at most while a long calendar feed is made, sent and kept, beside one half as long.

Counted are the allocations of Python (`tracemalloc`), which are those that could grow with the events.
"""

import gc
import tracemalloc
from datetime import timedelta
from urllib.parse import urlencode

from bench.asgi import stream
from bench.cases import Case
from bench.feeds import SINCE
from bench.stage import Stage
from sqlalchemy import delete, select

from server.events.calendar_text import CalendarText
from server.events.models import Occurrence
from server.feeds.choose import MAX_INSTANCES

LONG, SHORT = MAX_INSTANCES, MAX_INSTANCES // 2
"""Instances: of the longest feed there is, and of one that is just too long to be held in memory."""


async def cases(stage: Stage, rounds: int) -> list[Case]:
    """None where there are not so many events. `rounds` is not needed: the same is allocated each time."""
    del rounds
    if stage.events < LONG + SHORT:
        return []
    texts_kept = {size: await _peak(stage, size, forget=False) for size in (SHORT, LONG)}
    nothing_kept = {size: await _peak(stage, size, forget=True) for size in (SHORT, LONG)}
    return [
        _case("", texts_kept),
        _case(", nothing prepared", nothing_kept),
    ]


def _case(how: str, peaks: dict[int, float]) -> Case:
    return Case(
        f"memory for a feed of {LONG:,} instances{how}",
        peaks[LONG],
        f"the same of {SHORT:,}",
        peaks[LONG] / peaks[SHORT],
        "MB",
    )


async def _peak(stage: Stage, size: int, *, forget: bool) -> float:
    """Megabytes beyond what was in use before."""
    listed = Occurrence.listed & (Occurrence.starts_at >= SINCE)
    starts = select(Occurrence.starts_at).where(listed).order_by(Occurrence.starts_at)
    until = (await stage.database.rows(starts.offset(size).limit(1)))[0].starts_at
    # Another moment is another feed, of the same events.
    dates = {"from": (SINCE - timedelta(seconds=1 + forget)).isoformat(), "to": until.isoformat()}
    if forget:
        async with stage.database.write() as session:
            await session.execute(delete(CalendarText))
    events = 0

    def count(part: bytes) -> None:
        nonlocal events
        events += part.count(b"BEGIN:VEVENT")

    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        await stream(stage.app, "GET", f"/feeds/events.ics?{urlencode(dates)}", count)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert events > 0.75 * size, f"{events} events"
    return (peak - before) / 1e6
