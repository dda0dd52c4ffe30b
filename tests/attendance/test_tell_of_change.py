"""Whoever answered is told by mail, once, what became of it; nobody else is."""

from typing import Any
from uuid import UUID

import make
import pytest
from coming import Coming
from conftest import Execute
from sqlalchemy import delete, select, update
from weekly import answer, monday, rehearsal

from server.attendance.rsvp import Rsvp
from server.db import Database
from server.events.models import Event, Publication
from server.mail.models import OutgoingMail
from server.people.models import Person
from server.seed import SeededCampus

CANCEL = (
    "mutation($slug: String!, $reason: String) { x: cancelEvent(input: {slug: $slug, reason: $reason}) { __typename } }"
)
POSTPONE = (
    'mutation($slug: String!) { x: postponeEvent(input: {slug: $slug, reason: "The hall is wet."}) { __typename } }'
)
RESTORE = "mutation($slug: String!) { x: restoreEvent(input: {slug: $slug}) { __typename } }"
MOVE = """mutation($slug: String!) {
  x: rescheduleEvent(input: {slug: $slug, startsAt: "2026-10-02T18:00", endsAt: "2026-10-02T20:00"}) { __typename }
}"""
CHANGE = """mutation($slug: String!, $version: String!, $room: String, $summary: String) {
  x: changeEvent(input: {slug: $slug, version: $version, room: $room, summary: $summary}) {
    __typename ... on PostEventSuccess { version }
  }
}"""
ONE = """mutation($slug: String!, $at: DateTime!, $room: String) {
  x: changeInstance(input: {slug: $slug, recurrenceId: $at, room: $room}) { __typename }
}"""
CANCEL_ONE = """mutation($slug: String!, $at: DateTime!) {
  x: cancelInstance(input: {slug: $slug, recurrenceId: $at}) { __typename }
}"""
FOLLOWING = """mutation($slug: String!, $at: DateTime!, $startsAt: String!, $endsAt: String!) {
  x: changeFollowing(input: {slug: $slug, recurrenceId: $at, startsAt: $startsAt, endsAt: $endsAt}) { __typename }
}"""
COUNT = "query($slug: String!) { eventForm(slug: $slug) { toldCount } }"


async def mails(coming: Coming) -> list[tuple[str, str, str]]:
    """What was queued since the last time: to, subject, text."""
    found = sorted((to or "", subject, text) for to, subject, text in await coming.mails())
    async with coming.database.write() as session:
        await session.execute(delete(OutgoingMail))
    return found


async def done(execute: Execute, document: str, **values: Any) -> Any:
    found = (await execute("eli", document, **values))["data"]["x"]
    assert found["__typename"].endswith("Success"), found
    return found


@pytest.fixture
async def lecture(database: Database, coming: Coming) -> tuple[Event, list[UUID]]:
    """Two places: two go, one waits, one is interested, and one said no."""
    async with database.write() as session:
        event = await make.event(session, slug="told", name="A lecture", capacity=2, room="Room 1")
    people = await coming.people(5)
    for person in people[:3]:
        await coming.says(person, event.id)
    await coming.says(people[3], event.id, Rsvp.INTERESTED)
    await coming.says(people[4], event.id, Rsvp.NOT_GOING)
    return event, people


def to(*people: UUID) -> list[str]:
    return sorted(f"{person.hex}@north.example" for person in people)


async def test_all_who_answered_are_told_once_that_it_is_cancelled_and_why(
    execute: Execute, coming: Coming, lecture: tuple[Event, list[UUID]]
) -> None:
    _, people = lecture
    counted = (await execute("eli", COUNT, slug="told"))["data"]["eventForm"]["toldCount"]

    await done(execute, CANCEL, slug="told", reason="The speaker fell ill.")

    told = await mails(coming)
    assert [address for address, _, _ in told] == to(*people[:4])
    assert counted == 4
    assert {subject for _, subject, _ in told} == {"Cancelled: A lecture"}
    assert all("does not take place" in text and "The speaker fell ill." in text for _, _, text in told)
    await done(execute, CANCEL, slug="told", reason="She is better, but the hall is gone.")
    assert await mails(coming) == []


