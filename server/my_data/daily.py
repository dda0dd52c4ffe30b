"""Tidying is done once a day while the server runs."""

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta

from server.clock import Clock
from server.config import Settings
from server.db import Database
from server.my_data.tidy import tidy

log = logging.getLogger("hallway.tidy")

EVERY = timedelta(days=1)
FIRST = timedelta(minutes=10)
"""After the start, so that a restart is not slowed down; a server that is restarted more often never gets to it."""


class Daily:
    """Tidies one database, in one process; others that try at the same time leave it to this one."""

    def __init__(self, database: Database, settings: Settings, now: Clock) -> None:
        self._database, self._settings, self._now = database, settings, now
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def close(self) -> None:
        """Stop; what is half done is rolled back, and done the next time."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        pause = FIRST
        while True:
            await asyncio.sleep(pause.total_seconds())
            pause = EVERY
            try:
                await tidy(self._database, self._settings, now=self._now())
            except Exception as failure:  # noqa: BLE001  # a database that is away must not end it
                log.error("Tidying failed: %s. It is tried again tomorrow.", type(failure).__name__)
