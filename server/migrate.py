"""An operator brings the database to the shape this version wants."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from server.db import Database
from server.errors import SetupError
from server.tables import metadata

SCRIPTS = Path(__file__).parent / "migrations"
SEARCH_TABLES = ("event_search",)
"""Made by hand in their migration, since each database has its own kind; their shadow tables begin alike."""

SEARCH_MODULE = "fts5"
"""What SQLite has to be built with."""


async def migrate(database: Database) -> str:
    """Bring the database to the newest revision, in one transaction; return its name. A second time changes nothing.

    Raises SetupError where SQLite lacks what search needs.
    """
    async with database.writer.begin() as connection:
        await connection.run_sync(_require_search)
        await connection.run_sync(lambda sync: command.upgrade(_config(sync), "head"))
    return _head()


async def require_migrated(database: Database) -> None:
    """Raises SetupError, saying what to do, when the database is behind or ahead of this version, or can't search."""
    async with database.writer.connect() as connection:
        await connection.run_sync(_require_search)
        current = await connection.run_sync(_current)
    if current != _head():
        state = "has no tables yet" if current is None else f"is at revision {current}, this version wants {_head()}"
        raise SetupError(f"The database {state}. Run: python -m server migrate")


async def differences(database: Database) -> list[Any]:
    """What the models say and the migrated database does not; empty when they agree."""
    async with database.writer.connect() as connection:
        return await connection.run_sync(_compare)


def is_ours(name: str | None, type_: str) -> bool:
    """Whether Alembic should compare this table: not those that search makes for itself."""
    return not (type_ == "table" and name is not None and name.startswith(SEARCH_TABLES))


def _require_search(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    modules = connection.exec_driver_sql("SELECT name FROM pragma_module_list").scalars()
    if SEARCH_MODULE not in set(modules):
        version = connection.exec_driver_sql("SELECT sqlite_version()").scalar()
        raise SetupError(
            f"This Python's SQLite {version} was built without {SEARCH_MODULE}, which search needs."
            " Use another Python, or set DATABASE_URL to a PostgreSQL."
        )


def _compare(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(
        connection, opts={"include_name": lambda name, type_, _parents: is_ours(name, type_), "compare_type": True}
    )
    return list(compare_metadata(context, metadata))


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return MigrationContext.configure(connection).get_current_revision()


def _head() -> str:
    head = ScriptDirectory(str(SCRIPTS)).get_current_head()
    assert head is not None
    return head


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config
