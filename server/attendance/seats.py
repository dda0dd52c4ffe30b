"""Instances of an event with the places they have, while nobody else gives or takes one."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.attendance.models import EventQuestion
from server.db import Key
from server.events.attendance import Attendance, AttendanceStatus
from server.events.models import Event, EventOverride, Occurrence
from server.events.policies import posts

NOBODY = UUID(int=0)

_viewer = bindparam("viewer", type_=Key())
_mine = Attendance.__table__.alias("mine")
_one = Occurrence.__table__.alias("one")


async def lock(session: AsyncSession, events: Iterable[UUID]) -> None:
    """Let nobody else answer for these events, or change them, until the transaction ends. SQLite has one writer
    anyway. In order, so that nobody waits in a circle; one statement."""
    if (ids := sorted(set(events))) and session.get_bind().dialect.name == "postgresql":
        some = select(Event.id).where(Event.id.in_(ids)).order_by(Event.id)
        await session.execute(some.with_for_update(key_share=True))


async def lock_event_of(session: AsyncSession, occurrence_id: UUID) -> None:
    """As `lock`, for the event of which this is an instance, if there is one. One statement at most."""
    if session.get_bind().dialect.name == "postgresql":
        event_id = select(Occurrence.event_id).where(Occurrence.id == occurrence_id).scalar_subquery()
        await session.execute(select(Event.id).where(Event.id == event_id).with_for_update(key_share=True))


async def event_of(session: AsyncSession, occurrence_id: UUID) -> UUID | None:
    """The event of which this is an instance, or None."""
    return await session.scalar(select(Occurrence.event_id).where(Occurrence.id == occurrence_id))


async def load_instances(
    session: AsyncSession, which: ColumnElement[bool], *, viewer: UUID = NOBODY
) -> Sequence[Row[Any]]:
    """The instances for which `which` holds, by start: what decides on answers, their places, and what `viewer` said.

    Whoever gives a place has locked the event before.
    """
    rows: Sequence[Row[Any]] = (await session.execute(_instances().where(which), {"viewer": viewer})).all()
    return rows


def same_or_later(occurrence_id: UUID) -> ColumnElement[bool]:
    """This instance, and those of its series that start later."""
    here = select(_one.c.event_id, _one.c.starts_at).where(_one.c.id == occurrence_id).subquery()
    later = Occurrence.starts_at >= select(here.c.starts_at).scalar_subquery()
    return and_(Occurrence.event_id == select(here.c.event_id).scalar_subquery(), later)


def seats_left(instance: Any) -> int | None:
    """Places that nobody has; None without a limit."""
    return None if instance.capacity is None else max(0, instance.capacity - instance.going)


def _instances() -> Any:
    of_rule = ("slug", "time_zone", "all_day", "publication", "capacity", "waitlist_by_hand")
    for_whom = ("audience", "majors")
    window = ("takes_rsvp", "rsvp_opens_at", "rsvp_closes_at")
    of_instance = ("id", "event_id", "recurrence_id", "starts_at", "ends_at", "status")
    override = and_(EventOverride.event_id == Event.id, EventOverride.recurrence_id == Occurrence.recurrence_id)
    return (
        select(
            *(getattr(Occurrence, name) for name in of_instance),
            *(getattr(Event, name) for name in (*of_rule, *for_whom, *window)),
            func.coalesce(EventOverride.name, Event.name).label("name"),
            posts(_viewer).label("posts"),
            exists().where(EventQuestion.event_id == Event.id).label("asks"),
            *(_mine.c.status.label("said"), _mine.c.place.label("own_place"), _mine.c.seen_by_met),
            _answers(func.count(), Attendance.status == AttendanceStatus.GOING).label("going"),
            _answers(func.count(), Attendance.status == AttendanceStatus.WAITLISTED).label("waiting"),
            _answers(func.coalesce(func.max(Attendance.place), 0), Attendance.place.is_not(None)).label("last_place"),
        )
        .join(Event, Event.id == Occurrence.event_id)
        .outerjoin(EventOverride, override)
        .outerjoin(_mine, and_(_mine.c.occurrence_id == Occurrence.id, _mine.c.person_id == _viewer))
        .order_by(Occurrence.starts_at, Occurrence.id)
    )


def _answers(what: Any, *where: ColumnElement[bool]) -> Any:
    return select(what).where(Attendance.occurrence_id == Occurrence.id, *where).scalar_subquery()
