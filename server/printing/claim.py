"""Of several processes that would make a print, one does; one that died leaves it to the next."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.db import Database
from server.live import publish
from server.printing.models import PrintJob, PrintState
from server.printing.topics import print_topic

HELD_FOR = timedelta(minutes=4)
"""Longer than a piece may take (server/printing/process.py)."""
MOST_ATTEMPTS = 3
SMALL = 100
"""Prints of up to as many badges go first, so that one at the desk does not wait for thousands."""


class Lost(Exception):
    """The print was cancelled, or another process has it."""


async def claim(database: Database, *, now: datetime) -> PrintJob | None:
    """A print that is this caller's to make, small ones first, then the oldest; None where there is none."""
    free = or_(
        PrintJob.state == PrintState.WAITING, and_(PrintJob.state == PrintState.MAKING, PrintJob.held_until < now)
    )
    next_ = select(PrintJob).where(free).order_by(PrintJob.total > SMALL, PrintJob.requested_at, PrintJob.id).limit(1)
    if not await database.rows(next_.with_only_columns(PrintJob.id)):
        return None
    async with database.write() as session:
        job: PrintJob | None = await session.scalar(next_.with_for_update(skip_locked=True))
        if job is None:
            return None
        if job.attempts >= MOST_ATTEMPTS:
            job.state, job.finished_at, job.held_until = PrintState.FAILED, now, None
            job.failure = "It broke off three times. Print fewer at once, and tell whoever runs this server."
        else:
            job.state, job.held_until, job.done = PrintState.MAKING, now + HELD_FOR, 0
            job.attempts += 1
        await publish(session, print_topic(job.event_id))
    return job if job.state is PrintState.MAKING else await claim(database, now=now)


async def say(session: AsyncSession, job: PrintJob, **facts: Any) -> None:
    """Write down what became of a claimed print. Raises Lost where it is no longer the caller's."""
    mine = (PrintJob.id == job.id, PrintJob.state == PrintState.MAKING, PrintJob.attempts == job.attempts)
    changed: Any = await session.execute(
        update(PrintJob).where(*mine).values(facts), execution_options={"synchronize_session": False}
    )
    assert isinstance(changed, CursorResult)
    if changed.rowcount != 1:
        raise Lost
    await publish(session, print_topic(job.event_id))
