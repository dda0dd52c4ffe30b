"""The demo campus is loaded once, whole, and the same each time."""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW, SECRET
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from server.badges.models import Badge, BadgeState
from server.badges.token import derive, hash_of
from server.campuses.models import Campus
from server.db import Database
from server.events.models import Event
from server.keys import derived_key, new_key
from server.migrate import migrate
from server.people.models import Person
from server.seed import SeededCampus, seed, seeded_campus
from server.seed.people_rows import badge_seed
from server.tables import metadata


async def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    return {
        table.name: sorted((tuple(row) for row in await database.rows(select(table))), key=repr)
        for table in metadata.sorted_tables
    }


NewDatabase = Callable[[], Awaitable[Database]]


@pytest.fixture
async def new_database(tmp_path: Path) -> AsyncIterator[NewDatabase]:
    """Makes databases that are migrated and empty."""
    made: list[Database] = []

    async def make() -> Database:
        made.append(Database.open(f"sqlite:///{tmp_path}/new{len(made)}.sqlite3"))
        await migrate(made[-1])
        return made[-1]

    yield make
    for database in made:
        await database.close()


async def test_seed_again_changes_nothing(database: Database) -> None:
    async with database.write() as session:
        await session.execute(update(Person).where(Person.email == "ada@northgate.example").values(headline="Changed"))
    before = await everything(database)

    again = await seed(database, secret=SECRET, now=NOW)
    next_week = await seed(database, secret=bytes(32), now=NOW + timedelta(days=7))

    assert again == next_week == seeded_campus()
    assert await everything(database) == before


async def test_seed_again_writes_no_statement(database: Database, statements: list[str]) -> None:
    statements.clear()

    await seed(database, secret=SECRET, now=NOW)

    assert [statement.split()[0] for statement in statements] == ["SELECT"]


async def test_seed_on_two_machines_makes_the_same(new_database: NewDatabase) -> None:
    one, other = await new_database(), await new_database()

    await seed(one, secret=SECRET, now=NOW)
    await seed(other, secret=SECRET, now=NOW)

    assert await everything(one) == await everything(other)


async def test_seed_that_fails_leaves_nothing(new_database: NewDatabase) -> None:
    database = await new_database()
    async with database.write() as session:
        session.add(Campus(id=new_key(), slug="singapore", name="Theirs", time_zone="Asia/Singapore", country="SG"))

    with pytest.raises(IntegrityError):
        await seed(database, secret=SECRET, now=NOW)

    found = {name: len(rows) for name, rows in (await everything(database)).items() if rows}
    assert found == {"campus": 1, "catalogue": 1}


async def test_seed_writes_each_table_at_once(new_database: NewDatabase, statements: list[str]) -> None:
    database = await new_database()
    statements.clear()

    await seed(database, secret=SECRET, now=NOW)

    written = Counter(
        statement.partition(" INTO ")[2].split()[0] for statement in statements if statement.startswith("INSERT")
    )
    by_materialise = {
        "occurrence",
        "occurrence_tag",
        "event_search",
        "event_search_entry",
        "event_search_word",
        "catalogue",
    }
    ours = {table: times for table, times in written.items() if table not in by_materialise}
    assert ours == dict.fromkeys(ours, 1)
    assert len(ours) == 23


async def test_seed_gives_everybody_one_standing_badge(database: Database, campus: SeededCampus) -> None:
    rows = await database.rows(select(Badge.person_id, Badge.event_id, Badge.state, Badge.seed, Badge.token_hash))

    assert {row.person_id for row in rows} == set(campus.people.values())
    assert len(rows) == len(campus.people)
    for row in rows:
        assert (row.event_id, row.state) == (None, BadgeState.ACTIVE)
        assert row.seed == badge_seed(SECRET, row.person_id)
        assert row.token_hash == hash_of(derive(SECRET, row.seed))


async def test_seed_with_another_secret_makes_other_badges(new_database: NewDatabase, database: Database) -> None:
    other = await new_database()
    await seed(other, secret=bytes(32), now=NOW)

    ours = {tuple(row) for row in await database.rows(select(Badge.seed))}
    theirs = {tuple(row) for row in await other.rows(select(Badge.seed))}

    assert ours & theirs == set()


async def test_seeded_campus_names_what_is_there(database: Database, campus: SeededCampus) -> None:
    for table, ids in ((Person, campus.people), (Event, campus.events), (Campus, campus.campuses)):
        found = await database.rows(select(table.id).where(table.id.in_(ids.values())))

        assert {row.id for row in found} == set(ids.values())
        assert (await database.rows(select(func.count()).select_from(table)))[0][0] == len(ids)
    assert campus.people["ada"] == derived_key("person", "ada")
    assert campus.events["fair"] == derived_key("event", "fair")
