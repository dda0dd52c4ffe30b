"""Badges that were printed without a job to wait for count as printed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from server.keys import new_key
from server.printing.design import Design
from server.printing.models import PrintedBadge, PrintJob, PrintState


async def note_printed(
    session: AsyncSession,
    *,
    event_id: UUID,
    design: Design,
    badges: Sequence[UUID],
    by_id: UUID | None = None,
    now: datetime,
) -> None:
    """Write down that these were, in this order. Two statements."""
    job = PrintJob(
        id=new_key(),
        event_id=event_id,
        requested_by_id=by_id,
        requested_at=now,
        finished_at=now,
        design=design.written(),
        state=PrintState.DONE,
        total=len(badges),
        done=len(badges),
    )
    session.add(job)
    await session.flush()
    held = [{"job_id": job.id, "position": place, "badge_id": badge} for place, badge in enumerate(badges)]
    await session.execute(insert(PrintedBadge), held)
