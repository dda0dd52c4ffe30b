"""Work that is done again and again while the server runs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

log = logging.getLogger("hallway.periodic")
BACKGROUND = "background"
"""The name of every task that nobody asked for and that runs as long as the server."""
PATIENCE = 1.0
"""Seconds for what is cancelled to roll back and end, before it is cancelled once more."""


class Periodic:
    """Does `work` every so often, one time after the other. A failure is logged by its type, and tried again then."""

    def __init__(
        self, work: Callable[[], Awaitable[object]], *, name: str, every: timedelta, first: timedelta | None = None
    ) -> None:
        """`first` is the pause before the first time, `every` without it; `name` begins the sentence in the log."""
        self._work, self._name, self._every = work, name, every
        self._first = every if first is None else first
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """In the running event loop."""
        self._task = asyncio.get_running_loop().create_task(self._run(), name=BACKGROUND)

    async def close(self) -> None:
        """Stop; what is half done is rolled back, and done the next time."""
        if self._task is not None:
            await end(self._task)

    async def _run(self) -> None:
        pause = self._first
        while True:
            await asyncio.sleep(pause.total_seconds())
            pause = self._every
            try:
                await self._work()
            except Exception as failure:  # noqa: BLE001  # a database that is away must not end it
                log.error("%s failed: %s. It is tried again in %s.", self._name, type(failure).__name__, self._every)


async def end(*tasks: asyncio.Task[None]) -> None:
    """Cancel, and return once all have ended.

    More than once where need be: `asyncio.wait_for` of Python 3.11 loses a cancellation that meets its result.
    """
    while going := [task for task in tasks if not task.done()]:
        for task in going:
            task.cancel()
        await asyncio.wait(going, timeout=PATIENCE)
    await asyncio.gather(*tasks, return_exceptions=True)
