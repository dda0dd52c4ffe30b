"""An organizer gives a print up, or takes its file away before its time."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.attendance.organizing import require_organizer
from server.errors import NotFound
from server.live import publish
from server.printing.models import PrintJob, PrintState
from server.printing.topics import print_topic


async def cancel_print(session: AsyncSession, *, actor: Actor, job_id: UUID, now: datetime) -> str | None:
    """The key of the file that it had, to be removed after the commit. Whoever makes it stops at its next piece. One
    that was made stays so, without its file; a second time nothing changes.

    Raises SignInRequired, ScopeMissing, NotFound, and NotPermitted.
    """
    member = require_member(actor)
    job = await session.get(PrintJob, job_id, with_for_update=True)
    if job is None:
        raise NotFound
    await require_organizer(session, member, job.event_id)

    key = job.file_key
    job.file_key = job.expires_at = None
    if job.state in (PrintState.WAITING, PrintState.MAKING):
        job.state, job.finished_at, job.held_until = PrintState.CANCELLED, now, None
    await publish(session, print_topic(job.event_id))
    return key
