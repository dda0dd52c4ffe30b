"""Prints are made in the background of every server, two at a time in each, as soon as they are asked for."""

import asyncio
import logging
from contextlib import suppress

from server.clock import Clock
from server.config import Settings
from server.db import Database
from server.files.store import Files, open_files
from server.live import Live
from server.periodic import BACKGROUND, end
from server.printing.expire import expire_prints
from server.printing.make import make_next
from server.printing.topics import PRINTS

log = logging.getLogger("hallway.printing")
AT_ONCE = 2
FIRST, LOOK_EVERY = 5.0, 30.0
"""Seconds after a start, and between looks: for a print that a process left behind, and where news was missed."""


class Printer:
    """Looks for work when it is told of some, and every LOOK_EVERY seconds."""

    def __init__(self, database: Database, settings: Settings, live: Live, now: Clock) -> None:
        self._database, self._settings, self._live, self._now = database, settings, live, now
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """In the running event loop."""
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._run(), name=BACKGROUND) for _ in range(AT_ONCE)]

    async def close(self) -> None:
        """Stop; what is half made waits for the next process."""
        await end(*self._tasks)

    async def _run(self) -> None:
        pause = FIRST
        with self._live.subscribe(PRINTS) as news:
            while True:
                with suppress(TimeoutError):
                    await asyncio.wait_for(anext(news), pause)
                pause = LOOK_EVERY
                try:
                    await expire_prints(self._database, self._files(), now=self._now())
                    while await make_next(self._database, self._settings, self._files(), now=self._now):
                        pass
                except Exception as failure:  # noqa: BLE001  # a database that is away must not end it
                    log.error("Printing failed: %s", type(failure).__name__)

    def _files(self) -> Files:
        return open_files(self._settings.files_url)
