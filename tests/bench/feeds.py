"""The calendar feed of a thousand events."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import urlencode

from bench import by_icalendar
from bench.asgi import constant, send
from bench.cases import Case
from bench.measure import Variant, measure
from bench.stage import NOW, Stage
from sqlalchemy import delete, select

from server.events.calendar_text import CalendarText
from server.events.filter import EventFilter
from server.events.models import Occurrence
from server.feeds.calendars import events_calendar

EVENTS = 1_000
GZIP = ((b"accept-encoding", b"gzip"),)
SINCE = NOW - timedelta(days=366)

FEED = "feed of 1,000 events"
JOINED = "feed of 1,000 events, put together anew"
PACKED = "feed of 1,000 events, gzip"
UNCHANGED = "feed of 1,000 events that the reader has"
COLD = "feed of 1,000 events, nothing prepared"
CONSTANT = "constant response of the same bytes"
CONSTANT_PACKED = "constant response of the same bytes, gzip"
CONSTANT_EMPTY = "constant response of nothing"
OBJECTS = "icalendar writes the same"

_names = count()
"""For all that is measured here, since they share one memory."""


async def cases(stage: Stage, rounds: int) -> list[Case]:
    until = await _until(stage)
    dates = {"from": SINCE.isoformat(), **({"to": until.isoformat()} if until else {})}
    address = f"/feeds/events.ics?{urlencode(dates)}"
    text = await send(stage.app, "GET", address)
    packed = await send(stage.app, "GET", address, headers=GZIP)
    same_bytes, same_packed, no_bytes = constant(text), constant(packed), constant(b"")
    had = ((b"if-none-match", b"*"),)
    figures = await measure(
        {
            FEED: Variant(lambda: send(stage.app, "GET", address)),
            PACKED: Variant(lambda: send(stage.app, "GET", address, headers=GZIP)),
            UNCHANGED: Variant(lambda: send(stage.app, "GET", address, headers=had, status=304)),
            JOINED: Variant(_joined(stage, until)),
            COLD: Variant(_joined(stage, until), before=_forget(stage)),
            CONSTANT: Variant(lambda: send(same_bytes, "GET", address)),
            CONSTANT_PACKED: Variant(lambda: send(same_packed, "GET", address, headers=GZIP)),
            CONSTANT_EMPTY: Variant(lambda: send(no_bytes, "GET", address)),
            OBJECTS: Variant(_from_objects(text)),
        },
        stage.clock,
        rounds=rounds,
    )
    against = {
        FEED: CONSTANT,
        PACKED: CONSTANT_PACKED,
        UNCHANGED: CONSTANT_EMPTY,
        JOINED: OBJECTS,
        COLD: OBJECTS,
    }
    return [Case.of(figures, case, baseline) for case, baseline in against.items()]


async def _until(stage: Stage) -> datetime | None:
    """Before which about a thousand events start; None where there are no more of them."""
    starts = select(Occurrence.starts_at).where(Occurrence.starts_at >= SINCE).order_by(Occurrence.starts_at)
    found = await stage.database.rows(starts.offset(EVENTS).limit(1))
    return found[0].starts_at if found and stage.events > EVENTS else None


def _joined(stage: Stage, until: datetime | None) -> Callable[[], Awaitable[Any]]:
    """Reads the kept texts of all events: what the first fetch after any change does."""
    filter_ = EventFilter(since=SINCE, until=until)

    async def run() -> Any:
        # Another name is another calendar, so that none is found in memory.
        return await events_calendar(
            stage.database, filter=filter_, name=f"No. {next(_names)}", base_url="http://localhost:8000", now=NOW
        )

    return run


def _forget(stage: Stage) -> Callable[[], Awaitable[None]]:
    """No text of any event is kept."""

    async def run() -> None:
        async with stage.database.write() as session:
            await session.execute(delete(CalendarText))

    return run


def _from_objects(text: bytes) -> Callable[[], Awaitable[bytes]]:
    """Writes the same calendar by the library: every component, every property."""
    facts = by_icalendar.objects(text)
    assert by_icalendar.content(by_icalendar.written(facts)) == by_icalendar.content(text)

    async def run() -> bytes:
        return by_icalendar.written(facts)

    return run
