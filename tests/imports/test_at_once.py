"""Two processes that ask two addresses at the same moment take the same event once."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from conftest import NOW, Execute
from imports.brought import IMPORT, calendar, imported, vevent
from imports.elsewhere import Elsewhere, elsewhere
from imports.test_ask import PREVIEW
from sqlalchemy import select

from server.attendance.tell_of_import import told_of_import
from server.config import Settings
from server.db import Database
from server.imports.answers import Answers
from server.imports.ask import ask
from server.imports.models import ImportSource
from server.keys import derived_key
from server.organizations.models import Membership, Role

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Organizers may import from this machine."""
    return replace(settings, private_calendars=True)


@pytest.fixture
def two() -> Iterator[tuple[Elsewhere, Elsewhere]]:
    with elsewhere() as one, elsewhere() as other:
        yield one, other


@pytest.fixture
async def processes(database: Database) -> AsyncIterator[tuple[Database, Database]]:
    other = Database.open(database.url)
    yield database, other
    await other.close()


@pytest.fixture(params=["robotics-club", "graduate-union"])
async def followed(
    request: pytest.FixtureRequest, execute: Execute, database: Database, two: tuple[Elsewhere, Elsewhere]
) -> list[ImportSource]:
    """The Robotics Club follows one, and one of the campus's other organizations the other."""
    async with database.write() as session:
        eli, other = derived_key("person", "eli"), derived_key("organization", "graduate-union")
        session.add(Membership(organization_id=other, person_id=eli, role=Role.ORGANIZER, created_at=NOW))
    for there, organization in zip(two, ("robotics-club", request.param), strict=True):
        there.octets = calendar()
        document = PREVIEW.replace("robotics-club", organization)
        seen = (await execute("eli", document, address=there.url))["data"]["result"]
        await execute("eli", IMPORT, id=seen["id"])
    async with database.read() as session:
        return list(await session.scalars(select(ImportSource).order_by(ImportSource.id)))


@pytest.mark.parametrize("uids", [("same", "same"), ("one", "other")])
async def test_addresses_asked_at_once_take_an_event_once(
    database: Database,
    settings: Settings,
    two: tuple[Elsewhere, Elsewhere],
    processes: tuple[Database, Database],
    followed: list[ImportSource],
    uids: tuple[str, str],
) -> None:
    days = range(5, 25)
    for there, uid in zip(two, uids, strict=True):
        there.octets = calendar(
            *(vevent(f"SUMMARY:Talk {n}", uid=f"{uid} {n}", start=f"202610{n:02}T220000Z") for n in days)
        )

    announcing = told_of_import(settings, now=LATER)
    pairs = zip(processes, followed, strict=True)
    asked = [ask(base, settings, source.id, announcing=announcing, now=LATER) for base, source in pairs]
    await asyncio.gather(*asked)

    sources = await database.rows(select(ImportSource.answers, ImportSource.message))
    held = [one.name for row in sources for one in Answers.read(row.answers).held]
    expected = [f"Talk {n}" for n in days]
    assert [row.name for row in await imported(database)] == expected, [row.message for row in sources]
    ours = {source.organization_id for source in followed}
    assert sorted(held) == ([] if uids[0] == uids[1] and len(ours) == 1 else sorted(expected))
