"""What another program reads back of a whole calendar is what was put into it, whatever it was."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import icalendar
import pytest
from conftest import NOW
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from make import event as make_event
from sqlalchemy import delete, insert

from server.actor import Member
from server.db import Database
from server.events.filter import EventFilter
from server.events.models import Event, EventStatus
from server.events.staff import EventStaff, StaffRole
from server.feeds.calendars import events_calendar
from server.feeds.models import CalendarSource, FeedSubscription
from server.feeds.personal import personal_calendar
from server.feeds.subscribe import subscribe
from server.feeds.wish import wish
from server.seed import SeededCampus

HOST = "http://hallway.test"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ODD = [
    "a\r\nEND:VEVENT",
    ";,:\"^'",
    "é" * 60,
    "👩\u200d🎓" * 30,
    "שלום",
    "\x85\u2028",
    "\ufeffx",
    "a\tb\x07c",
    "%0D%0A",
]
STATUS = {"SCHEDULED": "CONFIRMED", "RESCHEDULED": "CONFIRMED", "POSTPONED": "TENTATIVE", "CANCELLED": "CANCELLED"}

# A backslash before an N is read by icalendar as a line end, however escaped; test_write.py has those.
texts = st.one_of(
    st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\\\x00"), max_size=80)
)
names = texts.filter(bool)
statuses = st.sampled_from(EventStatus)


class Change(NamedTuple):
    """Of one instance: None is as in its series."""

    name: str | None
    by: int | None
    """Hours that it is later."""
    status: EventStatus | None


class Put(NamedTuple):
    """An event, and what differs of its instances, by their number from 0."""

    name: str
    description: str
    place: str
    zone: str
    start: datetime
    """Local time; never within an hour that clocks skip or repeat."""
    hours: int
    status: EventStatus
    times: int
    """1: no series."""
    changes: dict[int, Change]


@st.composite
def events(draw: Any) -> Put:
    times = draw(st.sampled_from([1, 1, 2, 6]))
    changes = st.builds(Change, st.none() | names, st.none() | st.integers(1, 5), st.none() | statuses)
    return Put(
        draw(names),
        draw(texts),
        draw(texts),
        draw(st.sampled_from(["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"])),
        datetime(2026, 10, 1, draw(st.integers(8, 16))) + draw(st.integers(0, 60)) * DAY,  # noqa: DTZ001 (see `zone`)
        draw(st.integers(1, 3)),
        draw(statuses),
        times,
        draw(st.dictionaries(st.integers(0, times - 1), changes, max_size=2)) if times > 1 else {},
    )


def put_with(status: EventStatus) -> Put:
    """A series with an instance of each status of its own."""
    changes = {number: Change(None, number, own) for number, own in enumerate(EventStatus, start=1)}
    start = datetime(2026, 10, 22, 10)  # noqa: DTZ001 (see `zone`)
    return Put("Talk", "On talking", "Pier 4", "Europe/London", start, 1, status, 6, changes)


class Read(NamedTuple):
    """What a calendar says of one instance."""

    name: str
    description: str
    place: str
    starts_at: datetime
    ends_at: datetime
    status: str


def kept(text: str) -> str:
    """What a calendar can hold of it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(c for c in text if c == "\n" or not (c < " " or c in "\x7f\ufeff"))


def start_of(put: Put, number: int) -> datetime:
    """In UTC: the same time on the clock, a week later each."""
    return (put.start + number * 7 * DAY).replace(tzinfo=ZoneInfo(put.zone)).astimezone(UTC)


def instance(put: Put, number: int) -> Read:
    change = put.changes.get(number, Change(None, None, None))
    starts_at = start_of(put, number) + (change.by or 0) * HOUR
    off = put.status in ("CANCELLED", "POSTPONED") and change.status == "RESCHEDULED"
    status = STATUS[put.status if off or change.status is None else change.status]
    name = change.name if change.name is not None else put.name
    words = kept(name), kept(put.description), kept(put.place)
    return Read(*words, starts_at, starts_at + put.hours * HOUR, status)


def read(component: Any) -> Read:
    assert component.errors == []
    name, description, place = (str(component.get(word, "")) for word in ("SUMMARY", "DESCRIPTION", "LOCATION"))
    start, end = (component[word].dt.astimezone(UTC) for word in ("DTSTART", "DTEND"))
    return Read(name, description, place, start, end, str(component["STATUS"]))


