"""An operator brings the database to the shape this version wants.

Alembic is loaded by those functions that need it: it takes a tenth of a server's start, which one that is up to date
need not spend.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, column, inspect, select, table

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

    Raises SetupError where SQLite lacks what search needs, and for a database that a newer version made.
    """
    async with database.writer.begin() as connection:
        await connection.run_sync(_require_search)
        current = await connection.run_sync(_current)
        _require_not_newer(current)
        if current != newest():
            await connection.run_sync(_upgrade)
    return newest()


async def require_migrated(database: Database) -> None:
    """Raises SetupError, saying what to do, when the database is behind or ahead of this version, or can't search."""
    async with database.writer.connect() as connection:
        await connection.run_sync(_require_search)
        current = await connection.run_sync(_current)
    _require_not_newer(current)
    if current != newest():
        state = "has no tables yet" if current is None else f"is at revision {current}, this version wants {newest()}"
        raise SetupError(f"The database {state}. Run: python -m server migrate")


async def differences(database: Database) -> list[Any]:
    """What the models say and the migrated database does not; empty when they agree."""
    async with database.writer.connect() as connection:
        return await connection.run_sync(_compare)


def newest() -> str:
    """The revision that this version wants: migrations are numbered, and their files named by it."""
    return max(path.stem.partition("_")[0] for path in (SCRIPTS / "versions").glob("[0-9]*.py"))


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


def _require_not_newer(current: str | None) -> None:
    if current is not None and current > newest():
        raise SetupError(
            f"The database is at revision {current}, and this version knows none after {newest()}."
            " Use the newer Hallway that made it."
        )


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(select(column("version_num")).select_from(table("alembic_version")))


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _compare(connection: Connection) -> list[Any]:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    context = MigrationContext.configure(
        connection, opts={"include_name": lambda name, type_, _parents: is_ours(name, type_), "compare_type": True}
    )
    return list(compare_metadata(context, metadata))
