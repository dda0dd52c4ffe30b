"""What is shared for a time ends with it."""

import asyncio
from datetime import timedelta

from conftest import NOW
from hall import Hall
from sqlalchemy import text

from server.contacts.expire import _due, expire_due
from server.db import Database


async def test_a_grant_ends_at_its_time_once(hall: Hall) -> None:
    await hall.card("dana", shares_for_months=12)
    await hall.scan("ben", "dana")
    ends = (await hall.contact("ben", "dana")).expires_at

    counts = [await expire_due(hall.database, now=moment) for moment in (ends - timedelta(seconds=1), ends, ends)]

    assert counts == [0, 1, 0]
    assert (await hall.contact("ben", "dana")).withdrawn_at == ends


async def test_several_processes_end_each_grant_once(hall: Hall) -> None:
    await hall.card("dana", shares_for_months=12)
    await hall.scan("ben", "dana")
    await hall.scan("chen", "dana")
    over = NOW + timedelta(days=800)

    counts = await asyncio.gather(*(expire_due(hall.database, now=over) for _ in range(8)))

    assert sum(counts) == 2


async def test_looking_reads_what_ends_and_not_all_contacts(database: Database) -> None:
    if database.dialect == "sqlite":
        statement = str(_due.compile(database.writer.sync_engine))
        async with database.writer.connect() as connection:
            plan = await connection.execute(text(f"EXPLAIN QUERY PLAN {statement.replace('?', '0')}"))
            steps = " ".join(row[3] for row in plan)

        assert "USING INDEX contact_ends" in steps
    else:
        names = await database.rows(text("SELECT indexdef FROM pg_indexes WHERE indexname = 'contact_ends'"))

        assert "(expires_at) WHERE" in names[0][0]
