"""The many events of a renamed campus are found by its name piece by piece, and after a break where it broke off."""

from collections.abc import Sequence
from uuid import UUID

import make
import pytest
from conftest import NOW
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import ANONYMOUS, Member
from server.db import Database
from server.events import index_campus
from server.events.filter import EventFilter
from server.events.index_campus import CampusIndexing, index_due
from server.events.queries import events
from server.events.rename_place import rename_campus
from server.events.search_index import index_events
from server.keys import derived_key

BOSTON, GUS = derived_key("campus", "boston"), Member(derived_key("person", "gus"))


@pytest.fixture
async def many(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than fit in a piece."""
    monkeypatch.setattr(index_campus, "PIECE", 4)
    async with database.write() as session:
        for number in range(9):
            await make.event(session, name=f"Talk {number}", slug=f"talk-{number}")


async def rename(database: Database, name: str) -> None:
    async with database.write() as session:
        await rename_campus(session, actor=GUS, campus_id=BOSTON, name=name, now=NOW)


async def found(database: Database, text: str) -> int:
    page = await events(database, actor=ANONYMOUS, filter=EventFilter(text=text), first=100, now=NOW)
    return sum(row.slug.startswith("talk-") for row in page.rows)


async def test_all_are_found_in_the_end_and_nothing_waits(
    database: Database, many: None, statements: list[str]
) -> None:
    await rename(database, "Harborside")
    before = await found(database, "harborside")

    done = await index_due(database)

    statements.clear()
    again = await index_due(database)
    assert (before, again, len(statements)) == (0, 0, 1)
    assert done >= 9
    assert await found(database, "harborside") == 9


async def test_what_was_broken_off_goes_on_and_another_name_begins_anew(
    database: Database, many: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    await rename(database, "Harborside")
    pieces = 0

    async def breaks(session: AsyncSession, event_ids: Sequence[UUID]) -> None:
        nonlocal pieces
        pieces += 1
        if pieces == 3:
            raise KeyboardInterrupt
        await index_events(session, event_ids)

    monkeypatch.setattr(index_campus, "index_events", breaks)
    with pytest.raises(KeyboardInterrupt):
        await index_due(database)
    (waiting,) = await database.rows(select(CampusIndexing.after_id))
    await rename(database, "Seaside")
    (anew,) = await database.rows(select(CampusIndexing.after_id))

    await index_due(database)

    assert waiting.after_id is not None
    assert anew.after_id is None
    assert (await found(database, "seaside"), await found(database, "harborside")) == (9, 0)
