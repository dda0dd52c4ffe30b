"""The two ways to a database: nothing acknowledged is lost, and readers can't write."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError, OperationalError, StatementError

from server.campuses.models import Campus
from server.db import Database
from server.keys import new_key
from server.migrate import differences, migrate, require_migrated
from server.people.models import Affiliation, Person

MOMENT = datetime(2026, 9, 24, 14, 0, 0, 123456, tzinfo=UTC)


def person(name: str, moment: datetime = MOMENT) -> dict[str, object]:
    return {
        "id": new_key(),
        "name": name,
        "affiliation": Affiliation.STUDENT,
        "created_at": moment,
        "updated_at": moment,
    }


async def test_write_by_64_tasks_at_once_loses_no_update(database: Database) -> None:
    counter = person("0")
    async with database.write() as session:
        await session.execute(insert(Person).values(**counter))

    async def add_one() -> None:
        for _ in range(5):
            async with database.write() as session:
                row = select(Person.name).where(Person.id == counter["id"])
                if database.dialect == "postgresql":
                    row = row.with_for_update()
                value = int((await session.execute(row)).scalar_one())
                await session.execute(
                    text("UPDATE person SET name = :name WHERE id = :id").bindparams(
                        name=str(value + 1),
                        id=counter["id"].bytes if database.dialect == "sqlite" else counter["id"],  # type: ignore[attr-defined]
                    )
                )

    await asyncio.gather(*(add_one() for _ in range(64)))

    (row,) = await database.rows(select(Person.name).where(Person.id == counter["id"]))
    assert row.name == str(64 * 5)


async def test_write_that_raises_leaves_nothing(database: Database) -> None:
    ada = person("Ada")

    with pytest.raises(ZeroDivisionError):
        async with database.write() as session:
            await session.execute(insert(Person).values(**ada))
            raise ZeroDivisionError

    assert await database.rows(select(Person.id).where(Person.id == ada["id"])) == []


async def test_read_session_can_not_write(database: Database) -> None:
    with pytest.raises((DBAPIError, OperationalError)):
        async with database.read() as session:
            await session.execute(insert(Person).values(**person("Ada")))


async def test_rows_return_what_was_written_in_utc(database: Database) -> None:
    elsewhere = MOMENT.astimezone(timezone(timedelta(hours=5, minutes=45)))
    ada = person("Zoë", elsewhere)
    async with database.write() as session:
        await session.execute(insert(Person).values(**ada))

    (row,) = await database.rows(select(Person.id, Person.name, Person.created_at).where(Person.id == ada["id"]))

    assert tuple(row) == (ada["id"], "Zoë", MOMENT)
    assert type(row.id).__module__ == "uuid"
    assert row.created_at.tzinfo is UTC


async def test_naive_moment_is_refused(database: Database) -> None:
    with pytest.raises((StatementError, TypeError)):
        async with database.write() as session:
            await session.execute(insert(Person).values(**person("Ada", datetime(2026, 1, 1))))  # noqa: DTZ001


async def test_migrations_make_what_the_models_say(database: Database) -> None:
    await require_migrated(database)

    assert await differences(database) == []


async def test_migrate_twice_changes_nothing(database: Database) -> None:
    before = (await database.rows(select(func.count()).select_from(Campus)))[0][0]

    await migrate(database)

    assert (await database.rows(select(func.count()).select_from(Campus)))[0][0] == before
