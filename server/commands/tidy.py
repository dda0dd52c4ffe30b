"""Take away what campuses keep no longer, and warn those whose unused accounts go.

`serve` does the same once a day. This is for installations that rather have a timer do it: of systemd, or of cron. Each
campus says at /campuses/SLUG/retention how long it keeps things; before that, nothing goes.
"""

import argparse
import asyncio


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults()


def run(_options: argparse.Namespace) -> None:
    print(asyncio.run(_tidy()))


async def _tidy() -> str:
    from server import clock
    from server.commands.opening import opened
    from server.config import Settings
    from server.my_data.tidy import tidy

    settings = Settings.from_environment()
    async with opened(settings) as database:
        done = await tidy(database, settings, now=clock.now())
    if done is None:
        return "Another process is at it. Nothing was done here."
    return (
        f"Gone: {done.erased} accounts, {done.encounters} encounters, {done.sessions} ended sessions,"
        f" {done.entries} entries of the audit trail,"
        f" {done.files} files that nothing refers to. Withdrawn since their time is over: {done.grants} cards."
        f" Warned: {done.warned}."
    )
