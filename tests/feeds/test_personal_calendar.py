"""One's own calendar holds what one said that it holds, for whoever knows its address, as things are now."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from coming import Coming
from conftest import NOW
from make import event as make_event
from sqlalchemy import delete, insert, select, update

from server.actor import Member
from server.attendance.rsvp import Rsvp
from server.config import Settings
from server.db import Database
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.attendance import Attendance
from server.events.filter import EventFilter
from server.events.materialise import materialise
from server.events.models import AttendanceMode, Event, EventStatus, Occurrence, OnlineAudience, Publication
from server.events.staff import EventStaff, StaffRole
from server.feeds.models import CalendarSource, FeedSubscription
from server.feeds.personal import personal_calendar
from server.feeds.subscribe import subscribe
from server.feeds.wish import wish
from server.finding.save_filter import save_filter
from server.keys import new_key
from server.organizations.models import Membership, Role
from server.seed import SeededCampus

HOST = "http://hallway.test"
START = datetime(2026, 10, 1, 20, tzinfo=UTC)
ALL = tuple(CalendarSource)


@pytest.fixture
async def me(database: Database, settings: Settings) -> UUID:
    """Somebody who has nothing yet."""
    (person,) = await Coming(database, settings).people(1)
    return person


async def made(
    database: Database,
    person: UUID,
    sources: Iterable[CalendarSource] = ALL,
    *,
    remind: int | None = None,
    saved: UUID | None = None,
) -> str:
    """The secret of a new calendar."""
    wanted = wish(name="Mine", sources=frozenset(sources), saved_filter_id=saved, remind_minutes=remind)
    async with database.write() as session:
        return (await subscribe(session, actor=Member(person), wish=wanted, now=NOW)).secret


async def lines(database: Database, secret: str, now: datetime = NOW) -> list[str]:
    found = await personal_calendar(database, secret=secret, base_url=HOST, now=now)
    assert found is not None
    return found.text.replace("\r\n ", "").split("\r\n")


async def slugs(database: Database, secret: str, now: datetime = NOW) -> list[str]:
    return [
        line.rpartition("/")[2] for line in await lines(database, secret, now) if line.startswith(f"URL:{HOST}/events/")
    ]


async def says(database: Database, settings: Settings, person: UUID, slug: str, answer: Rsvp = Rsvp.GOING) -> None:
    occurrence = select(Occurrence.id).join(Event, Event.id == Occurrence.event_id).where(Event.slug == slug)
    found = await database.rows(occurrence.order_by(Occurrence.starts_at))
    await Coming(database, settings).says(person, found[0].id, answer)


async def four_kinds(database: Database, settings: Settings, me: UUID) -> None:
    """An event for each source, each of a host that has nothing to do with `me`."""
    async with database.write() as session:
        keys = {}
        for number, slug in enumerate(("going", "interested", "hosting", "speaking")):
            one = await make_event(session, slug=slug, name=slug, starts_at=START + timedelta(hours=number))
            keys[slug] = one.id
        staff = {"event_id": keys["hosting"], "person_id": me, "role": StaffRole.DOOR}
        await session.execute(insert(EventStaff).values(**staff))
        item = new_key()
        session.add(AgendaItem(id=item, event_id=keys["speaking"], name="Talk", starts_at=START, ends_at=START))
        await session.flush()
        session.add(AgendaSpeaker(agenda_item_id=item, person_id=me, name="Me", position=0))
    await says(database, settings, me, "going")
    await says(database, settings, me, "interested", Rsvp.INTERESTED)


@pytest.mark.parametrize("source", list(CalendarSource))
async def test_calendar_holds_what_was_chosen(
    database: Database, settings: Settings, me: UUID, source: CalendarSource
) -> None:
    await four_kinds(database, settings, me)

    assert await slugs(database, await made(database, me, [source])) == [source.value.lower()]


async def test_calendar_holds_all_of_it_in_order(database: Database, settings: Settings, me: UUID) -> None:
    await four_kinds(database, settings, me)
    secret = await made(database, me)

    told = await lines(database, secret)

    assert await slugs(database, secret) == ["going", "interested", "hosting", "speaking"]
    assert {"NAME:Mine", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"} <= set(told)
    assert [line for line in told if line.startswith(("SOURCE", "METHOD"))] == []
    assert told.count("TRANSP:TRANSPARENT") == 1
    assert [line for line in told if line.startswith("STATUS")] == ["STATUS:CONFIRMED", "STATUS:TENTATIVE"] + [
        "STATUS:CONFIRMED"
    ] * 2


async def test_calendar_of_another_holds_none_of_it(
    database: Database, settings: Settings, me: UUID, campus: SeededCampus
) -> None:
    await four_kinds(database, settings, me)
    (other,) = await Coming(database, settings).people(1)

    assert await slugs(database, await made(database, other)) == []


async def test_calendar_follows_a_change_of_mind(database: Database, settings: Settings, me: UUID) -> None:
    await four_kinds(database, settings, me)
    secret = await made(database, me)
    await slugs(database, secret)

    await says(database, settings, me, "going", Rsvp.NOT_GOING)

    assert await slugs(database, secret) == ["interested", "hosting", "speaking"]


async def test_calendar_follows_a_role(database: Database, me: UUID, campus: SeededCampus) -> None:
    secret = await made(database, me, [CalendarSource.HOSTING])
    club = campus.organizations["robotics-club"]
    async with database.write() as session:
        await make_event(session, slug="posted", starts_at=START)
        role = {"organization_id": club, "person_id": me, "role": Role.ORGANIZER, "created_at": NOW}
        await session.execute(insert(Membership).values(**role))
    hosting = await slugs(database, secret)

    async with database.write() as session:
        await session.execute(delete(Membership).where(Membership.person_id == me))

    assert "posted" in hosting
    assert await slugs(database, secret) == []


async def test_calendar_forgets_what_is_unpublished(database: Database, settings: Settings, me: UUID) -> None:
    await four_kinds(database, settings, me)
    secret = await made(database, me)
    await slugs(database, secret)

    async with database.write() as session:
        event = (await session.scalars(select(Event).where(Event.slug == "going"))).one()
        event.publication = Publication.DRAFT
        await materialise(session, event, now=NOW)

    assert await slugs(database, secret) == ["interested", "hosting", "speaking"]


async def test_calendar_tells_for_thirty_days_what_was_called_off(
    database: Database, settings: Settings, me: UUID
) -> None:
    await four_kinds(database, settings, me)
    secret = await made(database, me, [CalendarSource.GOING], remind=10)
    async with database.write() as session:
        event = (await session.scalars(select(Event).where(Event.slug == "going"))).one()
        event.status, event.cancelled_at, event.updated_at = EventStatus.CANCELLED, NOW, NOW
        await materialise(session, event, now=NOW)

    told = await lines(database, secret)

    assert (told.count("STATUS:CANCELLED"), told.count("BEGIN:VALARM")) == (1, 0)
    assert await slugs(database, secret, NOW + timedelta(days=30)) == ["going"]
    assert await slugs(database, secret, NOW + timedelta(days=31)) == []


async def test_instances_of_a_series_are_events_of_their_own(database: Database, settings: Settings, me: UUID) -> None:
    override = {"recurrence_id": START, "name": "First one", "starts_at": START + timedelta(hours=1), "sequence": 2}
    async with database.write() as session:
        await make_event(
            session,
            slug="weekly",
            uid="weekly@make.example",
            starts_at=START,
            rrule="FREQ=WEEKLY;COUNT=3",
            overrides=[{**override, "updated_at": NOW}],
        )
    await says(database, settings, me, "weekly")

    told = await lines(database, await made(database, me))

    told = told[told.index("BEGIN:VEVENT") :]
    assert [line for line in told if line.startswith(("UID", "SUMMARY", "SEQUENCE", "RRULE", "RECURRENCE-ID"))] == [
        "UID:20261001T200000Z-weekly@make.example",
        "SEQUENCE:2",
        "SUMMARY:First one",
    ]
    assert "DTSTART;TZID=America/New_York:20261001T170000" in told


@pytest.mark.parametrize(
    ("audience", "answer", "told"),
    [
        (OnlineAudience.MEMBERS, Rsvp.INTERESTED, True),
        (OnlineAudience.GOING, Rsvp.GOING, True),
        (OnlineAudience.GOING, Rsvp.INTERESTED, False),
    ],
)
async def test_calendar_says_where_to_join_to_those_who_may_know(
    database: Database, settings: Settings, me: UUID, audience: OnlineAudience, answer: Rsvp, told: bool
) -> None:
    url = "https://call.example/room?pwd=s3cret"
    facts: dict[str, Any] = {"attendance_mode": AttendanceMode.ONLINE, "online_url": url, "online_for": audience}
    async with database.write() as session:
        await make_event(session, slug="call", starts_at=START, **facts)
    await says(database, settings, me, "call", answer)

    found = await lines(database, await made(database, me))

    assert (f'CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL="Join online":{url}' in found) is told
    assert any("call.example" in line for line in found if line.startswith("DESCRIPTION:")) is told
    assert ("call.example" in "".join(found)) is told


async def test_calendar_of_door_staff_has_no_address_that_is_for_those_who_come(
    database: Database, settings: Settings, me: UUID
) -> None:
    await four_kinds(database, settings, me)
    async with database.write() as session:
        facts = {"online_url": "https://call.example/secret", "online_for": OnlineAudience.GOING, "updated_at": NOW}
        await session.execute(update(Event).where(Event.slug.in_(["hosting", "going"])).values(**facts))

    found = "".join(await lines(database, await made(database, me)))
    hosting = "".join(await lines(database, await made(database, me, [CalendarSource.HOSTING])))

    assert ("call.example" in found, "call.example" in hosting) == (True, False)


@pytest.mark.parametrize(
    ("minutes", "trigger", "words"),
    [(0, "-PT0M", "now"), (1, "-PT1M", "in 1 minute"), (90, "-PT90M", "in 90 minutes"), (1440, "-PT1440M", "in 1 day")],
)
async def test_calendar_reminds(
    database: Database, settings: Settings, me: UUID, minutes: int, trigger: str, words: str
) -> None:
    await four_kinds(database, settings, me)

    told = await lines(database, await made(database, me, remind=minutes))

    alarm = told.index("BEGIN:VALARM")
    assert told[alarm + 1 : alarm + 6] == [
        "ACTION:DISPLAY",
        f"TRIGGER:{trigger}",
        f"DESCRIPTION:It begins {words}.",
        "END:VALARM",
        "END:VEVENT",
    ]
    assert told.count("BEGIN:VALARM") == 4


async def test_calendar_of_a_saved_filter_holds_what_it_finds(database: Database, me: UUID) -> None:
    async with database.write() as session:
        facts: dict[str, Any] = {"online_url": "https://call.example/1", "rrule": "FREQ=WEEKLY;COUNT=3"}
        await make_event(session, slug="fits", tags=["mine"], starts_at=START, **facts)
        await make_event(session, slug="not", starts_at=START)
        kept = await save_filter(session, actor=Member(me), name="Mine", filter=EventFilter(tags=("mine",)), now=NOW)

    told = await lines(database, await made(database, me, [], saved=kept.id, remind=5))

    assert [line for line in told if line.startswith(f"URL:{HOST}/events/")] == [f"URL:{HOST}/events/fits"]
    assert (told.count("BEGIN:VALARM"), "RRULE:FREQ=WEEKLY;COUNT=3" in told) == (1, True)
    assert len([line for line in told if line.startswith("CONFERENCE") and "call.example/1" in line]) == 1


async def test_calendar_of_nobody(database: Database, me: UUID) -> None:
    secret = await made(database, me)
    async with database.write() as session:
        await session.execute(delete(FeedSubscription).where(FeedSubscription.person_id == me))

    assert await personal_calendar(database, secret=secret, base_url=HOST, now=NOW) is None
    assert await personal_calendar(database, secret="", base_url=HOST, now=NOW) is None


async def test_use_is_written_down_once_an_hour(database: Database, me: UUID, statements: list[str]) -> None:
    secret = await made(database, me)
    used = []
    for minutes in (0, 59, 60, 61):
        await slugs(database, secret, NOW + timedelta(minutes=minutes))
        rows = await database.rows(select(FeedSubscription.last_used_at))
        used.append((rows[0].last_used_at - NOW).total_seconds() / 60)
    statements.clear()
    await slugs(database, secret, NOW + timedelta(minutes=62))

    assert used == [0, 0, 60, 60]
    assert [one for one in statements if not one.startswith("SELECT")] == []


async def test_calendar_of_one_three_and_fifty_events_takes_the_same_statements(
    database: Database, settings: Settings, statements: list[str]
) -> None:
    counts = []
    for number in (1, 3, 50):
        (person,) = await Coming(database, settings).people(1)
        async with database.write() as session:
            for _ in range(number):
                one = await make_event(session, starts_at=START)
                status = {"status": "GOING", "created_at": NOW, "updated_at": NOW, "event_id": one.id}
                await session.execute(insert(Attendance).values(occurrence_id=one.id, person_id=person, **status))
        secret = await made(database, person)
        await slugs(database, secret)
        async with database.write() as session:  # so that nothing is found in memory
            await session.execute(update(Event).values(sequence=Event.sequence + 1))
        statements.clear()
        counts.append(
            (len(await slugs(database, secret)), len([s for s in statements if s.startswith(("SEL", "WITH"))]))
        )

    assert [shown for shown, _ in counts] == [1, 3, 50]
    assert len({taken for _, taken in counts}) == 1
