"""Organizers look after those who come."""

import csv
from io import StringIO
from typing import Any
from uuid import UUID

import make
import pytest
from coming import Coming
from conftest import Execute
from sqlalchemy import select, update

from schema.ids import global_id
from server.attendance.models import EventQuestion, QuestionKind
from server.attendance.rsvp import Rsvp
from server.audit.models import Action, AuditEntry
from server.db import Database
from server.events.models import Event
from server.events.staff import EventStaff, StaffRole
from server.keys import new_key
from server.people.models import Person
from server.seed import SeededCampus

LIST = """
query ($slug: String!, $status: AttendanceStatus, $text: String, $first: Int! = 100, $after: String) {
  eventAttendees(slug: $slug) {
    organizes goingCount waitlistedCount
    people(first: $first, after: $after, status: $status, text: $text) {
      nodes { name status waitsAs answers { question text } } pageInfo { endCursor hasNextPage }
    }
  }
}
"""
CSV = "query ($slug: String!) { eventAttendees(slug: $slug) { csv { text filename mediaType } } }"


PLACE = """
mutation ($event: ID!, $person: ID!) {{
  x: {}(input: {{ event: $event, person: $person }}) {{ __typename ... on UserError {{ message }} }}
}}
"""
WRITE = """
mutation ($event: ID!, $message: String!, $waiting: Boolean!) {
  x: writeToAttendees(input: { event: $event, message: $message, waitingToo: $waiting }) {
    __typename ... on ToldSuccess { sent } ... on UserError { message }
  }
}
"""
LET_IN = """
mutation ($event: ID!, $email: String!) {
  x: letIn(input: { event: $event, email: $email }) { __typename ... on ToldSuccess { sent } }
}
"""


async def made(database: Database, **facts: Any) -> Event:
    """An event of the Robotics Club, which Eli organizes."""
    async with database.write() as session:
        return await make.event(session, **facts)


async def hire(database: Database, event: Event, person: UUID, role: StaffRole) -> None:
    async with database.write() as session:
        session.add(EventStaff(event_id=event.id, person_id=person, role=role))


def id_of(event: Event) -> str:
    return global_id("event", event.id)


async def names(execute: Execute, event: Event, who: str | None = "eli", **narrowed: Any) -> list[str]:
    found = (await execute(who, LIST, slug=event.slug, **narrowed))["data"]["eventAttendees"]
    return [node["name"] for node in found["people"]["nodes"]]


async def test_the_list_has_who_waits_first_then_all_by_name(
    execute: Execute, database: Database, coming: Coming
) -> None:
    event = await made(database, capacity=2)
    people = await coming.people(5)
    async with database.write() as session:
        for person, name in zip(people, ("Żaneta", "Éva Nagy", "Bo", "Cy", "Ana"), strict=True):
            await session.execute(update(Person).where(Person.id == person).values(name=name))
    for person in people[:4]:
        await coming.says(person, event.id)
    await coming.says(people[4], event.id, Rsvp.INTERESTED)

    assert await names(execute, event) == ["Bo", "Cy", "Ana", "Éva Nagy", "Żaneta"]
    assert await names(execute, event, text="na ev") == ["Éva Nagy"]
    assert await names(execute, event, text="zan") == ["Żaneta"]
    assert await names(execute, event, status="WAITLISTED") == ["Bo", "Cy"]


async def test_the_list_is_read_piece_by_piece(execute: Execute, database: Database, coming: Coming) -> None:
    event = await made(database)
    for person in await coming.people(5):
        await coming.says(person, event.id)

    pieces, after = [], None
    for _ in range(3):
        found = await execute("eli", LIST, slug=event.slug, first=2, after=after)
        page = found["data"]["eventAttendees"]["people"]
        pieces.append([node["name"] for node in page["nodes"]])
        after = page["pageInfo"]["endCursor"]

    assert pieces == [["Person 0000", "Person 0001"], ["Person 0002", "Person 0003"], ["Person 0004"]]
    assert page["pageInfo"]["hasNextPage"] is False


