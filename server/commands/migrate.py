"""Bring the database to the shape this version wants.

Makes the tables of a new database, and changes those of an older one, in one transaction. A second time it changes
nothing. The database is DATABASE_URL; without it, SQLite in the folder HALLWAY_VAR.
"""

import argparse
import asyncio


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_options: argparse.Namespace) -> None:
    asyncio.run(_run())


async def _run() -> None:
    from server.commands.opening import opened
    from server.config import Settings
    from server.migrate import migrate

    async with opened(Settings.from_environment(), migrated=False) as database:
        revision = await migrate(database)
    print(f"The database is at revision {revision}.")
