"""Those who post for a series see its instances, and what was changed for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, and_, bindparam, case, func, or_, select

from server.actor import Actor, Scope, member_with
from server.db import Database, Key
from server.events.attendance import Attendance, AttendanceStatus
from server.events.models import Event, EventOverride, Occurrence
from server.events.policies import posts
from server.events.recurrence import local_start
from server.events.repetition import Repetition, as_repetition
from server.events.rule import read_rule
from server.words import findable

MOST = 60
"""Instances at once."""

_mine = and_(Event.slug == bindparam("slug"), posts(bindparam("viewer", type_=Key())))
_EVENT = select(
    *(Event.id, Event.slug, Event.name, Event.starts_at, Event.ends_at, Event.time_zone, Event.all_day, Event.rrule)
).where(_mine)
_going = (
    select(func.count())
    .where(Attendance.occurrence_id == Occurrence.id, Attendance.status == AttendanceStatus.GOING)
    .correlate(Occurrence)
    .scalar_subquery()
)


def _there(name: str) -> ColumnElement[Any]:
    """Where an instance is: elsewhere as its override says, or as the series."""
    own, usual = getattr(EventOverride, name), getattr(Event, name)
    moved = or_(EventOverride.place_id.is_not(None), EventOverride.location_text.is_not(None))
    return case((moved, own), else_=func.coalesce(own, usual))


_INSTANCES = (
    select(
        Occurrence.recurrence_id,
        Occurrence.starts_at,
        Occurrence.ends_at,
        Occurrence.status,
        Event.time_zone,
        Event.all_day,
        EventOverride.recurrence_id.label("changed"),
        _going.label("going_count"),
        *(
            func.coalesce(getattr(EventOverride, name), getattr(Event, name)).label(name)
            for name in ("name", "summary", "description")
        ),
        *(_there(name).label(name) for name in ("place_id", "room", "location_text")),
    )
    .join(Event, Event.id == Occurrence.event_id)
    .outerjoin(
        EventOverride,
        and_(EventOverride.event_id == Occurrence.event_id, EventOverride.recurrence_id == Occurrence.recurrence_id),
    )
    .where(_mine, Occurrence.recurrence_id.is_not(None))
    .order_by(Occurrence.recurrence_id)
)


@dataclass(frozen=True, slots=True)
class Series:
    """An event that can repeat, for those who post for it."""

    event: Row[Any]
    repetition: Repetition | None
    """How it repeats, in a form's words; None where it takes place once, or by a rule that no form makes."""


async def event_series(database: Database, *, actor: Actor, slug: str) -> Series | None:
    """The event with this slug, also one that takes place once; None for whoever does not post for it.

    A program needs the scope POST_EVENTS.
    """
    if (member := member_with(actor, Scope.POST_EVENTS)) is None:
        return None
    row = next(iter(await database.rows(_EVENT, {"slug": findable(slug), "viewer": member.person_id})), None)
    if row is None:
        return None
    return Series(row, _repetition(row))


async def instances_from(database: Database, *, actor: Actor, slug: str, since: datetime) -> Sequence[Row[Any]]:
    """The first 60 instances that the rule starts at `since` or later, and one more where there are more."""
    if (member := member_with(actor, Scope.POST_EVENTS)) is None:
        return []
    statement = _INSTANCES.where(Occurrence.recurrence_id >= since).limit(MOST + 1)
    return await database.rows(statement, {"slug": findable(slug), "viewer": member.person_id})


async def instance_at(database: Database, *, actor: Actor, slug: str, at: datetime) -> Row[Any] | None:
    """The instance that the rule starts at `at`, or None."""
    found = await instances_from(database, actor=actor, slug=slug, since=at)
    return next((row for row in found if row.recurrence_id == at), None)


def _repetition(row: Row[Any]) -> Repetition | None:
    if row.rrule is None:
        return None
    zone = ZoneInfo(row.time_zone)
    return as_repetition(read_rule(row.rrule), local_start(row.starts_at, zone, row.all_day), zone)
