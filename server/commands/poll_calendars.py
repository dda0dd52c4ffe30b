"""Ask the addresses that organizations import from, as far as their time has come.

`serve` does the same every minute. This is for installations that rather have a timer do it: of systemd, or of cron.
"""

import argparse
import asyncio


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults()


def run(_options: argparse.Namespace) -> None:
    print(asyncio.run(_poll()))


async def _poll() -> str:
    from server import clock
    from server.attendance.ask_calendars import ask_calendars
    from server.commands.opening import opened
    from server.config import Settings

    settings = Settings.from_environment()
    async with opened(settings) as database:
        asked = await ask_calendars(database, settings, now=clock.now())
    return f"{asked} {'address was' if asked == 1 else 'addresses were'} asked."
