"""A database is brought to the shape this version wants, and what fits neither is said so."""

from collections.abc import Awaitable, Callable

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from server.db import Database
from server.errors import SetupError
from server.migrate import SCRIPTS, migrate, newest, require_migrated


async def at_revision(database: Database, revision: str) -> None:
    async with database.write() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = :it").bindparams(it=revision))


def test_newest_by_file_name_is_the_newest_by_their_order() -> None:
    assert newest() == ScriptDirectory(str(SCRIPTS)).get_current_head()


async def test_a_database_of_an_older_version_is_sent_to_migrate(database: Database) -> None:
    await at_revision(database, "0000")

    with pytest.raises(SetupError) as refused:
        await require_migrated(database)

    line = f"The database is at revision 0000, this version wants {newest()}. Run: python -m server migrate"
    assert str(refused.value) == line


@pytest.mark.parametrize("what", [migrate, require_migrated])
async def test_a_database_of_a_newer_version_is_left_alone(
    database: Database, what: Callable[[Database], Awaitable[object]]
) -> None:
    await at_revision(database, "9999")

    with pytest.raises(SetupError) as refused:
        await what(database)

    assert str(refused.value) == (
        f"The database is at revision 9999, and this version knows none after {newest()}."
        " Use the newer Hallway that made it."
    )
