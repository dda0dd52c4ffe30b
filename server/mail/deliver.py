"""Queued mail is carried out: at least once each, by whichever process takes it first, again later where it fails."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID

from sqlalchemy import Engine, bindparam, delete, select, update

from server.clock import Clock
from server.config import Settings
from server.db import Database
from server.mail.models import OutgoingMail
from server.mail.seal import unseal
from server.mail.send import waiting_for
from server.periodic import BACKGROUND

log = logging.getLogger("hallway.mail")

Carry = Callable[[EmailMessage], Awaitable[None]]
"""Hands one mail over. Raises Undeliverable where trying again is of no use, anything else where it may be."""

BATCH = 20
LEASE = timedelta(minutes=2)
"""How long a mail is left to the process that took it. One that dies meanwhile leaves it to the others."""
TRIES = 10
"""About a day and a half."""
PATIENCE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=8)
LOOKS_EVERY = timedelta(seconds=30)
"""For what failed before, and for what processes queued that ended since. New mail wakes the courier at once."""


class Undeliverable(Exception):
    """The recipient's server will not take this mail, now or later."""


@dataclass(frozen=True, slots=True)
class Queued:
    """A row, as it was taken."""

    id: UUID
    recipient: str | None
    sealed: bytes
    created_at: datetime
    attempts: int
    """Before this one."""


class Courier:
    """Delivers the mail of one database, in one process."""

    def __init__(self, database: Database, settings: Settings, carry: Carry, now: Clock) -> None:
        self._database = database
        self._engine: Engine = database.writer.sync_engine
        self._settings = settings
        self._carry = carry
        self._now = now
        self._task: asyncio.Task[None] | None = None
        self._closing = False

    async def start(self) -> None:
        """Begin in the background; first comes what an earlier process left."""
        woken = waiting_for(self._engine)
        if await self._database.rows(_ANY, {"now": self._now()}):
            woken.set()
        self._task = asyncio.get_running_loop().create_task(self._run(woken), name=BACKGROUND)

    async def close(self) -> None:
        """Stop, once what is being carried has arrived; after PATIENCE the next process has to try it again."""
        if self._task is None:
            return
        self._closing = True
        waiting_for(self._engine).set()
        running = {self._task}
        _, running = await asyncio.wait(running, timeout=PATIENCE.total_seconds())
        while running:  # whoever talks to a server may take a cancellation for its failure
            self._task.cancel()
            _, running = await asyncio.wait(running, timeout=1)

    async def deliver(self) -> int:
        """Carry what is due at this moment; return how much was delivered."""
        delivered = 0
        while not self._closing and (taken := await self._take()):
            for mail in taken:
                delivered += await self._deliver(mail)
        return delivered

    async def _run(self, woken: asyncio.Event) -> None:
        while not self._closing:
            with suppress(TimeoutError):
                await asyncio.wait_for(woken.wait(), LOOKS_EVERY.total_seconds())
            woken.clear()
            try:
                await self.deliver()
            except Exception as failure:  # noqa: BLE001  # a database that is away must not end the courier
                log.error("Mail can't be looked at: %s. It is tried again.", type(failure).__name__)

    async def _take(self) -> list[Queued]:
        """Mails that are due, put off for everybody else until the lease is over."""
        now = self._now()
        if not await self._database.rows(_ANY, {"now": now}):
            return []
        async with self._database.write() as session:
            taken = [Queued(*row) for row in await session.execute(_DUE, {"now": now})]
            if taken:
                ids = [mail.id for mail in taken]
                putting_off = update(OutgoingMail).where(OutgoingMail.id.in_(ids))
                await session.execute(putting_off.values(due_at=now + LEASE, attempts=OutgoingMail.attempts + 1))
        return taken

    async def _deliver(self, mail: Queued) -> int:
        message = written(mail, self._settings)
        if message is None:
            await self._done(mail.id)
            return 0
        try:
            await self._carry(message)
        except Exception as failure:  # noqa: BLE001  # whatever a server or a disk answers
            await self._again(mail, failure)
            return 0
        await self._done(mail.id)
        return 1

    async def _done(self, id_: UUID) -> None:
        async with self._database.write() as session:
            await session.execute(delete(OutgoingMail).where(OutgoingMail.id == id_))

    async def _again(self, mail: Queued, failure: Exception) -> None:
        tried = mail.attempts + 1
        # Neither address nor server's words: they may quote what the mail says.
        if isinstance(failure, Undeliverable) or tried >= TRIES:
            log.error("Mail %s can't be delivered and is thrown away: %s", mail.id, type(failure).__name__)
            await self._done(mail.id)
            return
        log.warning("Mail %s was not taken (try %d): %s. It is tried again.", mail.id, tried, type(failure).__name__)
        async with self._database.write() as session:
            due_at = self._now() + pause(tried)
            await session.execute(update(OutgoingMail).where(OutgoingMail.id == mail.id).values(due_at=due_at))


def pause(tried: int) -> timedelta:
    """How long to wait after so many tries: half a minute, then four times as long each time, at most LONGEST_PAUSE."""
    return min(timedelta(seconds=30 * 4.0 ** (tried - 1)), LONGEST_PAUSE)


def written(mail: Queued, settings: Settings) -> EmailMessage | None:
    """The message of a row; None for a mail to nobody, and for one that no secret of this installation opens."""
    said = unseal(settings.secrets, mail.id, mail.sealed)
    if mail.recipient is None or said is None:
        return None
    message = EmailMessage()
    message["From"] = settings.sender
    message["To"] = mail.recipient
    message["Subject"] = said[0]
    message["Date"] = format_datetime(_moment(mail.created_at))
    message["Message-ID"] = f"<{mail.id.hex}@{settings.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834 §5: no holiday notes, please
    message.set_content(said[1])
    return message


def _moment(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


_due = OutgoingMail.due_at <= bindparam("now", type_=OutgoingMail.due_at.type)
_ANY = select(OutgoingMail.id).where(_due).limit(1)
_DUE = (
    select(
        OutgoingMail.id,
        OutgoingMail.recipient,
        OutgoingMail.sealed,
        OutgoingMail.created_at,
        OutgoingMail.attempts,
    )
    .where(_due)
    .order_by(OutgoingMail.due_at)
    .limit(BATCH)
    .with_for_update(skip_locked=True)
)