async def put_in(database: Database, puts: list[Put], numbers: Any, person: UUID) -> dict[str, Put]:
    """By UID. They are called off now, so that every calendar tells it still; the person works at each."""
    made = {}
    async with database.write() as session:
        for put in puts:
            series: dict[str, Any] = {"rrule": f"FREQ=WEEKLY;COUNT={put.times}"} if put.times > 1 else {}
            event = await make_event(
                session,
                tags=["round"],
                name=put.name,
                uid=f"{next(numbers)}@round.example",
                description=put.description,
                location_text=put.place,
                time_zone=put.zone,
                starts_at=start_of(put, 0),
                lasts=put.hours * HOUR,
                status=put.status,
                cancelled_at=NOW if put.status is EventStatus.CANCELLED else None,
                overrides=[override(put, number) for number in put.changes],
                **series,
            )
            await session.execute(insert(EventStaff).values(event_id=event.id, person_id=person, role=StaffRole.DOOR))
            made[event.uid] = put
    return made


def override(put: Put, number: int) -> dict[str, Any]:
    change = put.changes[number]
    at = start_of(put, number)
    moved = None if change.by is None else at + change.by * HOUR
    ends_at = moved and moved + put.hours * HOUR
    facts = {"starts_at": moved, "ends_at": ends_at, "name": change.name, "status": change.status}
    return {"recurrence_id": at, **facts}


Found = dict[tuple[str, datetime | None], Read]
"""By UID and RECURRENCE-ID."""


def public(calendar: Any) -> Found:
    found: Found = {}
    for one in calendar.events:
        at = one["RECURRENCE-ID"].dt.astimezone(UTC) if "RECURRENCE-ID" in one else None
        found[str(one["UID"]), at] = read(one)
    assert len(found) == len(calendar.events)
    return found


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whole_calendars_are_read_back_as_they_were_put_in(database_url: str, campus: SeededCampus) -> None:
    """What is written comes from rows that both databases give alike."""
    numbers, person = count(), campus.people["hana"]
    with asyncio.Runner() as runner:
        database = Database.open(database_url)

        @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.lists(events(), min_size=1, max_size=4))
        @example([put_with(status) for status in EventStatus])
        def compare(puts: list[Put]) -> None:
            made = runner.run(put_in(database, puts, numbers, person))
            everybody, own = runner.run(fetched(database, person))
            runner.run(forgotten(database))

            wanted: Found = {(uid, None): instance(put._replace(changes={}), 0) for uid, put in made.items()}
            wanted |= {(uid, start_of(put, n)): instance(put, n) for uid, put in made.items() for n in put.changes}
            assert public(everybody) == wanted
            rules = {str(one["UID"]): one["RRULE"] for one in everybody.events if "RRULE" in one}
            assert {uid: rule["COUNT"] for uid, rule in rules.items()} == {
                uid: [put.times] for uid, put in made.items() if put.times > 1
            }
            each = [instance(put, n) for put in made.values() for n in range(put.times)]
            assert sorted(map(read, own.events)) == sorted(each)

        compare()
        runner.run(database.close())


async def fetched(database: Database, person: UUID) -> tuple[Any, Any]:
    """A public calendar and a personal one, as another program understands them."""
    wanted = wish(name="Mine", sources=frozenset([CalendarSource.HOSTING]), saved_filter_id=None, remind_minutes=None)
    async with database.write() as session:
        secret = (await subscribe(session, actor=Member(person), wish=wanted, now=NOW)).secret
    of_round = EventFilter(tags=("round",))
    everybody = await events_calendar(database, filter=of_round, name="Round", base_url=HOST, now=NOW)
    own = await personal_calendar(database, secret=secret, base_url=HOST, now=NOW)
    assert own is not None
    return icalendar.Calendar.from_ical(everybody.text), icalendar.Calendar.from_ical(own.text)


async def forgotten(database: Database) -> None:
    async with database.write() as session:
        await session.execute(delete(FeedSubscription))
        await session.execute(delete(Event).where(Event.uid.like("%@round.example")))
