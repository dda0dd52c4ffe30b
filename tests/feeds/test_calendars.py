"""What is in a calendar, and that it is never older than what it is made from."""

import re
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from conftest import NOW, Execute
from make import event as make_event
from sqlalchemy import delete, insert, select, update

from server.campuses.models import Place
from server.db import Database
from server.events.filter import EventFilter
from server.events.materialise import materialise
from server.events.models import Event, EventKind, EventOverride, EventStatus, EventTag, Occurrence, Publication
from server.feeds import unchanged
from server.feeds.calendars import (
    campus_calendar,
    event_calendar,
    events_calendar,
    organization_calendar,
    saved_filter_calendar,
)
from server.organizations.models import Organization
from server.seed import SeededCampus
from server.watch import SHOWN

HOST = "http://hallway.test"


async def read(database: Database, *, now: datetime = NOW, **filter_: Any) -> icalendar.Calendar:
    found = await events_calendar(database, filter=EventFilter(**filter_), name="Northgate", base_url=HOST, now=now)
    return icalendar.Calendar.from_ical(found.text)


async def slugs(database: Database, *, now: datetime = NOW, **filter_: Any) -> set[str]:
    calendar = await read(database, now=now, **filter_)
    return {str(event["URL"]).rpartition("/")[2] for event in calendar.walk("VEVENT")}


async def text(database: Database, slug: str) -> str:
    found = await event_calendar(database, slug=slug, base_url=HOST, now=NOW)
    assert found is not None
    return found.text.replace("\r\n ", "")


@pytest.mark.parametrize(
    "filter_",
    [
        {},
        {"kinds": ["FAIR", "LECTURE"]},
        {"campus": "boston"},
        {"campus": "nowhere"},
        {"organization": "robotics-club"},
        {"tags": ["career", "making"]},
        {"text": "robot*"},
        {"text": "robo"},
        {"text": "the"},
        {"text": "!"},
        {"attendanceModes": ["ONLINE"]},
        {"campus": "boston", "kinds": ["MIXER"], "tags": ["social"], "text": "one"},
    ],
)
async def test_calendar_holds_what_the_list_holds(
    database: Database, execute: Execute, filter_: dict[str, Any]
) -> None:
    dates = {"from": "2026-09-01T00:00:00Z", "to": "2027-02-01T00:00:00Z"}

    answer = await execute(
        None,
        "query ($filter: EventFilter) {"
        " events(first: 100, filter: $filter) { nodes { slug } pageInfo { hasNextPage } }"
        " eventsCalendar(filter: $filter) { text } }",
        filter={**filter_, **dates},
    )

    events = answer["data"]["events"]
    assert events["pageInfo"]["hasNextPage"] is False
    calendar = icalendar.Calendar.from_ical(answer["data"]["eventsCalendar"]["text"])
    found = {str(event["URL"]).rpartition("/")[2] for event in calendar.walk("VEVENT")}
    assert found == {node["slug"] for node in events["nodes"]}


async def test_calendar_shows_every_instance_where_the_list_has_it(database: Database) -> None:
    """Read by an independent program, the calendar gives the instances that are listed here."""
    since, until = datetime(2026, 8, 1, tzinfo=UTC), datetime(2027, 8, 1, tzinfo=UTC)

    calendar = await read(database, since=since, until=until)

    shown = sorted(
        (str(event["URL"]).rpartition("/")[2], *_span(event))
        for event in recurring_ical_events.of(calendar).between(since, until)
    )
    listed = await database.rows(
        select(Event.slug, Occurrence.starts_at, Occurrence.ends_at)
        .join(Event, Event.id == Occurrence.event_id)
        .where(Occurrence.listed, Occurrence.starts_at >= since, Occurrence.starts_at < until)
        .order_by(Event.slug, Occurrence.starts_at)
    )
    assert shown == [tuple(row) for row in listed]
    assert len(shown) > 60


def _span(event: icalendar.Event) -> tuple[datetime, datetime]:
    return _moment(event["DTSTART"]), _moment(event["DTEND"])


def _moment(written: Any) -> datetime:
    if isinstance(written.dt, datetime):
        return written.dt.astimezone(UTC)
    boston = ZoneInfo("America/New_York")  # where all events of whole days are
    return datetime.combine(written.dt, time(), boston).astimezone(UTC)


