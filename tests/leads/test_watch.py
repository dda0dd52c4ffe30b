"""A booth's team is told at once, in whichever process it happened, and no longer once somebody has left."""

import asyncio
from contextlib import aclosing

import pytest
from booth import Fair, entry
from conftest import NOW
from sqlalchemy import delete

from server.contacts.undo import undo_encounter
from server.db import Database
from server.errors import NotFound
from server.events.booths import BoothStaff
from server.leads.models import LeadEntryKind
from server.leads.watch import lead_counts
from server.live import Live
from server.organizations.models import Membership


async def test_watch_scans_and_words_of_another_process(fair: Fair, database: Database, database_url: str) -> None:
    other = Database.open(database_url) if database.dialect == "postgresql" else database
    live = Live(other)
    counts = lead_counts(other, live, actor=fair.member("priya"), booth_id=fair.booths["B7"])
    async with aclosing(counts):
        told = [await anext(counts)]
        if other is not database:
            told = [await asyncio.wait_for(anext(counts), 5)]  # what a connection that begins to listen says

        ben = await fair.meets("dana", "ben")
        told.append(await asyncio.wait_for(anext(counts), 5))
        await fair.writes("dana", entry(ben, LeadEntryKind.NOTE, "Lathes."))
        told.append(await asyncio.wait_for(anext(counts), 5))

    assert told == [0, 1, 1]
    await live.close()
    if other is not database:
        await other.close()


async def test_watch_a_scan_that_is_undone(fair: Fair, database: Database) -> None:
    live = Live(database)
    counts = lead_counts(database, live, actor=fair.member("priya"), booth_id=fair.booths["B7"])
    async with aclosing(counts):
        await anext(counts)
        if database.dialect == "postgresql":
            await asyncio.wait_for(anext(counts), 5)  # what a connection that begins to listen says
        scans = [await fair.meets("dana", "ben"), await fair.meets("dana", "chen")]
        met = await asyncio.wait_for(anext(counts), 5)
        while met < 2:
            met = await asyncio.wait_for(anext(counts), 5)

        async with database.write() as session:
            await undo_encounter(session, actor=fair.member("dana"), encounter_id=scans[0], now=NOW)
        left = await asyncio.wait_for(anext(counts), 5)

    assert (met, left) == (2, 1)
    assert [lead.person_id for lead in await fair.leads("priya")] == [fair.hall.person("chen")]
    await live.close()


async def test_watch_ends_with_the_role(fair: Fair, database: Database) -> None:
    live = Live(database)
    counts = lead_counts(database, live, actor=fair.member("priya"), booth_id=fair.booths["B7"])
    async with aclosing(counts):
        await anext(counts)
        async with database.write() as session:
            for role in (BoothStaff, Membership):
                await session.execute(delete(role).where(role.person_id == fair.hall.person("priya")))
        await fair.meets("dana", "ben")
        async with asyncio.timeout(5):
            told = [count async for count in counts]

    assert told == []
    await live.close()


async def test_watch_another_booth(fair: Fair, database: Database) -> None:
    live = Live(database)
    with pytest.raises(NotFound):
        await anext(lead_counts(database, live, actor=fair.member("ruth"), booth_id=fair.booths["B7"]))
    await live.close()
