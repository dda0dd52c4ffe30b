"""The database of a command, with one clear line where it can't be had."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from asyncpg import InterfaceError, PostgresError
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from server.config import Settings
from server.db import Database
from server.errors import SetupError
from server.migrate import require_migrated


@asynccontextmanager
async def opened(settings: Settings, *, migrated: bool = True) -> AsyncIterator[Database]:
    """The configured database, closed at the end.

    Raises SetupError where the address is none, where nothing answers there, and where it should be `migrated` and
    isn't. Where it need not be, the folder of an SQLite file is made.
    """
    try:
        address = make_url(settings.database_url)
    except (ArgumentError, ValueError) as fault:
        raise SetupError("DATABASE_URL is no address. Give sqlite:///PATH or postgresql://USER@HOST/NAME.") from fault
    if address.get_backend_name() == "sqlite" and address.database:
        _prepare(Path(address.database), migrated)
    database = Database.open(settings.database_url)
    try:
        await _reach(database, address)
        if migrated:
            await require_migrated(database)
        yield database
    finally:
        await database.close()


def _prepare(file: Path, migrated: bool) -> None:
    # SQLite makes a missing file by opening it: look first, so that a mistyped path stays as it was.
    if migrated and not file.exists():
        raise SetupError(f"There is no database at {file}. Run: python -m server migrate")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise SetupError(f"The folder of {file} can't be made: {fault.strerror}.") from fault


async def _reach(database: Database, address: URL) -> None:
    try:
        async with database.writer.connect():
            pass
    except (OSError, DBAPIError, PostgresError, InterfaceError) as fault:
        reason = str(getattr(fault, "orig", None) or fault).splitlines()[0]
        shown = address.render_as_string(hide_password=True)
        raise SetupError(f"The database at {shown} does not answer: {reason}") from fault
