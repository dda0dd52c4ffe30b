"""A month and a week at a glance: how much is on each day, and what comes first."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import make
import pytest
from conftest import NOW, Execute

from server.actor import ANONYMOUS
from server.db import Database
from server.errors import InvalidInput
from server.events.days import days
from server.events.filter import EventFilter
from server.events.models import EventKind

BOSTON = ZoneInfo("America/New_York")
MONTH = """query($month: String, $filter: EventFilter) { eventMonth(month: $month, filter: $filter) {
  timeZone today days { date count events { slug } }
} }"""
WEEK = "query($day: String) { eventWeek(day: $day) { days { date count } } }"
EVERY = """query($from: DateTime!, $to: DateTime!) {
  events(first: 100, filter: {from: $from, to: $to, campus: "boston"}) { nodes { slug startsAt } } }"""


@pytest.mark.parametrize(
    "filter_", [{}, {"kinds": ["FAIR", "MIXER"]}, {"tags": ["career", "social"]}, {"text": "work"}]
)
async def test_a_month_counts_what_the_list_holds(execute: Execute, filter_: dict[str, object]) -> None:
    filter_ = {"campus": "boston", **filter_}
    month = (await execute(None, MONTH, month="2026-10", filter=filter_))["data"]["eventMonth"]

    document = "query($filter: EventFilter!) { events(first: 100, filter: $filter) { nodes { slug startsAt } } }"
    span = {"from": "2026-10-01T04:00:00Z", "to": "2026-11-01T04:00:00Z"}
    listed = (await execute(None, document, filter=filter_ | span))["data"]["events"]["nodes"]

    by_day: dict[str, list[str]] = {day["date"]: [] for day in month["days"]}
    for event in listed:
        at = datetime.fromisoformat(event["startsAt"]).astimezone(BOSTON)
        by_day[str(at.date())].append(event["slug"])
    assert sum(len(slugs) for slugs in by_day.values()) > 0
    assert {day["date"]: day["count"] for day in month["days"]} == {day: len(slugs) for day, slugs in by_day.items()}
    assert all([e["slug"] for e in day["events"]] == by_day[day["date"]][:3] for day in month["days"])


async def test_a_day_is_as_long_as_clocks_say(database: Database) -> None:
    async with database.write() as session:
        for hour in (datetime(2026, 11, 1, 4, 0, tzinfo=UTC), datetime(2026, 11, 2, 4, 59, tzinfo=UTC)):
            await make.event(session, starts_at=hour, tags=["zwolle"])
        await make.event(session, starts_at=datetime(2026, 11, 2, 5, 0, tzinfo=UTC), tags=["zwolle"])

    found = await days(
        database,
        actor=ANONYMOUS,
        since=date(2026, 11, 1),
        count=2,
        zone=BOSTON,
        filter=EventFilter(tags=("zwolle",)),
    )

    assert [(str(day.date), day.count) for day in found] == [("2026-11-01", 2), ("2026-11-02", 1)]


async def test_what_has_two_of_the_tags_counts_once_and_drafts_do_not(database: Database) -> None:
    async with database.write() as session:
        both = await make.event(session, tags=["zwolle", "gears"], kind=EventKind.PANEL)
        await make.event(session, tags=["zwolle"], publication="DRAFT")
    day = both.starts_at.astimezone(BOSTON).date()

    (found,) = await days(
        database, actor=ANONYMOUS, since=day, count=1, zone=BOSTON, filter=EventFilter(tags=("zwolle", "gears"))
    )

    assert (found.count, found.first) == (1, [both.id])


async def test_a_week_begins_on_monday(execute: Execute) -> None:
    week = (await execute(None, WEEK, day="2026-10-01"))["data"]["eventWeek"]["days"]

    assert [day["date"] for day in week][::6] == ["2026-09-28", "2026-10-04"]


async def test_without_a_month_it_is_this_one_where_the_viewer_is(execute: Execute) -> None:
    month = (await execute("ada", MONTH))["data"]["eventMonth"]

    assert (month["timeZone"], month["today"]) == ("America/New_York", str(NOW.astimezone(BOSTON).date()))
    assert month["days"][0]["date"] == month["today"][:8] + "01"


@pytest.mark.parametrize("month", ["2026-13", "soon", "0001-01", "9999-12"])
async def test_what_is_no_month_is_explained(execute: Execute, month: str) -> None:
    answer = await execute(None, MONTH, month=month)

    assert "such as 2026-09" in str(answer["errors"])


async def test_more_days_than_a_page_shows_are_refused(database: Database) -> None:
    with pytest.raises(InvalidInput, match="1 to 42 days"):
        await days(database, actor=ANONYMOUS, since=date(2026, 1, 1), count=43, zone=BOSTON)


async def test_a_month_asks_the_database_as_often_whatever_is_on(execute: Execute, statements: list[str]) -> None:
    document = "{ eventMonth { days { count } } }"
    await execute(None, document)
    statements.clear()

    await execute(None, document)

    assert len(statements) == 2
