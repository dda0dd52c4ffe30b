"""Fill the database with the demo campus.

About 60 people, 12 organizations and 40 events, dated around today, with badges that HALLWAY_SECRETS opens. A database
that holds them already is left as it is. Meant for trying things out: the people are invented.
"""

import argparse
import asyncio


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_options: argparse.Namespace) -> None:
    asyncio.run(_run())


async def _run() -> None:
    from server import clock
    from server.commands.opening import opened
    from server.config import Settings
    from server.seed import seed

    settings = Settings.from_environment()
    secret = settings.secret
    async with opened(settings) as database:
        campus = await seed(database, secret=secret, now=clock.now(), fair_goes_on=True)
    counts = f"{len(campus.people)} people, {len(campus.organizations)} organizations, {len(campus.events)} events"
    print(f"The database holds the demo campus: {counts}.")
