"""What a calendar program shows of a changed series is what is listed here, date by date."""

from datetime import timedelta
from typing import Any

import httpx
import icalendar
import pytest
import recurring_ical_events
from conftest import NOW
from sqlalchemy import select
from starlette.applications import Starlette
from weekly import BOSTON, FIRST, TOMAS, answer, listed, monday, rehearsal

from server.db import Database
from server.events.call_off import cancel_event, postpone_event, restore_event
from server.events.cancel_following import cancel_following
from server.events.change_instance import cancel_instance, change_instance
from server.events.change_series import change_following, change_series
from server.events.models import EventStatus, Occurrence
from server.events.repetition import Repeats, Weekday


@pytest.fixture
def database(app: Starlette) -> Database:
    """That of the process that is asked; what another one changes it sees a second later (test_kept_answers)."""
    found: Database = app.state.resources.database
    return found


async def shown(client: httpx.AsyncClient, slug: str = "rehearsal") -> list[str]:
    """As `listed`, without how many come, by a program that others wrote."""
    calendar = icalendar.Calendar.from_ical((await client.get(f"/events/{slug}.ics")).text)
    found = recurring_ical_events.of(calendar).between(FIRST - timedelta(days=60), FIRST + timedelta(days=400))
    events = [(one.start.astimezone(BOSTON), one["STATUS"] == "CANCELLED") for one in found]
    return [f"{at:%m-%d %H:%M}{' off' if off else ''}" for at, off in sorted(events)]


async def test_every_way_of_changing_a_series_is_shown_alike(client: httpx.AsyncClient, database: Database) -> None:
    event = await rehearsal(database, rrule="FREQ=WEEKLY;BYDAY=MO;COUNT=12")
    whole: dict[str, Any] = {"actor": TOMAS, "slug": "rehearsal", "now": NOW}

    async with database.write() as session:
        moved = {"starts_at": "2026-10-13T19:00", "ends_at": "2026-10-13T20:00"}
        await change_instance(session, **whole, at=monday(1), given=moved)
        await cancel_instance(session, **whole, at=monday(3))
    one = await shown(client)
    async with database.write() as session:
        later = {"starts_at": "2026-10-06T17:30", "ends_at": "2026-10-06T19:00"}
        await change_series(session, **whole, at=monday(0), given=later)
    every = await shown(client), await listed(database)
    tuesday = monday(6, hour=17) + timedelta(days=1, minutes=30)
    async with database.write() as session:
        twice = {"repeats": Repeats.WEEKLY, "weekdays": [Weekday.TU, Weekday.TH], "times": 7}
        new = await change_following(session, **whole, at=tuesday, given=twice)
    parts = [(await shown(client, slug), await listed(database, slug)) for slug in ("rehearsal", new.slug)]
    async with database.write() as session:
        await cancel_following(session, actor=TOMAS, slug=new.slug, at=tuesday + timedelta(days=2), now=NOW)
    ended = await shown(client, new.slug), await listed(database, new.slug)

    assert one[:5] == ["10-05 18:00", "10-13 19:00", "10-19 18:00", "10-26 18:00 off", "11-02 18:00"]
    assert every[0] == every[1]
    assert [theirs == ours for theirs, ours in parts] == [True, True]
    assert [len(theirs) for theirs, _ours in parts] == [6, 7]
    assert ended == (["11-17 17:30", "11-19 17:30 off"], ["11-17 17:30", "11-19 17:30 off"])
    assert event.slug == "rehearsal"


async def test_dates_that_fall_out_of_a_rule_are_shown_as_cancelled_to_those_who_come(
    client: httpx.AsyncClient, database: Database
) -> None:
    event = await rehearsal(database)
    await answer(database, event, monday(1), "ada")

    async with database.write() as session:
        fewer = {"repeats": Repeats.WEEKLY, "every": 2, "times": 3}
        await change_series(session, actor=TOMAS, slug="rehearsal", given=fewer, now=NOW)

    assert await shown(client) == ["10-05 18:00", "10-12 18:00 off", "10-19 18:00", "11-02 18:00"]


@pytest.mark.parametrize("time", ["19:00", "18:00"], ids=["moved", "longer"])
async def test_dates_that_were_changed_before_are_cancelled_with_their_series(
    client: httpx.AsyncClient, database: Database, time: str
) -> None:
    await rehearsal(database, rrule="FREQ=WEEKLY;BYDAY=MO;COUNT=3")
    async with database.write() as session:
        moved = {"starts_at": f"2026-10-12T{time}", "ends_at": "2026-10-12T21:00"}
        await change_instance(session, actor=TOMAS, slug="rehearsal", at=monday(1), given=moved, now=NOW)

    async with database.write() as session:
        await cancel_event(session, actor=TOMAS, slug="rehearsal", reason=None, now=NOW)
    off = await shown(client), await listed(database)
    async with database.write() as session:
        await restore_event(session, actor=TOMAS, slug="rehearsal", now=NOW)

    dates = ["10-05 18:00", f"10-12 {time}", "10-19 18:00"]
    assert off == ([f"{date} off" for date in dates],) * 2
    assert (await shown(client), await listed(database)) == (dates, dates)


async def test_a_date_that_was_moved_before_is_put_off_with_its_series_and_one_that_was_cancelled_stays_so(
    client: httpx.AsyncClient, database: Database
) -> None:
    event = await rehearsal(database, rrule="FREQ=WEEKLY;BYDAY=MO;COUNT=3")
    whole: dict[str, Any] = {"actor": TOMAS, "slug": "rehearsal", "now": NOW}
    async with database.write() as session:
        moved = {"starts_at": "2026-10-13T19:00", "ends_at": "2026-10-13T21:00"}
        await change_instance(session, **whole, at=monday(1), given=moved)
        await cancel_instance(session, **whole, at=monday(2))

    async with database.write() as session:
        await postpone_event(session, **whole, reason=None)

    calendar = icalendar.Calendar.from_ical((await client.get("/events/rehearsal.ics")).text)
    statuses = select(Occurrence.status).where(Occurrence.event_id == event.id).order_by(Occurrence.starts_at)
    rows = await database.rows(statuses)
    assert [one["STATUS"] for one in calendar.events] == ["TENTATIVE", "TENTATIVE", "CANCELLED"]
    assert [row.status for row in rows] == [EventStatus.POSTPONED, EventStatus.POSTPONED, EventStatus.CANCELLED]
