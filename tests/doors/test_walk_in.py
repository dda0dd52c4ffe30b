"""Somebody who comes without having said so is registered at the door."""

from typing import Any
from uuid import uuid4

import pytest
from conftest import NOW, Execute
from hall import open_hall
from sqlalchemy import func, select, update

from schema.ids import global_id
from server.badges.models import Guest
from server.badges.token import read
from server.db import Database
from server.events.attendance import Attendance, AttendanceStatus
from server.events.models import Event
from server.people.models import Person
from server.seed import SeededCampus

WALK_IN = """mutation($event: ID!, $id: UUID!, $name: String!, $email: String, $headline: String) {
  x: walkIn(input: {event: $event, id: $id, name: $name, email: $email, headline: $headline}) {
    __typename ... on WalkInSuccess { name headline code svg claimCode } ... on UserError { message }
    ... on InvalidInput { faults { path message } } } }"""


@pytest.fixture
def fair(campus: SeededCampus) -> str:
    return global_id("event", campus.events["fair"])


async def walks_in(execute: Execute, fair: str, key: str = "fay", **facts: Any) -> Any:
    given = {"event": fair, "id": str(uuid4()), "name": "Rosa Lind"} | facts
    return (await execute(key, WALK_IN, **given))["data"]["x"]


async def test_guest_is_registered_has_a_badge_and_is_in(
    execute: Execute, database: Database, campus: SeededCampus, fair: str, statements: list[str]
) -> None:
    made = await walks_in(execute, fair, name=" Rosa  Lind ", email="Rosa@Lind.example", headline="Glass")
    used = len(statements)

    (guest,) = await database.rows(
        select(Person.name, Person.headline, Person.email.label("sign_in"), Guest.email, Guest.person_id).join(Guest)
    )
    came = select(Attendance.status, Attendance.checked_in_at).where(Attendance.person_id == guest.person_id)
    async with open_hall(database, campus) as hall:
        met = await hall.scan("ada", "ben", code=made["code"], event_id=campus.events["fair"])
    assert (made["__typename"], made["name"], made["headline"]) == ("WalkInSuccess", "Rosa Lind", "Glass")
    assert tuple(guest[:4]) == ("Rosa Lind", "Glass", None, "rosa@lind.example")
    assert tuple((await database.rows(came))[0]) == (AttendanceStatus.GOING, NOW)
    assert met.person_id == guest.person_id
    assert (len(read(made["code"])), len(made["claimCode"]), made["svg"][:4]) == (15, 8, "<svg")
    assert used < 30, statements


async def test_sent_twice_registers_once(execute: Execute, database: Database, fair: str) -> None:
    id_ = str(uuid4())

    first, second = [await walks_in(execute, fair, id=id_) for _ in range(2)]

    assert second == first
    assert (await database.rows(select(func.count().label("n")).select_from(Guest)))[0].n == 1


async def test_address_of_an_account_leads_to_no_account(
    execute: Execute, database: Database, campus: SeededCampus, fair: str
) -> None:
    made = await walks_in(execute, fair, name="Somebody else", email="ada@northgate.example")

    (guest,) = await database.rows(select(Guest.person_id, Guest.email))
    assert (made["name"], guest.email) == ("Somebody else", "ada@northgate.example")
    assert guest.person_id != campus.people["ada"]


async def test_address_of_another_guest_is_refused_with_a_sentence(execute: Execute, fair: str) -> None:
    await walks_in(execute, fair, email="rosa@lind.example")

    again = await walks_in(execute, fair, name="Rosa L.", email="ROSA@lind.example")

    assert again["faults"] == [
        {
            "path": ["email"],
            "message": "A guest of this event has this address already. Look for their badge by name.",
        }
    ]


@pytest.mark.parametrize(
    ("facts", "fault"),
    [
        ({"name": "   "}, (["name"], "Write the name that goes on the badge.")),
        ({"name": "R" * 201}, (["name"], "201 letters are too many. Take 200 or fewer.")),
        ({"email": "rosa"}, (["email"], "There is no @ in it. Write it as name@example.org.")),
    ],
    ids=["no name", "long name", "no address"],
)
async def test_what_is_wrong_is_said(execute: Execute, fair: str, facts: Any, fault: Any) -> None:
    answer = await walks_in(execute, fair, **facts)

    assert [(one["path"], one["message"]) for one in answer["faults"]] == [fault]


async def test_full_house_is_the_organizers_to_decide(
    execute: Execute, database: Database, campus: SeededCampus, fair: str
) -> None:
    async with database.write() as session:
        await session.execute(update(Event).where(Event.id == campus.events["fair"]).values(capacity=0))

    door, host = await walks_in(execute, fair), await walks_in(execute, fair, "ruth")

    assert (door["__typename"], host["__typename"]) == ("OverCapacity", "WalkInSuccess")
    assert (await database.rows(select(func.count().label("n")).select_from(Guest)))[0].n == 1
