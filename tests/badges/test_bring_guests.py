"""Organizers bring guests without accounts into an event."""

from io import BytesIO
from typing import Any

import pytest
from conftest import Execute
from hall import Hall
from sqlalchemy import func, select
from starlette.datastructures import UploadFile

from schema.ids import global_id
from server.badges.models import Badge, Guest
from server.events.attendance import Attendance, AttendanceStatus
from server.people.models import Person

PREVIEW = """mutation($event: ID!, $text: [String!], $file: Upload, $columns: GuestColumns) {
  x: previewGuests(input: {event: $event, text: $text, file: $file, columns: $columns}) {
    __typename ... on PreviewGuestsSuccess { text newCount already leftOutCount headings columns { field heading }
      sample { name email } leftOut { line message } }
    ... on InvalidInput { faults { path message } } } }"""
BRING = """mutation($event: ID!, $text: [String!]!) {
  x: bringGuests(input: {event: $event, text: $text}) { __typename ... on BringGuestsSuccess { slug made } } }"""
TABLE = "name,email\nRosa Lind,rosa@lind.example\nOle Brumm,\nAda Okafor,ada@northgate.example\nNo Address,none\n"


@pytest.fixture
def fair(hall: Hall) -> str:
    return global_id("event", hall.campus.events["fair"])


async def result(execute: Execute, document: str, key: str = "gus", **given: Any) -> Any:
    return (await execute(key, document, **given))["data"]["x"]


async def guests(hall: Hall) -> Any:
    statement = select(Person.id, Person.name, Person.email.label("sign_in"), Guest.email).join(Guest)
    return await hall.database.rows(statement.order_by(Person.name))


async def test_look_keeps_nothing_and_gives_the_table_back(hall: Hall, execute: Execute, fair: str) -> None:
    look = await result(execute, PREVIEW, event=fair, text=[TABLE])
    file = UploadFile(BytesIO("name;email\nRenée;r@l.example".encode("cp1252")), filename="guests.csv")
    of_file = await result(execute, PREVIEW, event=fair, file=file)

    assert (look["newCount"], look["already"], look["leftOutCount"]) == (3, 0, 1)
    assert look["text"] == [TABLE.rstrip("\n")]
    assert look["leftOut"] == [{"line": 5, "message": "There is no @ in it. Write it as name@example.org."}]
    assert look["columns"] == [{"field": "NAME", "heading": "name"}, {"field": "EMAIL", "heading": "email"}]
    assert of_file["sample"] == [{"name": "Renée", "email": "r@l.example"}]
    assert await guests(hall) == []


async def test_guests_are_going_with_a_badge_and_can_not_sign_in(
    hall: Hall, execute: Execute, fair: str, statements: list[str]
) -> None:
    brought = await result(execute, BRING, event=fair, text=TABLE.split("\n"))
    used = len(statements)

    made = await guests(hall)
    ids = [guest.id for guest in made]
    going = select(Attendance.person_id).where(
        Attendance.person_id.in_(ids), Attendance.status == AttendanceStatus.GOING
    )
    badges = select(Badge.person_id).where(Badge.person_id.in_(ids), Badge.event_id == hall.campus.events["fair"])
    assert brought == {"__typename": "BringGuestsSuccess", "slug": "engineering-career-fair", "made": 3}
    assert [tuple(guest[1:]) for guest in made] == [
        ("Ada Okafor", None, "ada@northgate.example"),
        ("Ole Brumm", None, None),
        ("Rosa Lind", None, "rosa@lind.example"),
    ]
    assert hall.person("ada") not in ids
    assert {row.person_id for row in await hall.database.rows(going)} == set(ids)
    assert {row.person_id for row in await hall.database.rows(badges)} == set(ids)
    assert used <= 16, statements  # however many guests


async def test_same_table_again_brings_the_new_ones_alone(hall: Hall, execute: Execute, fair: str) -> None:
    await result(execute, BRING, event=fair, text=[TABLE])

    look = await result(execute, PREVIEW, event=fair, text=[TABLE])
    again = await result(execute, BRING, event=fair, text=[TABLE])
    more = await result(execute, BRING, event=fair, text=[TABLE, "Late Comer,late@lind.example"])

    assert (look["newCount"], look["already"]) == (0, 3)
    assert (again["made"], more["made"]) == (0, 1)
    assert (await hall.database.rows(select(func.count().label("n")).select_from(Guest)))[0].n == 4


async def test_long_table_comes_back_in_pieces_that_make_it_whole(execute: Execute, fair: str) -> None:
    table = "name,headline\n" + "\n".join(f"Guest {number},{'H' * 100}" for number in range(500))

    look = await result(execute, PREVIEW, event=fair, text=[table])

    assert max(map(len, look["text"])) <= 16_000
    assert len(look["text"]) > 1
    assert "\n".join(look["text"]) == table


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ([" "], "Choose a table, or paste one: a line of headings, then a line each."),
        (["name\n" + "N" * 300_000], "Take a table of 300,000 characters or fewer, or split it."),
    ],
    ids=["nothing", "too long"],
)
async def test_what_is_no_table_is_refused(execute: Execute, fair: str, text: list[str], message: str) -> None:
    answer = await result(execute, PREVIEW, event=fair, text=text)

    assert answer["faults"] == [{"path": ["file"], "message": message}]
