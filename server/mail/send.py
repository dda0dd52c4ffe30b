"""Something is told by mail: queued in the caller's transaction, it goes out if and only if that is committed."""

import asyncio
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, event, insert
from sqlalchemy.ext.asyncio import AsyncSession

from server.keys import new_key
from server.mail.models import OutgoingMail
from server.mail.seal import seal

_waiting: WeakKeyDictionary[Engine, asyncio.Event] = WeakKeyDictionary()
"""The courier of each database in this process, to be woken when there is something to carry."""


async def send(session: AsyncSession, *, secret: bytes, to: str | None, subject: str, text: str, now: datetime) -> UUID:
    """Queue one plain-text mail; return its id. Delivery begins when the transaction is committed.

    `secret` is `settings.secret`. `to` None queues the same work for nobody: who watches the clock can't tell
    whether there is a mail. Each call is a mail of its own.
    """
    id_ = new_key()
    sealed = seal(secret, id_, subject=subject, text=text)
    await session.execute(
        insert(OutgoingMail).values(id=id_, recipient=to, sealed=sealed, created_at=now, due_at=now, attempts=0)
    )
    wake_after(session)
    return id_


async def send_to_each(
    session: AsyncSession, *, secret: bytes, to: Collection[str], subject: str, text: str, now: datetime
) -> None:
    """As `send` for each address of `to`, in one statement; nobody sees another's."""
    if not to:
        return
    rows = []
    for address in to:
        id_ = new_key()
        sealed = seal(secret, id_, subject=subject, text=text)
        rows.append(
            {"id": id_, "recipient": address, "sealed": sealed, "created_at": now, "due_at": now, "attempts": 0}
        )
    await session.execute(insert(OutgoingMail), rows)
    wake_after(session)


def wake_after(session: AsyncSession) -> None:
    """Wake this process's courier once the transaction is committed; never if it is rolled back."""
    engine = session.get_bind()
    assert isinstance(engine, Engine)

    def committed(_session: Any) -> None:
        if (woken := _waiting.get(engine)) is not None:
            woken.set()

    event.listen(session.sync_session, "after_commit", committed, once=True)


def waiting_for(engine: Engine) -> asyncio.Event:
    """Set whenever a transaction of this process that queued mail was committed."""
    return _waiting.setdefault(engine, asyncio.Event())
