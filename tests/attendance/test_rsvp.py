"""People say whether they come, and what becomes of it where places are few."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import make
import pytest
from coming import Coming
from conftest import NOW
from make import DAY, HOUR
from sqlalchemy import select, update

from server.actor import ANONYMOUS, Program, Scope
from server.attendance.errors import RsvpClosed, WhyClosed
from server.attendance.fill import fill_event
from server.attendance.fill_due import fill_due
from server.attendance.rsvp import Rsvp, rsvp
from server.config import Settings
from server.db import Database
from server.errors import NotFound, ScopeMissing, SignInRequired
from server.events.attendance import Attendance
from server.events.models import Event, EventStatus, Occurrence, Publication
from server.keys import new_key
from server.live import Live, occurrence_topic, person_topic
from server.seed import SeededCampus


async def made(database: Database, **facts: Any) -> UUID:
    async with database.write() as session:
        return (await make.event(session, **facts)).id


async def test_say_that_one_comes(database: Database, coming: Coming) -> None:
    event = await made(database)
    (ana,) = await coming.people(1)

    assert await coming.says(ana, event) == 1

    assert await coming.standing(event) == {ana: ("GOING", None)}


async def test_the_same_answer_again_changes_nothing(database: Database, coming: Coming) -> None:
    event = await made(database, capacity=1)
    people = await coming.people(3)
    for person in people:
        await coming.says(person, event)
    before = await coming.standing(event)

    again = [await coming.says(person, event, now=NOW + HOUR) for person in people]

    assert again == [0, 0, 0]
    assert await coming.standing(event) == before
    (stamps,) = await database.rows(select(Attendance.updated_at).where(Attendance.occurrence_id == event).distinct())
    assert stamps.updated_at == NOW


async def test_who_comes_too_late_waits_in_order(database: Database, coming: Coming) -> None:
    event = await made(database, capacity=2)
    people = await coming.people(4)

    for person in people:
        await coming.says(person, event)

    said = await coming.standing(event)
    assert [said[person] for person in people] == [
        ("GOING", None),
        ("GOING", None),
        ("WAITLISTED", 1),
        ("WAITLISTED", 2),
    ]


async def test_a_place_given_back_goes_to_the_first_in_line_who_is_told(database: Database, coming: Coming) -> None:
    event = await made(database, capacity=1, name="Solder\nyour badge")
    first, second, third = await coming.people(3)
    for person in (first, second, third):
        await coming.says(person, event)

    await coming.says(first, event, Rsvp.NOT_GOING)

    assert await coming.standing(event) == {
        first: ("CANCELLED", None),
        second: ("GOING", None),
        third: ("WAITLISTED", 2),
    }
    ((to, subject, text),) = await coming.mails()
    assert (to, subject) == (f"{second.hex}@north.example", "You have a place: Solder your badge")
    assert "Friday 25 September 2026, 10:00 New York time" in text
    assert f"http://hallway.test/events/lecture-{event.hex}" in text


@pytest.mark.parametrize("answer", [Rsvp.INTERESTED, Rsvp.NOT_GOING])
async def test_who_leaves_the_line_and_comes_back_is_last(database: Database, coming: Coming, answer: Rsvp) -> None:
    event = await made(database, capacity=1)
    first, second, third = await coming.people(3)
    for person in (first, second, third):
        await coming.says(person, event)

    await coming.says(second, event, answer)
    await coming.says(second, event)

    said = await coming.standing(event)
    assert (said[third], said[second]) == (("WAITLISTED", 2), ("WAITLISTED", 3))
    assert await coming.mails() == []


async def test_where_the_organizer_chooses_nobody_moves_up_or_passes_by(database: Database, coming: Coming) -> None:
    event = await made(database, capacity=1, waitlist_by_hand=True)
    first, second, third = await coming.people(3)
    for person in (first, second):
        await coming.says(person, event)

    await coming.says(first, event, Rsvp.NOT_GOING)
    await coming.says(third, event)

    said = await coming.standing(event)
    assert (said[second], said[third]) == (("WAITLISTED", 1), ("WAITLISTED", 2))
    assert await coming.mails() == []


async def test_more_room_fills_in_order(database: Database, coming: Coming, settings: Settings) -> None:
    event = await made(database, capacity=0)
    people = await coming.people(3)
    for person in people:
        await coming.says(person, event)

    async with database.write() as session:
        await session.execute(update(Event).where(Event.id == event).values(capacity=2))
        got = await fill_event(session, settings=settings, event_id=event, now=NOW)
        again = await fill_event(session, settings=settings, event_id=event, now=NOW)

    said = await coming.standing(event)
    assert (got, again) == (2, 0)
    assert [said[person] for person in people] == [("GOING", None), ("GOING", None), ("WAITLISTED", 3)]


async def test_without_a_limit_everybody_moves_up(database: Database, coming: Coming, settings: Settings) -> None:
    event = await made(database, capacity=0)
    people = await coming.people(3)
    for person in people:
        await coming.says(person, event)

    async with database.write() as session:
        await session.execute(update(Event).where(Event.id == event).values(capacity=None))
        await fill_event(session, settings=settings, event_id=event, now=NOW)

    assert set((await coming.standing(event)).values()) == {("GOING", None)}


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"status": EventStatus.CANCELLED}, WhyClosed.CANCELLED),
        ({"status": EventStatus.POSTPONED}, WhyClosed.POSTPONED),
        ({"starts_at": NOW - HOUR}, WhyClosed.OVER),
        ({"takes_rsvp": False}, WhyClosed.NOT_TAKEN),
        ({"rsvp_opens_at": NOW + timedelta(seconds=1)}, WhyClosed.NOT_YET),
        ({"rsvp_closes_at": NOW}, WhyClosed.CLOSED),
    ],
)
async def test_say_why_nobody_can_answer(
    database: Database, coming: Coming, facts: dict[str, Any], why: WhyClosed
) -> None:
    event = await made(database, **facts)
    (ana,) = await coming.people(1)

    with pytest.raises(RsvpClosed) as refusal:
        await coming.says(ana, event)

    assert refusal.value.why is why
    assert await coming.standing(event) == {}


async def test_answers_are_taken_from_their_first_moment_to_before_their_last(
    database: Database, coming: Coming
) -> None:
    event = await made(database, rsvp_opens_at=NOW, rsvp_closes_at=NOW + timedelta(microseconds=1))
    (ana,) = await coming.people(1)

    assert await coming.says(ana, event) == 1


async def test_answers_that_have_not_begun_say_when_in_the_events_zone(database: Database, coming: Coming) -> None:
    event = await made(database, rsvp_opens_at=NOW + DAY)
    (ana,) = await coming.people(1)

    with pytest.raises(RsvpClosed, match="25 September 2026 at 10:00, New York time"):
        await coming.says(ana, event)


async def test_leave_and_be_interested_after_answers_have_closed(database: Database, coming: Coming) -> None:
    event = await made(database, capacity=1)
    first, second, third = await coming.people(3)
    await coming.says(first, event)
    await coming.says(second, event)
    async with database.write() as session:
        await session.execute(update(Event).where(Event.id == event).values(rsvp_closes_at=NOW))

    await coming.says(first, event, Rsvp.NOT_GOING)
    await coming.says(third, event, Rsvp.INTERESTED)

    assert await coming.standing(event) == {
        first: ("CANCELLED", None),
        second: ("GOING", None),
        third: ("INTERESTED", None),
    }


@pytest.mark.parametrize("facts", [{"status": EventStatus.CANCELLED}, {"publication": Publication.DRAFT}])
async def test_nobody_moves_up_in_what_does_not_take_place(
    database: Database, coming: Coming, settings: Settings, facts: dict[str, Any]
) -> None:
    event = await made(database, capacity=0)
    (ana,) = await coming.people(1)
    await coming.says(ana, event)
    listed = {name: value for name, value in facts.items() if name == "status"}
    async with database.write() as session:
        await session.execute(update(Event).where(Event.id == event).values(capacity=5, **facts))
        if listed:
            await session.execute(update(Occurrence).where(Occurrence.id == event).values(**listed))

        got = await fill_event(session, settings=settings, event_id=event, now=NOW)

    assert got == 0


async def test_a_draft_is_nowhere_for_others_and_not_yet_open_for_its_posters(
    database: Database, coming: Coming, campus: SeededCampus
) -> None:
    event = await made(database, publication=Publication.DRAFT)
    (ana,) = await coming.people(1)

    with pytest.raises(NotFound):
        await coming.says(ana, event)
    with pytest.raises(RsvpClosed) as refusal:
        await coming.says(campus.people["tomas"], event)

    assert refusal.value.why is WhyClosed.NOT_PUBLISHED


async def test_answer_for_one_instance_of_a_series(database: Database, coming: Coming) -> None:
    series = await made(database, rrule="FREQ=DAILY;COUNT=3")
    (ana,) = await coming.people(1)
    one, two, three = await database.rows(
        select(Occurrence.id).where(Occurrence.event_id == series).order_by(Occurrence.starts_at)
    )

    await coming.says(ana, two.id)

    assert [await coming.standing(instance.id) for instance in (one, two, three)] == [{}, {ana: ("GOING", None)}, {}]


async def test_answer_for_all_to_come_as_far_as_they_take_place(database: Database, coming: Coming) -> None:
    off = {"recurrence_id": NOW + 3 * DAY, "status": EventStatus.CANCELLED}
    series = await made(database, rrule="FREQ=DAILY;COUNT=4", capacity=1, overrides=[off])
    ana, ben = await coming.people(2)
    rows = await database.rows(
        select(Occurrence.id).where(Occurrence.event_id == series).order_by(Occurrence.starts_at)
    )
    ids = [row.id for row in rows]
    await coming.says(ben, ids[3])

    changed = await coming.says(ana, ids[1], all_to_come=True)

    assert changed == 2
    assert [(await coming.standing(id_)).get(ana) for id_ in ids] == [None, ("GOING", None), None, ("WAITLISTED", 1)]


async def test_whoever_gives_back_places_of_a_series_is_followed_in_each(database: Database, coming: Coming) -> None:
    series = await made(database, rrule="FREQ=DAILY;COUNT=2", capacity=1)
    ana, ben = await coming.people(2)
    rows = await database.rows(
        select(Occurrence.id).where(Occurrence.event_id == series).order_by(Occurrence.starts_at)
    )
    for person in (ana, ben):
        await coming.says(person, rows[0].id, all_to_come=True)

    await coming.says(ana, rows[0].id, Rsvp.NOT_GOING, all_to_come=True)

    assert [(await coming.standing(row.id))[ben] for row in rows] == [("GOING", None), ("GOING", None)]
    ((_, _, text),) = await coming.mails()
    assert text.count("?at=2026-09-2") == 2


async def test_whether_those_one_has_met_see_it_can_be_changed(database: Database, coming: Coming) -> None:
    event = await made(database)
    (ana,) = await coming.people(1)
    seen = select(Attendance.seen_by_met).where(Attendance.occurrence_id == event)

    shown = []
    for seen_by_met in (True, False):
        await coming.says(ana, event, seen_by_met=seen_by_met)
        shown += [row.seen_by_met for row in await database.rows(seen)]

    assert shown == [True, False]


async def test_only_whoever_is_signed_in_answers(database: Database, settings: Settings) -> None:
    event = await made(database)

    for actor, refusal in (
        (ANONYMOUS, SignInRequired),
        (Program(new_key(), frozenset({Scope.READ_EVENTS})), ScopeMissing),
    ):
        with pytest.raises(refusal):
            async with database.write() as session:
                await rsvp(session, settings=settings, actor=actor, occurrence_id=event, answer=Rsvp.GOING, now=NOW)


async def test_there_is_no_answer_for_nothing(coming: Coming) -> None:
    (ana,) = await coming.people(1)

    with pytest.raises(NotFound):
        await coming.says(ana, new_key())


async def test_whoever_watches_is_woken(database: Database, coming: Coming) -> None:
    event = await made(database, capacity=1)
    ana, ben = await coming.people(2)
    await coming.says(ana, event)
    await coming.says(ben, event)
    live = Live(database)
    woken = []
    with (
        live.subscribe(occurrence_topic(event)) as counts,
        live.subscribe(person_topic(ana)) as hers,
        live.subscribe(person_topic(ben)) as his,
    ):
        heard = {counts.topic: counts, hers.topic: hers, his.topic: his}
        if database.dialect == "postgresql":  # a connection that begins to listen wakes everybody once
            for subscription in heard.values():
                await anext(subscription)

        await coming.says(ana, event, Rsvp.NOT_GOING)

        for topic, subscription in heard.items():
            await anext(subscription)
            woken.append(topic)
    await live.close()

    assert woken == [occurrence_topic(event), person_topic(ana), person_topic(ben)]


async def test_an_answer_costs_a_few_statements(database: Database, coming: Coming, statements: list[str]) -> None:
    event = await made(database)
    (ana,) = await coming.people(1)
    statements.clear()

    await coming.says(ana, event)

    own = [statement for statement in statements if "pg_catalog" not in statement]
    assert len(own) == (4 if database.dialect == "postgresql" else 2)


async def test_places_that_came_free_elsewhere_are_given_by_themselves(
    database: Database, coming: Coming, settings: Settings, statements: list[str]
) -> None:
    more, by_hand, gone = [await made(database, capacity=0, waitlist_by_hand=n == 1) for n in range(3)]
    full = await made(database, capacity=0)
    (ana,) = await coming.people(1)
    for event in (more, by_hand, gone, full):
        await coming.says(ana, event)
    async with database.write() as session:
        await session.execute(update(Event).where(Event.id.in_([more, by_hand, gone])).values(capacity=1))
        await session.execute(update(Occurrence).where(Occurrence.id == gone).values(status=EventStatus.CANCELLED))

    got = await fill_due(database, settings, now=NOW)
    statements.clear()
    again = await fill_due(database, settings, now=NOW)
    looked = len(statements)

    said = [(await coming.standing(event))[ana][0] for event in (more, by_hand, gone, full)]
    assert (got, again, looked) == (1, 0, 1)
    assert said == ["GOING", "WAITLISTED", "WAITLISTED", "WAITLISTED"]


async def test_whoever_comes_next_brings_those_before_them_up(
    database: Database, coming: Coming, settings: Settings
) -> None:
    event = await made(database, capacity=0)
    first, second, third = await coming.people(3)
    for person in (first, second):
        await coming.says(person, event)
    async with database.write() as session:
        await session.execute(update(Event).where(Event.id == event).values(capacity=2))

    await coming.says(third, event)

    said = await coming.standing(event)
    assert [said[person] for person in (first, second, third)] == [("GOING", None), ("GOING", None), ("WAITLISTED", 3)]
