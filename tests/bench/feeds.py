"""The calendar feed of a thousand events."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import urlencode

import icalendar
from bench.asgi import constant, send
from bench.cases import Case
from bench.measure import Variant, measure
from bench.stage import NOW, Stage
from sqlalchemy import select

from server.events.filter import EventFilter
from server.events.models import Occurrence
from server.feeds.calendars import events_calendar

EVENTS = 1_000
SINCE = NOW - timedelta(days=366)

FEED = "feed of 1,000 events"
JOINED = "feed of 1,000 events, put together anew"
CONSTANT = "constant response of the same bytes"
OBJECTS = "icalendar, from objects"


async def cases(stage: Stage, rounds: int) -> list[Case]:
    until = await _until(stage)
    dates = {"from": SINCE.isoformat(), **({"to": until.isoformat()} if until else {})}
    address = f"/feeds/events.ics?{urlencode(dates)}"
    text = await send(stage.app, "GET", address)
    same_bytes = constant(text)
    figures = await measure(
        {
            FEED: Variant(lambda: send(stage.app, "GET", address)),
            JOINED: Variant(_joined(stage, until)),
            CONSTANT: Variant(lambda: send(same_bytes, "GET", address)),
            OBJECTS: Variant(_from_objects(text)),
        },
        stage.clock,
        rounds=rounds,
    )
    return [
        Case.of(figures, case, baseline) for case, baseline in ((FEED, CONSTANT), (FEED, OBJECTS), (JOINED, OBJECTS))
    ]


async def _until(stage: Stage) -> datetime | None:
    """Before which about a thousand events start; None where there are no more of them."""
    starts = select(Occurrence.starts_at).where(Occurrence.starts_at >= SINCE).order_by(Occurrence.starts_at)
    found = await stage.database.rows(starts.offset(EVENTS).limit(1))
    return found[0].starts_at if found and stage.events > EVENTS else None


def _joined(stage: Stage, until: datetime | None) -> Callable[[], Awaitable[Any]]:
    """Reads the kept texts of all events: what the first fetch after any change does."""
    filter_, names = EventFilter(since=SINCE, until=until), count()

    async def run() -> Any:
        # Another name is another calendar, so that none is found in memory.
        return await events_calendar(
            stage.database, filter=filter_, name=f"No. {next(names)}", base_url="http://localhost:8000", now=NOW
        )

    return run


def _from_objects(text: bytes) -> Callable[[], Awaitable[bytes]]:
    """Writes the same events by the library, as most programs do at each fetch."""
    names = ("UID", "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "DESCRIPTION", "URL")
    facts = [
        {str(name): event.decoded(name) for name in names}
        for event in icalendar.Calendar.from_ical(text).walk("VEVENT")
    ]

    async def run() -> bytes:
        calendar = icalendar.Calendar()
        calendar.add("VERSION", "2.0")
        calendar.add("PRODID", "-//Bench//EN")
        for fact in facts:
            event = icalendar.Event()
            for name, value in fact.items():
                event.add(name, value)
            calendar.add_component(event)
        return bytes(calendar.to_ical())

    return run
