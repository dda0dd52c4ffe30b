"""Whoever waits gets a place that came free by whatever way, without anybody's doing."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, not_, or_, select

from server.attendance.fill import fill_event
from server.config import Settings
from server.db import Database, Instant
from server.events.attendance import Attendance, AttendanceStatus
from server.events.models import Event, EventStatus, Occurrence

EVERY = timedelta(seconds=30)
"""How often a server looks: for so long at most a place stays empty while somebody waits for it."""

_other = Attendance.__table__.alias("other")
_going = (
    select(func.count())
    .where(_other.c.occurrence_id == Occurrence.id, _other.c.status == AttendanceStatus.GOING)
    .scalar_subquery()
)
_due = (
    select(Occurrence.event_id)
    .distinct()
    .join(Attendance, Attendance.occurrence_id == Occurrence.id)
    .join(Event, Event.id == Occurrence.event_id)
    .where(
        Attendance.place.is_not(None),
        Occurrence.listed,
        Occurrence.ends_at > bindparam("now", type_=Instant()),
        Occurrence.status.in_((EventStatus.SCHEDULED, EventStatus.RESCHEDULED)),
        Event.takes_rsvp,
        not_(Event.waitlist_by_hand),
        or_(Event.capacity.is_(None), Event.capacity > _going),
    )
)


async def fill_due(database: Database, settings: Settings, *, now: datetime) -> int:
    """Give free places to those who wait, wherever there are both; how many got one. One statement where
    there are none.

    Several processes may do so at once: each place is given once.
    """
    got = 0
    for row in await database.rows(_due, {"now": now}):
        async with database.write() as session:
            got += await fill_event(session, settings=settings, event_id=row.event_id, now=now)
    return got
