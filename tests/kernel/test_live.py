"""News wakes whoever waits for it: after the commit, in every process, and never twice for a slow one."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from server.db import Database
from server.live import Live, Subscription, publish

ROOT = Path(__file__).parents[2]
PUBLISHING = """
import asyncio, sys
from server.db import Database
from server.live import publish

async def main(url, topic):
    database = Database.open(url)
    async with database.write() as session:
        await publish(session, topic)
    await database.close()

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.fixture
async def live(database: Database) -> AsyncIterator[Live]:
    """It listens already."""
    live = Live(database)
    with live.subscribe("anything") as first:
        if database.dialect == "postgresql":
            await within(first)
    yield live
    await live.close()


async def within(subscription: Subscription, seconds: float = 10) -> None:
    await asyncio.wait_for(anext(subscription), seconds)


async def silent(subscription: Subscription) -> bool:
    """Whether nothing comes while somebody else's news would have."""
    try:
        await within(subscription, 0.3)
    except TimeoutError:
        return True
    return False


async def tell(database: Database, *topics: str) -> None:
    async with database.write() as session:
        await publish(session, *topics)


async def test_publish_wakes_those_of_the_topic_and_nobody_else(database: Database, live: Live) -> None:
    first, second, other = live.subscribe("a"), live.subscribe("a"), live.subscribe("b")

    await tell(database, "a", "c")

    await within(first)
    await within(second)
    assert await silent(other)


async def test_publish_wakes_only_after_the_commit(database: Database, live: Live) -> None:
    subscription = live.subscribe("a")

    async with database.write() as session:
        await publish(session, "a")
        before = await silent(subscription)

    assert before
    await within(subscription)


async def test_publish_that_is_rolled_back_wakes_nobody(database: Database, live: Live) -> None:
    subscription = live.subscribe("a")

    with pytest.raises(LookupError):
        async with database.write() as session:
            await publish(session, "a")
            raise LookupError

    assert await silent(subscription)


async def test_publish_many_times_wakes_a_slow_one_once(database: Database, live: Live) -> None:
    slow, last = live.subscribe("a"), live.subscribe("last")

    for _ in range(50):
        await tell(database, "a")
    await tell(database, "last")
    await within(last)

    await within(slow)
    assert await silent(slow)


async def test_publish_takes_one_statement_on_postgresql_and_none_on_sqlite(
    database: Database, statements: list[str]
) -> None:
    await tell(database, "a", "b", "c")

    assert len(statements) == (database.dialect == "postgresql")


async def test_subscribe_that_is_left_keeps_nothing(live: Live) -> None:
    with live.subscribe("a") as first:
        with live.subscribe("a"):
            pass
        during = {topic: set(some) for topic, some in live._subscriptions.items()}

    assert during == {"a": {first}}
    assert live._subscriptions == {}


async def test_close_ends_every_subscription(live: Live) -> None:
    before = live.subscribe("a")
    await live.close()

    heard = [None async for _ in before] + [None async for _ in live.subscribe("a")]

    assert heard == []


async def test_publish_in_another_process_wakes_here(database: Database, live: Live) -> None:
    if database.dialect == "sqlite":
        pytest.skip("on SQLite there is one process")
    subscription = live.subscribe("a")

    arguments = [sys.executable, "-c", PUBLISHING, database.url, "a"]
    process = await asyncio.create_subprocess_exec(*arguments, env={**os.environ, "PYTHONPATH": str(ROOT)})

    await within(subscription, 30)
    assert await process.wait() == 0


async def test_subscribe_hears_again_after_the_connection_was_cut(database: Database, live: Live) -> None:
    if database.dialect == "sqlite":
        pytest.skip("on SQLite there is no connection")
    subscription = live.subscribe("a")

    await cut(database)
    await within(subscription)  # something may have been missed
    await tell(database, "a")

    await within(subscription)


async def test_database_has_its_pool_whole_while_somebody_listens(database: Database, live: Live) -> None:
    live.subscribe("a")

    assert database.writer.pool.checkedout() == 0  # type: ignore[attr-defined]  # all pools but some have it


async def cut(database: Database) -> None:
    """End the connection that listens, as a restart of PostgreSQL does."""
    connection = await asyncpg.connect(database.url)
    ended = await connection.fetch(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
    )
    await connection.close()
    assert len(ended) == 1