async def test_put_off_moved_and_after_all(execute: Execute, coming: Coming, lecture: tuple[Event, list[UUID]]) -> None:
    subjects = []

    for document in (POSTPONE, RESTORE, MOVE, MOVE):
        await done(execute, document, slug="told")
        subjects.append({(subject, len(text) > 0) for _, subject, text in await mails(coming)})

    assert subjects == [
        {("Put off: A lecture", True)},
        {("It takes place: A lecture", True)},
        {("Moved: A lecture", True)},
        set(),
    ]


async def test_another_room_is_told_with_both_and_other_words_are_not(
    execute: Execute, coming: Coming, lecture: tuple[Event, list[UUID]]
) -> None:
    version = (await execute("eli", '{ eventForm(slug: "told") { version } }'))["data"]["eventForm"]["version"]

    version = (await done(execute, CHANGE, slug="told", version=version, summary="New words", room="Room 1"))["version"]
    unchanged = await mails(coming)
    await done(execute, CHANGE, slug="told", version=version, summary="New words", room="Boiler room")

    told = await mails(coming)
    assert unchanged == []
    assert len(told) == 4
    assert all("Where: Boiler room\nWhere before: Room 1\n" in text for _, _, text in told)


async def test_who_makes_the_change_has_no_address_or_sees_no_draft_is_not_told(
    execute: Execute, coming: Coming, lecture: tuple[Event, list[UUID]], database: Database, campus: SeededCampus
) -> None:
    event, people = lecture
    await coming.says(campus.people["eli"], event.id, Rsvp.INTERESTED)
    async with database.write() as session:
        await session.execute(update(Person).where(Person.id.in_(people[1:])).values(email=None))

    await done(execute, POSTPONE, slug="told")
    told = await mails(coming)
    async with database.write() as session:
        await session.execute(update(Event).where(Event.id == event.id).values(publication=Publication.DRAFT))
    await done(execute, CANCEL, slug="told", reason=None)

    assert [address for address, _, _ in told] == to(people[0])
    assert await mails(coming) == []


async def test_of_a_series_those_are_told_whose_dates_change(
    execute: Execute, coming: Coming, database: Database, campus: SeededCampus
) -> None:
    event = await rehearsal(database)
    for number, people in enumerate([("ada",), ("ada", "noor"), ("noor",)], 1):
        await answer(database, event, monday(number), *people)
    emails = {
        row.email: name
        for name in ("ada", "noor")
        for row in await database.rows(select(Person.email).where(Person.id == campus.people[name]))
    }

    async def told(document: str, number: int, **values: Any) -> list[tuple[str, str, int]]:
        await done(execute, document, slug="rehearsal", at=monday(number).isoformat(), **values)
        return [(emails[a], subject, text.count("/events/")) for a, subject, text in await mails(coming)]

    room = await told(ONE, 1, room="Boiler room")
    same_hour = await told(FOLLOWING, 2, startsAt="2026-10-19T18:00", endsAt="2026-10-19T20:00")
    cancelled = await told(CANCEL_ONE, 1)

    assert room == [("ada", "Moved: Rehearsal", 1)]
    assert same_hour == []
    assert cancelled == [("ada", "Cancelled: Rehearsal", 1)]


async def test_dates_that_are_parted_and_moved_are_told_together(
    execute: Execute, coming: Coming, database: Database
) -> None:
    event = await rehearsal(database)
    for number in (0, 1, 2):
        await answer(database, event, monday(number), "noor")

    at = monday(1).isoformat()
    await done(execute, FOLLOWING, slug="rehearsal", at=at, startsAt="2026-10-12T19:00", endsAt="2026-10-12T21:00")

    ((_, subject, text),) = await mails(coming)
    assert subject == "Moved: Rehearsal"
    assert text.count("When: ") == 2
    assert "When: Monday 12 October 2026, 19:00 to 21:00, New York time\n" in text
    assert "When before: Monday 12 October 2026, 18:00 to 20:00, New York time\n" in text