async def test_calendar_keeps_what_is_called_off(database: Database) -> None:
    calendar = await read(database)

    off = {str(event["UID"]) for event in calendar.walk("VEVENT") if event["STATUS"] == "CANCELLED"}
    whole = await database.rows(select(Event.uid).where(Event.status == EventStatus.CANCELLED))
    instances = await database.rows(
        select(Event.uid).join(EventOverride).where(EventOverride.status == EventStatus.CANCELLED)
    )
    assert off == {row.uid for row in (*whole, *instances)}
    assert (len(whole), len(instances)) == (1, 1)


async def test_calendar_never_tells_where_an_online_event_is(database: Database) -> None:
    online = await database.rows(select(Event.online_url).where(Event.online_url.is_not(None)))

    found = await events_calendar(database, filter=EventFilter(), name="x", base_url=HOST, now=NOW)

    whole = found.text.replace("\r\n ", "")
    assert len(online) > 0
    assert [row.online_url for row in online if row.online_url in whole] == []


async def test_calendar_leaves_drafts_out(database: Database) -> None:
    async with database.write() as session:
        await make_event(session, slug="secret-plan", publication=Publication.DRAFT)

    assert "secret-plan" not in await slugs(database)
    assert await event_calendar(database, slug="secret-plan", base_url=HOST, now=NOW) is None


async def test_calendar_forgets_what_is_unpublished(database: Database) -> None:
    assert "build-night" in await slugs(database)

    async with database.write() as session:
        event = await session.scalar(select(Event).where(Event.slug == "build-night"))
        assert event is not None
        event.publication = Publication.DRAFT
        await materialise(session, event, now=NOW)

    assert "build-night" not in await slugs(database)
    assert await event_calendar(database, slug="build-night", base_url=HOST, now=NOW) is None


async def test_calendar_reaches_sixty_days_back_by_whole_days(database: Database) -> None:
    async with database.write() as session:
        await make_event(session, slug="barely", starts_at=datetime(2026, 7, 26, 0, 0, tzinfo=UTC))
        await make_event(session, slug="too-old", starts_at=datetime(2026, 7, 25, 23, 59, tzinfo=UTC))

    morning = await slugs(database, now=datetime(2026, 9, 24, 0, 0, tzinfo=UTC))
    night = await slugs(database, now=datetime(2026, 9, 24, 23, 59, tzinfo=UTC))
    tomorrow = await slugs(database, now=datetime(2026, 9, 25, 0, 0, tzinfo=UTC))

    assert morning & {"barely", "too-old"} == {"barely"}
    assert night == morning
    assert tomorrow == morning - {"barely"}


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (update(Organization).where(Organization.slug == "robotics-club").values(name="Robots"), "CONTACT:Robots"),
        (update(Place).where(Place.name == "Makerspace").values(name="Attic"), "LOCATION:Attic\\, "),
        (update(Place).where(Place.name == "Makerspace").values(latitude=1.5, longitude=2.5), "GEO:1.5;2.5"),
    ],
    ids=["host", "place", "geo"],
)
async def test_calendar_follows_what_is_around_an_event(database: Database, change: Any, line: str) -> None:
    before = await text(database, "build-night")
    async with database.write() as session:
        await session.execute(change)

    after = await text(database, "build-night")

    assert f"\r\n{line}" not in before
    assert f"\r\n{line}" in after


async def test_calendar_follows_the_place_of_one_instance(database: Database, campus: SeededCampus) -> None:
    async with database.write() as session:
        await session.execute(
            update(EventOverride)
            .where(EventOverride.event_id == campus.events["build-night"])
            .values(place_id=select(Place.id).where(Place.name == "Marlowe Hall").scalar_subquery())
        )
        await session.execute(update(Event).where(Event.slug == "build-night").values(updated_at=NOW))
    before = await text(database, "build-night")
    async with database.write() as session:
        await session.execute(update(Place).where(Place.name == "Marlowe Hall").values(name="Tent"))

    after = await text(database, "build-night")

    assert "LOCATION:Tent" not in before
    assert "Marlowe Hall" in before
    assert "Tent\\, " in after


async def test_calendar_follows_tags_and_overrides(database: Database, campus: SeededCampus) -> None:
    key = campus.events["build-night"]
    before = await text(database, "build-night")

    async with database.write() as session:
        await session.execute(delete(EventOverride).where(EventOverride.event_id == key))
        await session.execute(insert(EventTag).values(event_id=key, tag="glue"))
        await materialise(session, await session.get_one(Event, key), now=NOW)  # as every change of an event does

    after = await text(database, "build-night")
    assert before.count("RECURRENCE-ID") > 0
    assert after.count("RECURRENCE-ID") == 0
    assert ",glue," in after


