"""Whoever leaves Hallway leaves what they would come to, and their places go to those who wait."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.attendance.fill import fill
from server.attendance.seats import lock
from server.config import Settings
from server.events.attendance import Attendance, AttendanceStatus


async def leave_everything(session: AsyncSession, *, settings: Settings, person_id: UUID, now: datetime) -> None:
    """Take away every answer of this person. The second time there is none."""
    answered = select(Attendance.event_id).where(Attendance.person_id == person_id)
    await lock(session, (await session.scalars(answered)).all())
    gone = delete(Attendance).where(Attendance.person_id == person_id)
    left = (await session.execute(gone.returning(Attendance.occurrence_id, Attendance.status))).all()
    free = [row.occurrence_id for row in left if row.status is AttendanceStatus.GOING]
    await fill(session, settings=settings, occurrence_ids=free, now=now)