async def test_nobody_else_reads_the_list_and_the_door_no_answers(
    execute: Execute, database: Database, coming: Coming, campus: SeededCampus
) -> None:
    event = await made(database)
    question = new_key()
    (ana,) = await coming.people(1)
    async with database.write() as session:
        session.add(
            EventQuestion(
                id=question, event_id=event.id, position=1, text="Food?", kind=QuestionKind.TEXT, required=False
            )
        )
    await coming.says(ana, event.id, answers=[(question, "Only secret soup")])
    await coming.says(campus.people["ada"], event.id)
    await hire(database, event, campus.people["fay"], StaffRole.DOOR)
    await hire(database, event, campus.people["ben"], StaffRole.HOST)

    everybody = (None, "ada", "dana", "fay", "ben", "eli", "tomas", "gus")
    seen = {who: (await execute(who, LIST, slug=event.slug))["data"]["eventAttendees"] for who in everybody}
    tables = {who: (await execute(who, CSV, slug=event.slug))["data"]["eventAttendees"] for who in everybody}

    organizers = ["ben", "eli", "tomas", "gus"]
    assert [who for who, found in seen.items() if found is None] == [None, "ada", "dana"]
    assert [who for who, found in seen.items() if "Person 0000" in str(found)] == ["fay", *organizers]
    assert [who for who, found in seen.items() if "secret soup" in str(found)] == organizers
    assert [who for who, found in tables.items() if "secret soup" in str(found)] == organizers
    assert tables["fay"] == {"csv": None}
    async with database.read() as session:
        taken = select(AuditEntry.actor_id, AuditEntry.detail).where(AuditEntry.action == Action.ATTENDEES_EXPORTED)
        entries = (await session.execute(taken.order_by(AuditEntry.at, AuditEntry.id))).all()
    assert [row.actor_id for row in entries] == [campus.people[who] for who in organizers]
    assert {row.detail for row in entries} == {f'{{"event": "{event.id.hex}"}}'}


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@A1", "  =1", "\t=1"])
async def test_a_table_runs_nothing(execute: Execute, database: Database, coming: Coming, formula: str) -> None:
    event = await made(database, capacity=1)
    first, second = await coming.people(2)
    async with database.write() as session:
        await session.execute(update(Person).where(Person.id == first).values(name=formula))
    for person in (first, second):
        await coming.says(person, event.id)

    file = (await execute("eli", CSV, slug=event.slug))["data"]["eventAttendees"]["csv"]

    heading, waiting, going = csv.reader(StringIO(file["text"].removeprefix("\ufeff")))
    assert file["filename"] == f"{event.slug}-attendees.csv"
    assert heading == ["Name", "Answer", "Waits as", "Answered", "Came"]
    assert waiting == ["Person 0001", "Waitlist", "1", "2026-09-24 10:00", ""]
    assert going == [f"'{formula}", "Going", "", "2026-09-24 10:00", ""]


async def test_a_place_is_given_out_of_order_but_not_twice(
    execute: Execute, database: Database, coming: Coming
) -> None:
    event = await made(database, capacity=1, waitlist_by_hand=True)
    first, second, third = await coming.people(3)
    for person in (first, second, third):
        await coming.says(person, event.id)
    await coming.says(first, event.id, Rsvp.NOT_GOING)

    given = [
        (await execute("eli", PLACE.format("givePlace"), event=id_of(event), person=global_id("person", person)))[
            "data"
        ]["x"]
        for person in (third, third, second)
    ]

    assert [answer["__typename"] for answer in given] == ["PlaceSuccess", "PlaceSuccess", "EventFull"]
    assert (await coming.standing(event.id))[third] == ("GOING", None)
    assert [to for to, _, _ in await coming.mails()] == [f"{third.hex}@north.example"]


async def test_who_is_taken_off_is_told_and_makes_room(execute: Execute, database: Database, coming: Coming) -> None:
    event = await made(database, capacity=1)
    first, second = await coming.people(2)
    for person in (first, second):
        await coming.says(person, event.id)

    taken = [
        (await execute("eli", PLACE.format("takePlace"), event=id_of(event), person=global_id("person", first)))[
            "data"
        ]["x"]
        for _ in range(2)
    ]

    assert [answer["__typename"] for answer in taken] == ["PlaceSuccess", "PlaceSuccess"]
    assert await coming.standing(event.id) == {first: ("CANCELLED", None), second: ("GOING", None)}
    subjects = {to: subject for to, subject, _ in await coming.mails()}
    assert subjects == {
        f"{first.hex}@north.example": "You are off the list: A lecture",
        f"{second.hex}@north.example": "You have a place: A lecture",
    }


