"""A place and a campus with another name have it everywhere: in search, in every calendar, in what was done."""

from datetime import timedelta

import pytest
from conftest import NOW
from sqlalchemy import select

from server.actor import ANONYMOUS, Member
from server.audit.models import Action, AuditEntry
from server.campuses.models import Place
from server.db import Database
from server.errors import InvalidInput, NotFound, NotPermitted
from server.events.filter import EventFilter
from server.events.queries import events
from server.events.rename_place import rename_campus, rename_place
from server.feeds.calendars import campus_calendar, event_calendar
from server.keys import derived_key, new_key
from server.seed import SeededCampus

HOST = "http://hallway.test"
LATER = NOW + timedelta(hours=1)
MAKERSPACE = derived_key("place", "makerspace")


async def to(database: Database, campus: SeededCampus, name: str, who: str = "gus") -> None:
    async with database.write() as session:
        await rename_place(session, actor=Member(campus.people[who]), place_id=MAKERSPACE, name=name, now=LATER)


async def told(database: Database) -> list[str]:
    found = await event_calendar(database, slug="build-night", base_url=HOST, now=LATER)
    assert found is not None
    return found.text.replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1].split("\r\n")


async def slugs(database: Database, text: str) -> set[str]:
    page = await events(database, actor=ANONYMOUS, filter=EventFilter(text=text), first=100, now=NOW)
    return {row.slug for row in page.rows}


async def test_place_with_another_name_has_it_in_calendars_and_search(database: Database, campus: SeededCampus) -> None:
    before = await told(database)

    await to(database, campus, "  Attic \tworks ")

    after = await told(database)
    assert [line for line in after if line.startswith("LOCATION:Attic works\\, ")] != []
    assert {"LAST-MODIFIED:20260924T150000Z", "DTSTAMP:20260924T150000Z"} <= set(after) - set(before)
    risen = [int(line.partition(":")[2]) for lines in (before, after) for line in lines if line.startswith("SEQUENCE")]
    assert risen == [0, 1]
    assert "build-night" in await slugs(database, "attic")
    rows = await database.rows(select(AuditEntry).where(AuditEntry.action == Action.PLACE_RENAMED))
    assert [(row.actor_id, row.subject_id) for row in rows] == [(campus.people["gus"], MAKERSPACE)]


async def test_same_name_changes_nothing(database: Database, campus: SeededCampus) -> None:
    before = await told(database)

    await to(database, campus, "Makerspace")

    assert await told(database) == before


@pytest.mark.parametrize("name", ["", " \t", "x" * 201, "Marlowe Hall", "a\x07b"])
async def test_name_that_is_none_or_taken_is_refused(database: Database, campus: SeededCampus, name: str) -> None:
    with pytest.raises(InvalidInput):
        await to(database, campus, name)

    assert (await database.rows(select(Place.name).where(Place.id == MAKERSPACE)))[0].name == "Makerspace"


async def test_who_does_not_look_after_the_campus_may_not(database: Database, campus: SeededCampus) -> None:
    with pytest.raises(NotPermitted):
        await to(database, campus, "Attic", who="ada")


async def test_campus_with_another_name_has_it_in_its_calendar_and_in_search(
    database: Database, campus: SeededCampus
) -> None:
    before = await campus_calendar(database, slug="boston", base_url=HOST, now=LATER)

    async with database.write() as session:
        gus, boston = Member(campus.people["gus"]), campus.campuses["boston"]
        await rename_campus(session, actor=gus, campus_id=boston, name="Harborside", now=LATER)

    after = await campus_calendar(database, slug="boston", base_url=HOST, now=LATER)
    assert before is not None
    assert after is not None
    assert ("NAME:Harborside\r\n" in before.text, "NAME:Harborside\r\n" in after.text) == (False, True)
    assert (after.last_modified, after.etag == before.etag) == (LATER, False)
    assert "build-night" in await slugs(database, "harborside")


async def test_nobody_renames_what_is_not_there(database: Database, campus: SeededCampus) -> None:
    async with database.write() as session:
        with pytest.raises(NotFound):
            await rename_place(session, actor=Member(campus.people["gus"]), place_id=new_key(), name="x", now=LATER)
        with pytest.raises(NotFound):
            await rename_campus(session, actor=Member(campus.people["gus"]), campus_id=new_key(), name="x", now=LATER)
