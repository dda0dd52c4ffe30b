"""Visitors scan a booth's code, or the badge of whoever stands there: the organization is in their address book."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from conftest import NOW, SECRET
from hall import Hall
from sqlalchemy import select

from server.actor import Member
from server.badges.booth_code import booth_code, make_booth_code
from server.badges.booth_codes import BoothVisit
from server.badges.errors import BadgeUnknown, EncounterConflict
from server.badges.visit import KeptVisit
from server.config import Settings
from server.contacts.organization_book import forget_organization, organizations_met
from server.db import Database
from server.errors import NotFound
from server.keys import derived_key

B7 = derived_key("booth", "fair", "B7")


@pytest.fixture
async def code(database: Database, settings: Settings) -> str:
    async with database.write() as session:
        await make_booth_code(session, secret=SECRET, booth_id=B7, now=NOW)
    made = await booth_code(database, settings=settings, booth_id=B7)
    assert made is not None
    return made


async def met(hall: Hall, key: str) -> list[Any]:
    return list(await organizations_met(hall.database, actor=Member(hall.person(key))))


async def visits(hall: Hall) -> list[UUID]:
    return [row.id for row in await hall.database.rows(select(BoothVisit.id))]


async def test_visit_a_booth_by_its_code(hall: Hall, code: str) -> None:
    scan = hall.sees("ben", code=code, event_id=hall.campus.events["fair"])

    first, again = [await hall.send("ada", scan) for _ in range(2)]

    (row,) = await met(hall, "ada")
    assert isinstance(first[0], KeptVisit)
    assert first == again
    assert await visits(hall) == [scan.id]
    assert (row.organization_id, row.label) == (hall.campus.organizations["halden-robotics"], "B7")


async def test_visit_beside_badges_in_one_batch(hall: Hall, code: str) -> None:
    batch = [hall.sees("ben"), hall.sees("ben", code=code), hall.sees("ben", code="2ZSJ37NQRBVPZRT6AYFYJ233H")]

    saved, visited, unknown = await hall.send("ada", *batch, in_full=False)

    assert (saved, type(visited), type(unknown)) == (batch[0].id, KeptVisit, BadgeUnknown)


async def test_visit_in_any_order_from_two_devices_at_once(hall: Hall, code: str) -> None:
    scans = [hall.sees("ben", code=code, scanned_at=NOW - timedelta(minutes=n)) for n in range(20)]

    await asyncio.gather(*(hall.send("ada", scan) for scan in (*scans, *reversed(scans))))

    (row,) = await met(hall, "ada")
    assert len(await visits(hall)) == 20
    assert (row.first_met_at, row.last_met_at) == (NOW - timedelta(minutes=19), NOW)


async def test_visit_under_an_id_of_before(hall: Hall, code: str) -> None:
    scan = hall.sees("ben", code=code)
    await hall.send("ada", scan)

    (answer,) = await hall.send("eli", scan)

    assert type(answer) is EncounterConflict


async def test_meet_whoever_stands_there(hall: Hall) -> None:
    await hall.scan("ada", "dana", event_id=hall.campus.events["fair"])
    await hall.scan("priya", "dana", event_id=hall.campus.events["fair"])

    (row,) = await met(hall, "ada")
    assert (row.label, row.event) == ("B7", "Engineering Career Fair")
    assert await met(hall, "priya") == []
    assert await met(hall, "dana") == []


async def test_forget_an_organization(hall: Hall, code: str) -> None:
    await hall.send("ada", hall.sees("ben", code=code))
    (row,) = await met(hall, "ada")

    for who in ("eli", "ada", "ada"):
        async with hall.database.write() as session:
            if who == "ada" and await met(hall, "ada"):
                await forget_organization(session, actor=Member(hall.person(who)), contact_id=row.id)
                continue
            with pytest.raises(NotFound):
                await forget_organization(session, actor=Member(hall.person(who)), contact_id=row.id)

    assert await met(hall, "ada") == []


async def test_make_the_code_of_a_booth_twice_at_once(database: Database, settings: Settings) -> None:
    async def make() -> None:
        async with database.write() as session:
            await make_booth_code(session, secret=SECRET, booth_id=B7, now=NOW)

    await asyncio.gather(*(make() for _ in range(8)))
    code = await booth_code(database, settings=settings, booth_id=B7)
    await make()

    assert code == await booth_code(database, settings=settings, booth_id=B7)
