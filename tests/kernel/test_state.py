"""Whether anybody committed anything is known without reading what."""

from sqlalchemy import update

from server.campuses.models import Campus
from server.db import Database


async def test_state_differs_after_every_commit(database: Database) -> None:
    seen = {await database.state()}

    for number in range(5):
        async with database.write() as session:
            await session.execute(update(Campus).values(name=f"Campus {number}"))
        seen.add(await database.state())

    assert len(seen) == 6


async def test_state_differs_once_a_transaction_ends_that_was_under_way(database: Database) -> None:
    async with database.write() as session:
        await session.execute(update(Campus).values(name="Campus"))
        await session.flush()
        before = await database.state()

    assert await database.state() != before


async def test_state_stays_while_nobody_commits(database: Database) -> None:
    if database.dialect == "postgresql":  # its own chores commit too; so the state may differ, never be the same
        return
    before = await database.state()

    for _ in range(20):  # more than there are connections
        await database.rows(Campus.__table__.select())
    try:
        async with database.write() as session:
            await session.execute(update(Campus).values(name="Campus"))
            raise LookupError
    except LookupError:
        pass

    assert await database.state() == before
