"""Whoever waits for news of a topic is woken once it is committed, in whichever process that was (decision 0010)."""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Collection
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from server.db import AFTER_COMMIT, Database
from server.periodic import BACKGROUND, end
from server.watch import CHANNEL

FIRST_WAIT, LONGEST_WAIT = 0.2, 15.0
"""Seconds before the connection that listens is opened again; doubled each time, and varied."""
SILENCE = 20.0
"""Seconds after which a connection that said nothing is asked whether it still lives."""

_NOTIFY = text("SELECT pg_notify(:channel, topic) FROM unnest(CAST(:topics AS text[])) AS topic")

_log = logging.getLogger(__name__)


def person_topic(person_id: UUID) -> str:
    """Something changed that this person is told of: a scan of their badge, a request to them."""
    return f"person:{person_id}"


def occurrence_topic(occurrence_id: UUID) -> str:
    """The counts of this occurrence changed."""
    return f"occurrence:{occurrence_id}"


def booth_topic(booth_id: UUID) -> str:
    """The leads of this booth changed: a scan at it, or something that a colleague wrote."""
    return f"booth:{booth_id}"


async def publish(session: AsyncSession, *topics: str) -> None:
    """Wake whoever waits for one of `topics` after the commit; a transaction that is rolled back wakes nobody.

    A topic says that there is something new, not what: ask the database. One statement on PostgreSQL for all of
    them, none on SQLite, where only this process hears it. The same topic twice in one transaction is once.
    """
    if not topics:
        return
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(_NOTIFY, {"channel": CHANNEL, "topics": sorted(set(topics))})
    else:
        session.info.setdefault(AFTER_COMMIT, set()).update(topics)


class Subscription:
    """Yields once for all that was published of its topic since it last did: a slow one skips, and never queues.

    It hears from the moment on in which it is made. Leave it by `with`.
    """

    def __init__(self, live: "Live", topic: str) -> None:
        self._live = live
        self.topic = topic
        self._news = asyncio.Event()
        self._ended = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _type: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None) -> None:
        self._live.forget(self)

    def __aiter__(self) -> AsyncIterator[None]:
        return self

    async def __anext__(self) -> None:
        await self._news.wait()
        if self._ended:
            raise StopAsyncIteration
        self._news.clear()

    def take(self) -> bool:
        """Whether there was news since this was last asked; for those who look now and then, and don't wait."""
        news = self._news.is_set()
        self._news.clear()
        return news

    def wake(self) -> None:
        self._news.set()

    def end(self) -> None:
        self._ended = True
        self._news.set()


class Live:
    """What one process hears. On PostgreSQL by one connection, opened with the first subscription."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._subscriptions: dict[str, set[Subscription]] = {}
        self._listener: asyncio.Task[None] | None = None
        self._closed = False
        database.after_commit = self.heard

    def subscribe(self, topic: str) -> Subscription:
        """News of `topic` from now on. It may also yield without news, after a time in which some may have been missed.

        Ends when the server does.
        """
        subscription = Subscription(self, topic)
        if self._closed:
            subscription.end()
            return subscription
        self._subscriptions.setdefault(topic, set()).add(subscription)
        if self._listener is None and self._database.dialect == "postgresql":
            self._listener = asyncio.create_task(self._listen(), name=BACKGROUND)
        return subscription

    def forget(self, subscription: Subscription) -> None:
        """The second time nothing happens."""
        others = self._subscriptions.get(subscription.topic, set())
        others.discard(subscription)
        if not others:
            self._subscriptions.pop(subscription.topic, None)

    def heard(self, topics: Collection[str]) -> None:
        for topic in topics:
            for subscription in self._subscriptions.get(topic, ()):
                subscription.wake()

    async def close(self) -> None:
        """End every subscription and hear nothing any more."""
        self._closed = True
        for subscriptions in self._subscriptions.values():
            for subscription in subscriptions:
                subscription.end()
        if self._listener is not None:
            await end(self._listener)

    async def _listen(self) -> None:
        """Keep a connection that listens. NOTIFY is not repeated, so each new one wakes everybody once."""
        wait = FIRST_WAIT
        while True:
            try:
                async with self._database.writer.connect() as connection:
                    driver, lost = await self._begin(connection)
                    wait = FIRST_WAIT
                    self.heard(list(self._subscriptions))
                    await _until_lost(driver, lost)
            except Exception as fault:  # noqa: BLE001  # whatever it was, the next connection may hold
                _log.warning("Live updates wait: PostgreSQL does not answer (%s)", type(fault).__name__)
            else:
                _log.warning("Live updates wait: the connection that listens broke")
            await asyncio.sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311  # so that processes don't come back at once
            wait = min(wait * 2, LONGEST_WAIT)

    async def _begin(self, connection: AsyncConnection) -> tuple[Any, asyncio.Event]:
        """Listen on `connection`, which leaves the pool, and its driver; the event is set once it is lost."""
        lost = asyncio.Event()
        driver = await _driver_of(connection)
        await connection.run_sync(lambda sync: sync.detach())
        driver.add_termination_listener(lambda _connection: lost.set())
        await driver.add_listener(CHANNEL, lambda _c, _pid, _channel, topic: self.heard([topic]))
        return driver, lost


async def _until_lost(driver: Any, lost: asyncio.Event) -> None:
    """Raises TimeoutError where the other side is silently gone. A detached connection knows its driver no more."""
    while not lost.is_set():
        try:
            await asyncio.wait_for(lost.wait(), SILENCE)
        except TimeoutError:
            if not lost.is_set():
                await driver.execute("SELECT 1", timeout=SILENCE)


async def _driver_of(connection: AsyncConnection) -> Any:
    """asyncpg's own connection."""
    return (await connection.get_raw_connection()).driver_connection
