"""Events are for some, and who doesn't fit is told why."""

from typing import Any
from uuid import UUID

import make
import pytest
from coming import Coming
from conftest import NOW
from sqlalchemy import literal, select

from server.attendance.eligible import open_to, why_not
from server.attendance.errors import NotEligible
from server.attendance.models import EventAdmission
from server.attendance.rsvp import Rsvp
from server.db import Database, Key
from server.events.models import Event
from server.people.models import Affiliation


async def made(database: Database, **facts: Any) -> UUID:
    async with database.write() as session:
        return (await make.event(session, **facts)).id


FITS = [
    ({}, {}),
    ({"audience": "STUDENT"}, {}),
    ({"audience": "ALUMNI,STUDENT,STAFF"}, {}),
    ({"majors": "Robotics\nMechatronics"}, {"programme": "Mechatronics"}),
    ({"majors": "Ökologie\nŁódź Studies"}, {"programme": "ŁÓDŹ studies"}),
    ({"majors": "Ökologie"}, {"programme": "ÖKOLOGIE"}),
    ({"majors": "100% Art_Design"}, {"programme": "100% art_design"}),
    ({"audience": "STUDENT", "majors": "Robotics"}, {"programme": "Robotics"}),
]
MISFITS = [
    ({"audience": "GRADUATE_STUDENT"}, {}, "This is for graduate students. Your card says students."),
    (
        {"audience": "FACULTY,ALUMNI,STAFF"},
        {"affiliation": Affiliation.GUEST},
        "This is for faculty, alumni or staff. Your card says guests.",
    ),
    (
        {"majors": "Robotics\nMechatronics"},
        {"programme": "Robotic"},
        "This is for people of Robotics or Mechatronics. Your card says Robotic.",
    ),
    ({"majors": "Robotics"}, {}, "This is for people of Robotics. Your card says no programme of study."),
    (
        {"audience": "ALUMNI", "majors": "Robotics"},
        {"programme": "robotics"},
        "This is for alumni of Robotics. Your card says students.",
    ),
    (
        {"audience": "ALUMNI", "majors": "Robotics"},
        {"programme": "Art"},
        "This is for alumni of Robotics. Your card says students and Art.",
    ),
    ({"majors": "100x ArtyDesign"}, {"programme": "100% Art_Design"}, "This is for people of 100x ArtyDesign."),
]


@pytest.mark.parametrize(("event", "person"), FITS)
async def test_who_fits_may_come(
    database: Database, coming: Coming, event: dict[str, Any], person: dict[str, Any]
) -> None:
    key = await made(database, **event)
    (ana,) = await coming.people(1, **person)

    assert await coming.says(ana, key) == 1


@pytest.mark.parametrize(("event", "person", "why"), MISFITS)
async def test_who_does_not_fit_is_told_why_and_may_be_interested(
    database: Database, coming: Coming, event: dict[str, Any], person: dict[str, Any], why: str
) -> None:
    key = await made(database, contact="Tomas, robots@north.example", **event)
    (ana,) = await coming.people(1, **person)

    with pytest.raises(NotEligible) as refusal:
        await coming.says(ana, key)
    await coming.says(ana, key, Rsvp.INTERESTED)

    assert refusal.value.message.startswith(why)
    assert refusal.value.message.endswith("Change your card, or ask Tomas, robots@north.example.")
    assert await coming.standing(key) == {ana: ("INTERESTED", None)}


async def test_whom_the_organizers_let_in_may_come(database: Database, coming: Coming) -> None:
    key = await made(database, audience="ALUMNI")
    ana, ben = await coming.people(2)
    async with database.write() as session:
        session.add(EventAdmission(event_id=key, person_id=ana, created_at=NOW))

    await coming.says(ana, key)

    with pytest.raises(NotEligible):
        await coming.says(ben, key)


async def test_who_has_a_place_keeps_it_when_the_event_turns_to_others(database: Database, coming: Coming) -> None:
    key = await made(database)
    (ana,) = await coming.people(1)
    await coming.says(ana, key)
    async with database.write() as session:
        event = await session.get(Event, key)
        assert event is not None
        event.audience = "ALUMNI"

    assert await coming.says(ana, key, seen_by_met=True) == 1


async def test_without_somebody_to_ask_the_host_is_named(database: Database, coming: Coming) -> None:
    key = await made(database, audience="ALUMNI")
    (ana,) = await coming.people(1)

    found = await why_not(database, person_id=ana, event_ids=[key])

    assert found == {key: "This is for alumni. Your card says students. Change your card, or ask Robotics Club."}


async def test_the_filter_lets_through_what_may_be_answered(database: Database, coming: Coming) -> None:
    (ana,) = await coming.people(1, programme="Robotics")
    keys = {name: await made(database, **facts) for name, facts in {
        "all": {}, "mine": {"audience": "STUDENT", "majors": "Art\nRobotics"}, "theirs": {"audience": "STAFF"},
    }.items()}  # fmt: skip

    condition = open_to(literal(ana, Key()))
    rows = await database.rows(select(Event.id).where(Event.id.in_(keys.values()), condition))

    assert {row.id for row in rows} == {keys["all"], keys["mine"]}


async def test_why_not_costs_one_statement_for_all(database: Database, coming: Coming, statements: list[str]) -> None:
    keys = [await made(database, audience="ALUMNI") for _ in range(3)]
    (ana,) = await coming.people(1)
    statements.clear()

    found = await why_not(database, person_id=ana, event_ids=keys)

    assert (len(found), len(statements)) == (3, 1)
