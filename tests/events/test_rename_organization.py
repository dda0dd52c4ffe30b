"""An organization with another name has it everywhere: on its page, in search, in every calendar."""

from datetime import timedelta

import pytest
from conftest import NOW
from make import event as make_event
from sqlalchemy import insert, select

from server.actor import ANONYMOUS, Actor, Member, Program, Scope
from server.audit.models import Action, AuditEntry
from server.db import Database
from server.errors import InvalidInput, NotFound, NotPermitted, Refusal, ScopeMissing, SignInRequired
from server.events.filter import EventFilter
from server.events.models import EventHost
from server.events.queries import events
from server.events.rename_organization import rename_organization
from server.feeds.calendars import campus_calendar, event_calendar, events_calendar, organization_calendar
from server.feeds.join import Calendar
from server.keys import new_key
from server.organizations.models import Organization
from server.organizations.queries import OrganizationFilter, organizations
from server.seed import SeededCampus

HOST = "http://hallway.test"
LATER = NOW + timedelta(hours=1)


async def rename(database: Database, campus: SeededCampus, name: str, actor: Actor | None = None) -> None:
    async with database.write() as session:
        await rename_organization(
            session,
            actor=actor or Member(campus.people["tomas"]),
            organization_id=campus.organizations["robotics-club"],
            name=name,
            now=LATER,
        )


async def feeds(database: Database) -> list[Calendar]:
    found = [
        await events_calendar(database, filter=EventFilter(), name="x", base_url=HOST, now=LATER),
        await organization_calendar(database, slug="robotics-club", base_url=HOST, now=LATER),
        await campus_calendar(database, slug="boston", base_url=HOST, now=LATER),
        await event_calendar(database, slug="build-night", base_url=HOST, now=LATER),
    ]
    return [one for one in found if one is not None]


async def test_rename_changes_every_calendar(database: Database, campus: SeededCampus) -> None:
    before = await feeds(database)

    await rename(database, campus, "  Robots &\tFriends ")

    after = await feeds(database)
    for old, new in zip(before, after, strict=True):
        assert ("CONTACT:Robotics Club" in old.text, "CONTACT:Robotics Club" in new.text) == (True, False)
        assert "CONTACT:Robots & Friends" in new.text
        assert (new.etag == old.etag, new.last_modified) == (False, LATER)


async def test_rename_changes_the_calendars_of_those_it_works_with(database: Database, campus: SeededCampus) -> None:
    club = campus.organizations["robotics-club"]
    async with database.write() as session:
        made = await make_event(session, slug="joint", organization_id=campus.organizations["career-design"])
        await session.execute(insert(EventHost).values(event_id=made.id, organization_id=club, position=0))

    await rename(database, campus, "Robots")

    found = await event_calendar(database, slug="joint", base_url=HOST, now=LATER)
    assert found is not None
    assert ("CONTACT:Robots\r\n" in found.text, found.last_modified) == (True, LATER)


async def test_rename_is_found(database: Database, campus: SeededCampus) -> None:
    async def hits(text: str) -> tuple[int, int]:
        found = await events(database, actor=ANONYMOUS, filter=EventFilter(text=text), now=NOW)
        named = await organizations(database, filter=OrganizationFilter(text=text))
        return len(found.rows), len(named.rows)

    before = await hits("robotics club")
    await rename(database, campus, "Tinkerers")

    assert before[0] > 0
    assert (await hits("tinkerers"), await hits("robotics club")) == ((before[0], 1), (0, 0))


async def test_rename_is_written_down_once(database: Database, campus: SeededCampus) -> None:
    await rename(database, campus, "Robots")
    await rename(database, campus, "Robots")

    rows = await database.rows(select(AuditEntry).where(AuditEntry.action == Action.ORGANIZATION_RENAMED))
    assert [(row.actor_id, row.subject_id) for row in rows] == [
        (campus.people["tomas"], campus.organizations["robotics-club"])
    ]


@pytest.mark.parametrize(
    ("who", "scopes", "refusal"),
    [
        (None, None, SignInRequired),
        ("ada", None, NotPermitted),
        ("tomas", {Scope.POST_EVENTS}, ScopeMissing),
    ],
)
async def test_rename_by_others_is_refused(
    database: Database, campus: SeededCampus, who: str | None, scopes: set[Scope] | None, refusal: type[Refusal]
) -> None:
    person = campus.people[who] if who else None
    actor: Actor = ANONYMOUS if person is None else Member(person)
    if person is not None and scopes is not None:
        actor = Program(person, frozenset(scopes))

    with pytest.raises(refusal):
        await rename(database, campus, "Robots", actor)

    name = await database.rows(select(Organization.name).where(Organization.slug == "robotics-club"))
    assert name[0].name == "Robotics Club"


@pytest.mark.parametrize("name", ["", " \n ", "a\x07b", "x" * 201])
async def test_rename_to_no_name_is_refused(database: Database, campus: SeededCampus, name: str) -> None:
    with pytest.raises(InvalidInput):
        await rename(database, campus, name)


async def test_rename_of_nothing(database: Database, campus: SeededCampus) -> None:
    with pytest.raises(NotFound):
        async with database.write() as session:
            await rename_organization(
                session, actor=Member(campus.people["tomas"]), organization_id=new_key(), name="x", now=NOW
            )
