"""Files of prints go after a day, since whoever has one can be everybody in it; and at once when somebody erases
themselves."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.badges.models import Badge
from server.db import Database
from server.files.store import Files
from server.printing.models import PrintedBadge, PrintJob


async def expire_prints(database: Database, files: Files, *, now: datetime) -> int:
    """Take away the files whose time is over; how many. One statement where there are none."""
    over = and_(PrintJob.file_key.is_not(None), PrintJob.expires_at <= now)
    if not await database.rows(select(PrintJob.id).where(over).limit(1)):
        return 0
    async with database.write() as session:
        keys = await _take(session, over)
    await files.remove(keys)
    return len(keys)


async def forget_prints_of(session: AsyncSession, person_id: UUID) -> Sequence[str]:
    """No print that holds a badge of this person can be fetched any more. Remove the files of these keys after the
    commit; a second time there are none."""
    theirs = select(PrintedBadge.job_id).join(Badge, Badge.id == PrintedBadge.badge_id)
    return await _take(session, PrintJob.id.in_(theirs.where(Badge.person_id == person_id)))


async def _take(session: AsyncSession, where: ColumnElement[bool]) -> list[str]:
    held = select(PrintJob.id, PrintJob.file_key).where(PrintJob.file_key.is_not(None), where)
    rows = (await session.execute(held.with_for_update())).all()
    ids = [row.id for row in rows]
    if ids:
        gone = update(PrintJob).where(PrintJob.id.in_(ids)).values(file_key=None, expires_at=None)
        await session.execute(gone, execution_options={"synchronize_session": False})
    return [row.file_key for row in rows]
