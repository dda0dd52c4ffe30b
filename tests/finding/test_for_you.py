"""Suggestions say why, and leave out what somebody answered to."""

from datetime import timedelta
from typing import Any

import make
import pytest
from conftest import NOW, Execute

from server.db import Database
from server.events.attendance import Attendance, AttendanceStatus
from server.events.models import EventStatus
from server.people.models import Person
from server.seed import SeededCampus

pytestmark = pytest.mark.usefixtures("nobody_tells")
MINE = "{ viewer { forYou(first: 20) { event { slug } reasons { reason about } } } }"


async def suggested(execute: Execute, viewer: str = "ada") -> dict[str, list[tuple[str, str]]]:
    found = (await execute(viewer, MINE))["data"]["viewer"]["forYou"]
    return {one["event"]["slug"]: [(why["reason"], why["about"]) for why in one["reasons"]] for one in found}


async def follow(execute: Execute, **what: str) -> None:
    document = "mutation($what: FollowInput!) { follow(input: $what) { __typename } }"
    assert (await execute("ada", document, what=what))["data"]["follow"]["__typename"] == "FollowSuccess"


async def with_interests(database: Database, campus: SeededCampus, interests: str | None) -> None:
    async with database.write() as session:
        ada = await session.get_one(Person, campus.people["ada"])
        ada.interests = interests


async def test_every_reason_is_said_with_what_it_is_about(
    execute: Execute, database: Database, campus: SeededCampus
) -> None:
    await with_interests(database, campus, "Gear wheels")
    async with database.write() as session:
        await make.event(session, slug="all", tags=["gear wheels", "oil"])
        talk = await make.event(session, slug="noors", organization_id=campus.organizations["graduate-union"])
        session.add(
            Attendance(
                occurrence_id=talk.id,
                event_id=talk.id,
                person_id=campus.people["noor"],
                status=AttendanceStatus.GOING,
                seen_by_met=True,
                listed_at=talk.starts_at,
                created_at=NOW,
                updated_at=NOW,
            )
        )
    await follow(execute, organization="robotics-club")
    await follow(execute, campus="boston")
    await follow(execute, tag="oil")

    found = await suggested(execute)

    assert next(iter(found)) == "all"
    assert found["all"] == [
        ("FOLLOWED_ORGANIZATION", "Robotics Club"),
        ("FOLLOWED_TAG", "oil"),
        ("INTEREST", "gear wheels"),
        ("FOLLOWED_CAMPUS", "Boston"),
    ]
    assert found["noors"][0] == ("CONTACT_GOING", "Noor Haddad نور حداد")


async def test_what_is_answered_cancelled_over_or_far_away_is_left_out(
    execute: Execute, database: Database, campus: SeededCampus
) -> None:
    await with_interests(database, campus, None)
    await follow(execute, tag="zwolle")
    async with database.write() as session:
        answered = await make.event(session, slug="answered", tags=["zwolle"])
        await make.event(session, slug="off", tags=["zwolle"], status=EventStatus.CANCELLED)
        await make.event(session, slug="over", tags=["zwolle"], starts_at=NOW - timedelta(days=1))
        await make.event(session, slug="far", tags=["zwolle"], starts_at=NOW + timedelta(days=31))
        await make.event(session, slug="mine", tags=["zwolle"], starts_at=NOW + timedelta(days=29))
        session.add(
            Attendance(
                occurrence_id=answered.id,
                event_id=answered.id,
                person_id=campus.people["ada"],
                status=AttendanceStatus.INTERESTED,
                created_at=NOW,
                updated_at=NOW,
            )
        )

    assert await suggested(execute) == {"mine": [("FOLLOWED_TAG", "zwolle")]}


async def test_nobody_without_reasons_is_bothered(execute: Execute, database: Database, campus: SeededCampus) -> None:
    await with_interests(database, campus, None)

    assert await suggested(execute) == {}


async def test_suggestions_are_three_statements(
    execute: Execute, statements: list[Any], database: Database, campus: SeededCampus
) -> None:
    await follow(execute, organization="robotics-club")
    await suggested(execute)
    statements.clear()

    await suggested(execute)

    assert len(statements) == 3
