"""What was called off is told to every subscriber for 30 days, and then goes."""

from datetime import UTC, datetime, timedelta

import pytest
from conftest import NOW
from make import event as make_event

from server.db import Database
from server.events.filter import EventFilter
from server.events.models import EventStatus
from server.feeds.calendars import campus_calendar, event_calendar, events_calendar, organization_calendar
from server.feeds.join import Calendar

HOST = "http://hallway.test"
OFF = datetime(2026, 9, 24, 14, tzinfo=UTC)
LAST_DAY = datetime(2026, 10, 24, 23, 59, tzinfo=UTC)
GONE = datetime(2026, 10, 25, tzinfo=UTC)


async def feeds(database: Database, now: datetime) -> list[Calendar]:
    found = [
        await events_calendar(database, filter=EventFilter(tags=("off",)), name="x", base_url=HOST, now=now),
        await organization_calendar(database, slug="robotics-club", base_url=HOST, now=now),
        await campus_calendar(database, slug="boston", base_url=HOST, now=now),
        await event_calendar(database, slug="off", base_url=HOST, now=now),
    ]
    return [one for one in found if one is not None]


def lines(calendar: Calendar) -> list[str]:
    """Of the event that is called off, and of its instances."""
    events = calendar.text.replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1:]
    return [line for event in events if "/events/off\r\n" in event for line in event.split("\r\n")]


async def call_off(database: Database, **facts: object) -> None:
    async with database.write() as session:
        start = datetime(2026, 11, 2, 15, tzinfo=UTC)
        await make_event(session, **{"slug": "off", "tags": ["off"], "starts_at": start, "updated_at": OFF, **facts})  # type: ignore[arg-type]  # columns


@pytest.mark.parametrize(("now", "told"), [(NOW, True), (LAST_DAY, True), (GONE, False)])
async def test_event_is_told_for_thirty_days(database: Database, now: datetime, told: bool) -> None:
    await call_off(database, status=EventStatus.CANCELLED, cancelled_at=OFF)

    found = await feeds(database, now)

    assert [lines(one).count("STATUS:CANCELLED") for one in found] == [int(told)] * 4


async def test_event_of_another_calendar_is_off_since_it_changed(database: Database) -> None:
    """Imported, so that nobody said when it was called off."""
    await call_off(database, status=EventStatus.CANCELLED, cancelled_at=None)

    last, after = await feeds(database, LAST_DAY), await feeds(database, GONE)

    assert [len(lines(one)) > 0 for one in last] == [True] * 4
    assert [len(lines(one)) > 0 for one in after] == [False] * 4


async def test_instance_is_told_for_thirty_days_and_does_not_come_back(database: Database) -> None:
    at = datetime(2026, 11, 9, 15, tzinfo=UTC)
    override = {"recurrence_id": at, "status": EventStatus.CANCELLED, "updated_at": OFF}
    await call_off(database, rrule="FREQ=WEEKLY;COUNT=4", time_zone="UTC", overrides=[override])

    last, after = await feeds(database, LAST_DAY), await feeds(database, GONE)

    for one in last:
        assert (lines(one).count("STATUS:CANCELLED"), "RECURRENCE-ID:20261109T150000Z" in lines(one)) == (1, True)
        assert [line for line in lines(one) if line.startswith("EXDATE")] == []
    for one in after:
        assert [line for line in lines(one) if line.startswith(("EXDATE", "RECURRENCE-ID", "STATUS"))] == [
            "STATUS:CONFIRMED",
            "EXDATE:20261109T150000Z",
        ]


async def test_only_instance_of_an_event_goes_with_it(database: Database) -> None:
    start = datetime(2026, 11, 2, 15, tzinfo=UTC)
    override = {"recurrence_id": start, "status": EventStatus.CANCELLED, "updated_at": OFF}
    await call_off(database, overrides=[override])

    last, after = await feeds(database, LAST_DAY), await feeds(database, GONE)

    assert [lines(one).count("STATUS:CANCELLED") for one in last] == [1] * 4
    assert [lines(one) for one in after] == [[]] * 4


async def test_calendar_changes_when_an_instance_goes(database: Database) -> None:
    """By its tag and by its date, though nobody touched the event."""
    override = {"recurrence_id": NOW + timedelta(days=46), "status": EventStatus.CANCELLED, "updated_at": OFF}
    await call_off(database, rrule="FREQ=DAILY;COUNT=60", overrides=[override])

    last, after = await feeds(database, LAST_DAY), await feeds(database, GONE)

    for before, now in zip(last, after, strict=True):
        assert before.etag != now.etag
        assert now.last_modified == GONE
        assert before.last_modified is not None
        assert before.last_modified < GONE
    assert await feeds(database, GONE) == after
