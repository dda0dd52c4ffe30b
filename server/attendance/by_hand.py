"""Organizers give a place to somebody who waits, or take one away."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor
from server.attendance.errors import EventFull, RsvpClosed, WhyClosed
from server.attendance.fill import fill, seat
from server.attendance.organizing import load_organized
from server.attendance.seats import seats_left
from server.attendance.tell import tell_of_loss, tell_of_places
from server.attendance.window import STILL_FILLING, why_closed
from server.audit.models import Action
from server.audit.record import record
from server.config import Settings
from server.errors import NotFound
from server.events.attendance import Attendance, AttendanceStatus
from server.live import occurrence_topic, person_topic, publish


async def give_place(
    session: AsyncSession, *, settings: Settings, actor: Actor, occurrence_id: UUID, person_id: UUID, now: datetime
) -> None:
    """Let somebody who waits go, before those in line ahead of them, and tell them. The second time nothing changes.

    Raises SignInRequired, ScopeMissing, NotFound, also where they don't wait, NotPermitted, RsvpClosed and EventFull.
    """
    _, instance = await load_organized(session, actor=actor, occurrence_id=occurrence_id)
    said = await _said(session, occurrence_id, person_id)

    if said is AttendanceStatus.GOING:
        return
    if said is not AttendanceStatus.WAITLISTED:
        raise NotFound
    if (why := why_closed(instance, now)) not in STILL_FILLING:
        raise RsvpClosed(why or WhyClosed.CLOSED, opens_at=instance.rsvp_opens_at, time_zone=instance.time_zone)
    if seats_left(instance) == 0:
        raise EventFull(instance.capacity)

    await seat(session, occurrence_id, person_id, now=now)
    await tell_of_places(session, settings, [(instance, person_id)], now=now)


async def take_place(
    session: AsyncSession, *, settings: Settings, actor: Actor, occurrence_id: UUID, person_id: UUID, now: datetime
) -> None:
    """Take somebody off the list and tell them; their place goes to the next in line. The second time nothing changes.

    Raises SignInRequired, ScopeMissing, NotFound, also where they never answered, NotPermitted, and RsvpClosed for
    what is over.
    """
    member, instance = await load_organized(session, actor=actor, occurrence_id=occurrence_id)
    said = await _said(session, occurrence_id, person_id)

    if said is None:
        raise NotFound
    if said is AttendanceStatus.CANCELLED:
        return
    if why_closed(instance, now) is WhyClosed.OVER:
        raise RsvpClosed(WhyClosed.OVER)

    theirs = (Attendance.occurrence_id == occurrence_id, Attendance.person_id == person_id)
    off = {"status": AttendanceStatus.CANCELLED, "place": None, "updated_at": now}
    await session.execute(update(Attendance).where(*theirs).values(**off))
    detail = {"event": instance.event_id.hex}
    await record(
        session, actor_id=member.person_id, action=Action.TAKEN_OFF_LIST, subject_id=person_id, detail=detail, now=now
    )
    await tell_of_loss(session, settings, instance, person_id, now=now)
    await publish(session, occurrence_topic(occurrence_id), person_topic(person_id))
    await fill(session, settings=settings, occurrence_ids=[occurrence_id], now=now)


async def _said(session: AsyncSession, occurrence_id: UUID, person_id: UUID) -> AttendanceStatus | None:
    theirs = (Attendance.occurrence_id == occurrence_id, Attendance.person_id == person_id)
    return await session.scalar(select(Attendance.status).where(*theirs))
