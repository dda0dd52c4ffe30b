"""The calendars of the demo campus, octet for octet as they are kept in fixtures/golden.

After a change that is meant: `PYTHONPATH=tests python tests/feeds/test_golden_calendars.py`, then read the difference.
"""

import asyncio
import tempfile

import icalendar
import pytest
from golden import GOLDEN, NAMES, PERSONAL

from server.actor import Member
from server.db import Database
from server.events.filter import EventFilter
from server.events.models import EventKind
from server.feeds.calendars import campus_calendar, event_calendar, events_calendar, organization_calendar
from server.feeds.join import Calendar
from server.feeds.models import CalendarSource
from server.feeds.personal import personal_calendar
from server.feeds.subscribe import subscribe
from server.feeds.wish import wish
from server.finding.save_filter import save_filter
from server.seed import seeded_campus


async def calendar(database: Database, name: str) -> Calendar:
    from conftest import NOW

    base_url = "http://hallway.test"
    match name:
        case "events" | "fairs-in-boston":
            boston = EventFilter(kinds=(EventKind.FAIR,), campus="boston")
            filter_ = EventFilter() if name == "events" else boston
            return await events_calendar(database, filter=filter_, name="Northgate", base_url=base_url, now=NOW)
        case "robotics-club":
            found = await organization_calendar(database, slug=name, base_url=base_url, now=NOW)
        case "boston":
            found = await campus_calendar(database, slug=name, base_url=base_url, now=NOW)
        case "agenda" | "kept-filter":
            found = await personal_calendar(database, secret=await _secret(database, name), base_url=base_url, now=NOW)
        case _:
            found = await event_calendar(database, slug=name, base_url=base_url, now=NOW)
    assert found is not None
    return found


async def _secret(database: Database, name: str) -> str:
    from conftest import NOW

    ada = Member(seeded_campus().people["ada"])
    async with database.write() as session:
        fairs = EventFilter(kinds=(EventKind.FAIR, EventKind.WORKSHOP))
        kept = await save_filter(session, actor=ada, name="Fairs", filter=fairs, now=NOW)
        held = frozenset(CalendarSource) if name == "agenda" else frozenset[CalendarSource]()
        saved = None if held else kept.id
        wanted = wish(name="Ada’s phone", sources=held, saved_filter_id=saved, remind_minutes=30)
        return (await subscribe(session, actor=ada, wish=wanted, now=NOW)).secret


@pytest.mark.parametrize("name", NAMES + PERSONAL)
async def test_calendar_is_the_golden_one(database: Database, name: str) -> None:
    first = await calendar(database, name)
    kept = await calendar(database, name)

    assert first.text.encode() == (GOLDEN / f"{name}.ics").read_bytes()
    assert kept == first


@pytest.mark.parametrize("name", NAMES + PERSONAL)
def test_golden_calendar_is_well_formed(name: str) -> None:
    octets = (GOLDEN / f"{name}.ics").read_bytes()

    lines = octets.split(b"\r\n")
    assert lines.pop() == b""
    assert all(b"\n" not in line and b"\r" not in line and len(line) <= 75 for line in lines)
    read = icalendar.Calendar.from_ical(octets)
    assert [event.errors for event in read.walk()] == [[] for _event in read.walk()]
    assert {"METHOD", "UID"}.isdisjoint(read)
    said = {"NAME", "X-WR-CALNAME", "DESCRIPTION", "URL", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"}
    assert said <= read.keys()
    assert ("SOURCE" in read) is (name in NAMES)  # a copy of a private one must not tell where the next one is
    for event in read.walk("VEVENT"):
        assert {
            "UID",
            "DTSTAMP",
            "DTSTART",
            "SUMMARY",
            "SEQUENCE",
            "STATUS",
            "LAST-MODIFIED",
            "URL",
            "COLOR",
        } <= event.keys()
    named = {zone["TZID"] for zone in read.walk("VTIMEZONE")}
    assert named == {line.split(b"=")[1].split(b":")[0].decode() for line in lines if line.startswith(b"DTSTART;TZID=")}


async def _write(folder: str) -> None:
    from conftest import prepare

    url = f"sqlite:///{folder}/golden.sqlite3"
    await prepare(url)
    database = Database.open(url)
    for name in NAMES + PERSONAL:
        (GOLDEN / f"{name}.ics").write_bytes((await calendar(database, name)).text.encode())
    await database.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_write(folder))
