"""Free places go to those who wait, the first in line first, and they are told."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.attendance.seats import load_instances, lock, seats_left
from server.attendance.tell import tell_of_places
from server.attendance.window import STILL_FILLING, why_closed
from server.config import Settings
from server.events.attendance import Attendance, AttendanceStatus
from server.events.models import Occurrence
from server.live import occurrence_topic, person_topic, publish

_waits = Attendance.status == AttendanceStatus.WAITLISTED


async def fill_event(session: AsyncSession, *, settings: Settings, event_id: UUID, now: datetime) -> int:
    """As `fill`, for all instances of an event: to be called where it got more places, or gives them by itself now."""
    await lock(session, [event_id])
    waited_for = select(Attendance.occurrence_id).where(Attendance.event_id == event_id, _waits)
    ids = (await session.scalars(waited_for.distinct())).all()
    return await fill(session, settings=settings, occurrence_ids=ids, now=now)


async def fill(session: AsyncSession, *, settings: Settings, occurrence_ids: Collection[UUID], now: datetime) -> int:
    """Give the free places of these instances to those who wait for them, in order, and tell them; how many got one.

    Not where the organizer chooses by hand, nor of what is over, cancelled, put off or not published. The caller has
    locked the events. The second time nobody gets any.
    """
    if not occurrence_ids:
        return 0
    got = []
    for instance in await load_instances(session, Occurrence.id.in_(occurrence_ids)):
        for person_id in await _next_in_line(session, instance, now):
            await seat(session, instance.id, person_id, now=now)
            got.append((instance, person_id))
    await tell_of_places(session, settings, got, now=now)
    return len(got)


async def seat(session: AsyncSession, occurrence_id: UUID, person_id: UUID, *, now: datetime) -> None:
    """Let somebody who has answered be GOING, and wake whoever watches."""
    theirs = (Attendance.occurrence_id == occurrence_id, Attendance.person_id == person_id)
    goes = {"status": AttendanceStatus.GOING, "place": None, "updated_at": now}
    await session.execute(update(Attendance).where(*theirs).values(**goes))
    await publish(session, occurrence_topic(occurrence_id), person_topic(person_id))


async def _next_in_line(session: AsyncSession, instance: Any, now: datetime) -> Sequence[UUID]:
    if instance.waitlist_by_hand or why_closed(instance, now) not in STILL_FILLING:
        return ()
    line = select(Attendance.person_id).where(Attendance.occurrence_id == instance.id, _waits)
    return (await session.scalars(line.order_by(Attendance.place).limit(seats_left(instance)))).all()