async def test_calendar_of_another_address_names_that(database: Database) -> None:
    await text(database, "build-night")

    moved = await event_calendar(database, slug="build-night", base_url="https://hallway.example.edu", now=NOW)

    assert moved is not None
    assert "URL:https://hallway.example.edu/events/build-night\r\n" in moved.text


async def test_calendar_of_one_three_and_fifty_events_takes_the_same_statements(
    database: Database, statements: list[str]
) -> None:
    counts = []
    for number in (1, 3, 50):
        async with database.write() as session:
            for _ in range(number):
                await make_event(session, tags=[f"many-{number}"])
        for fetch in ("written", "kept", "joined"):
            if fetch == "joined":
                async with database.write() as session:
                    await session.execute(update(Organization).values(summary=f"For {number}"))
            statements.clear()
            found = await read(database, tags=(f"many-{number}",))
            counts.append((len(found.walk("VEVENT")), len(statements)))

    assert counts[::3] == [(1, 4), (3, 4), (50, 4)]
    assert counts[1::3] == [(1, 1), (3, 1), (50, 1)]
    assert counts[2::3] == [(1, 3), (3, 3), (50, 3)]


async def test_whatever_calendars_are_made_of_is_watched(database: Database, statements: list[str]) -> None:
    where = {"base_url": HOST, "now": NOW}
    await read(database, text="robots", tags=("making",), campus="boston")
    await organization_calendar(database, slug="robotics-club", **where)  # type: ignore[arg-type]  # two kinds
    await campus_calendar(database, slug="boston", **where)  # type: ignore[arg-type]
    await saved_filter_calendar(database, slug="nobody's", **where)  # type: ignore[arg-type]
    await text(database, "build-night")

    tables = {table for one in statements for table in re.findall(r"(?:FROM|JOIN) ([a-z_]+)", one)}
    assert tables - {"calendar_text", "catalogue", "event_search", "occurrence_tag"} == SHOWN


async def test_calendar_kept_in_memory_is_never_older_than_the_last_commit(database: Database) -> None:
    for number in range(5):
        async with database.write() as session:
            await session.execute(update(Organization).values(name=f"Host {number}"))
        await read(database)

        calendar = await read(database)

        assert {str(event["CONTACT"]) for event in calendar.walk("VEVENT")} == {f"Host {number}"}


async def test_calendars_kept_in_memory_are_bounded(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchanged, "MAX_OCTETS", 3_000)
    await read(database)  # writes the texts

    for number in range(50):
        await read(database, campus=f"nowhere-{number}")

    kept = unchanged._kept[database]
    assert 0 < sum(calendar.size for _state, calendar in kept.values()) <= 3_000


async def test_calendar_of_an_endless_hostile_rule_has_no_rule(database: Database) -> None:
    async with database.write() as session:
        await make_event(session, slug="clock", rrule="FREQ=SECONDLY")

    found = await text(database, "clock")

    assert "RRULE:FREQ=SECONDLY" not in found
    assert found.count("BEGIN:VEVENT") == 1


async def test_calendar_by_whole_days_has_dates(database: Database) -> None:
    async with database.write() as session:
        await make_event(
            session,
            slug="open-days",
            kind=EventKind.FAIR,
            all_day=True,
            starts_at=datetime(2026, 10, 31, 4, tzinfo=UTC),  # midnights in Boston, around a clock change
            ends_at=datetime(2026, 11, 2, 5, tzinfo=UTC),
            rrule="FREQ=WEEKLY;COUNT=3",
            exdates="20261107T050000Z",
            time_zone="America/New_York",
        )

    lines = (await text(database, "open-days")).split("\r\n")

    assert "DTSTART;VALUE=DATE:20261031" in lines
    assert "DTEND;VALUE=DATE:20261102" in lines
    assert "EXDATE;VALUE=DATE:20261107" in lines
    assert "BEGIN:VTIMEZONE" not in lines


async def test_calendar_tells_the_second_of_two_equal_hours(database: Database) -> None:
    second = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)  # 01:30 in Boston for the second time that night
    async with database.write() as session:
        await make_event(session, slug="night", starts_at=second, time_zone="America/New_York")

    lines = (await text(database, "night")).split("\r\n")

    assert "DTSTART:20261101T063000Z" in lines
    assert "DTEND;TZID=America/New_York:20261101T023000" in lines


async def test_calendar_with_nothing_in_it_is_one_all_the_same(database: Database) -> None:
    calendar = await read(database, campus="nowhere", since=NOW - timedelta(days=1))

    assert (calendar["VERSION"], calendar.subcomponents) == ("2.0", [])