@pytest.mark.parametrize("field", ["givePlace", "takePlace"])
async def test_places_are_the_organizers(
    execute: Execute, database: Database, coming: Coming, campus: SeededCampus, field: str
) -> None:
    event = await made(database, capacity=1, waitlist_by_hand=True)
    (ana,) = await coming.people(1)
    await coming.says(ana, event.id)
    await hire(database, event, campus.people["fay"], StaffRole.DOOR)
    variables = {"event": id_of(event), "person": global_id("person", ana)}

    got = {
        who: (await execute(who, PLACE.format(field), **variables))["data"]["x"]["__typename"]
        for who in (None, "ada", "dana", "fay")
    }

    refused = "NotPermitted"
    assert got == {None: "SignInRequired", "ada": refused, "dana": refused, "fay": refused}


async def test_a_message_reaches_those_who_go_and_shows_no_address(
    execute: Execute, database: Database, coming: Coming
) -> None:
    event = await made(database, capacity=2)
    people = await coming.people(3)
    for person in people:
        await coming.says(person, event.id)

    sent = [
        (await execute("eli", WRITE, event=id_of(event), message=f"Hello {waiting}", waiting=waiting))["data"]["x"]
        for waiting in (False, True)
    ]

    assert [answer["sent"] for answer in sent] == [2, 3]
    mails = await coming.mails()
    assert sorted(to or "" for to, _, text in mails if text.startswith("Hello False\n")) == sorted(
        f"{person.hex}@north.example" for person in people[:2]
    )
    assert all("north.example" not in text and "Robotics Club writes to everybody" in text for _, _, text in mails)


async def test_messages_end_after_five_a_day(execute: Execute, database: Database, coming: Coming) -> None:
    event = await made(database)

    got = [
        (await execute("eli", WRITE, event=id_of(event), message="Hello", waiting=False))["data"]["x"]["__typename"]
        for _ in range(6)
    ]

    assert got == ["ToldSuccess"] * 5 + ["TooManyMessages"]


@pytest.mark.parametrize("message", [" \n ", "x" * 5001, "a\x00b"])
async def test_a_message_that_is_none_is_refused(execute: Execute, database: Database, message: str) -> None:
    event = await made(database)

    answer = (await execute("eli", WRITE, event=id_of(event), message=message, waiting=False))["data"]["x"]

    assert answer == {"__typename": "InvalidInput", "message": "Write plain text of 1 to 5000 characters."}


async def test_whoever_is_let_in_may_come_and_nobody_learns_whether_there_is_an_account(
    execute: Execute, database: Database, coming: Coming
) -> None:
    event = await made(database, audience="FACULTY")
    (ana,) = await coming.people(1)

    answers = [
        (await execute("eli", LET_IN, event=id_of(event), email=email))["data"]["x"]
        for email in (f" {ana.hex.upper()}@north.example", "nobody@north.example", f"{ana.hex}@north.example")
    ]
    await coming.says(ana, event.id)

    assert answers == [{"__typename": "ToldSuccess", "sent": None}] * 3
    told = [to for to, subject, _ in await coming.mails() if subject == "You may come: A lecture"]
    assert told == [f"{ana.hex}@north.example", None, f"{ana.hex}@north.example"]


async def test_only_organizers_let_in_and_write(execute: Execute, database: Database, campus: SeededCampus) -> None:
    event = await made(database)
    await hire(database, event, campus.people["fay"], StaffRole.DOOR)

    for who in ("ada", "fay"):
        let_in = await execute(who, LET_IN, event=id_of(event), email="a@north.example")
        written = await execute(who, WRITE, event=id_of(event), message="Hello", waiting=False)

        assert (let_in["data"]["x"]["__typename"], written["data"]["x"]["__typename"]) == ("NotPermitted",) * 2
