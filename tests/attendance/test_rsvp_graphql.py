"""Answers in GraphQL: one's own in every list, nobody else's in any."""

from typing import Any

import make
import pytest
from coming import Coming
from conftest import Execute

from schema.ids import global_id
from server.attendance.rsvp import Rsvp
from server.db import Database
from server.seed import SeededCampus

RSVP = """
mutation ($event: ID!, $answer: Rsvp!) {
  rsvp(input: { event: $event, answer: $answer, seenByMet: true }) {
    __typename
    ... on RsvpSuccess { changed event { goingCount viewerAttendance { status waitsAs seenByMet } } }
    ... on RsvpClosed { why opensAt message }
  }
}
"""
OWN = "viewerAttendance { status waitsAs seenByMet } goingCount waitlistedCount seatsLeft rsvpClosed"
ONE = f"query ($slug: String!) {{ event(slug: $slug) {{ {OWN} }} }}"


async def full(database: Database, **facts: Any) -> tuple[str, str, Any]:
    """Slug and ids of a new event with one place."""
    async with database.write() as session:
        event = await make.event(session, capacity=1, **facts)
    return event.slug, global_id("event", event.id), event.id


async def test_answer_and_read_it_back(execute: Execute, database: Database, campus: SeededCampus) -> None:
    _, event, _ = await full(database)
    await execute("ada", RSVP, event=event, answer="GOING")

    answer = await execute("ben", RSVP, event=event, answer="GOING")

    assert answer == {
        "data": {
            "rsvp": {
                "__typename": "RsvpSuccess",
                "changed": 1,
                "event": {
                    "goingCount": 1,
                    "viewerAttendance": {"status": "WAITLISTED", "waitsAs": 1, "seenByMet": True},
                },
            }
        }
    }


async def test_an_answer_is_its_owners_alone(execute: Execute, database: Database, coming: Coming) -> None:
    slug, event, key = await full(database)
    await execute("ada", RSVP, event=event, answer="GOING")
    first, second = await coming.people(2)
    for person in (first, second):
        await coming.says(person, key)
    await execute("ben", RSVP, event=event, answer="GOING")
    await coming.says(first, key, Rsvp.NOT_GOING)

    seen = {who: (await execute(who, ONE, slug=slug))["data"]["event"] for who in ("ada", "ben", "hana", "tomas", None)}

    counts = {"goingCount": 1, "waitlistedCount": 2, "seatsLeft": 0, "rsvpClosed": None}
    none = {"viewerAttendance": None, **counts}
    assert seen == {
        "ada": {"viewerAttendance": {"status": "GOING", "waitsAs": None, "seenByMet": True}, **counts},
        "ben": {"viewerAttendance": {"status": "WAITLISTED", "waitsAs": 2, "seenByMet": True}, **counts},
        "hana": none,
        "tomas": none,
        None: none,
    }


@pytest.mark.parametrize("who", ["ada", None])
async def test_a_list_with_answers_costs_one_statement(
    execute: Execute, database: Database, statements: list[str], who: str | None
) -> None:
    statements.clear()

    answer = await execute(who, f"{{ events(first: 50) {{ nodes {{ {OWN} }} }} }}")

    assert "errors" not in answer
    assert len(answer["data"]["events"]["nodes"]) > 20
    assert len(statements) == 1


async def test_what_is_closed_says_why(execute: Execute, database: Database) -> None:
    slug, event, _ = await full(database, takes_rsvp=False)

    told = (await execute("ada", ONE, slug=slug))["data"]["event"]["rsvpClosed"]
    refused = (await execute("ada", RSVP, event=event, answer="GOING"))["data"]["rsvp"]

    assert told == "NOT_TAKEN"
    assert refused == {
        "__typename": "RsvpClosed",
        "why": "NOT_TAKEN",
        "opensAt": None,
        "message": "This event takes no answers here. Its page says how to come.",
    }


@pytest.mark.parametrize("event", ["person_" + "0" * 32, "event_" + "0" * 32, "nonsense"])
async def test_there_is_no_answer_for_what_is_no_event(execute: Execute, event: str) -> None:
    answer = await execute("ada", RSVP, event=event, answer="GOING")

    assert answer == {"data": {"rsvp": {"__typename": "NotFound"}}}
