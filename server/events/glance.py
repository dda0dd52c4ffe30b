"""A month and a week of events, as they stand on a wall calendar somewhere."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from server.actor import Actor, Scope, member_with
from server.campuses.queries import campuses, time_zone_of
from server.db import Database
from server.errors import FieldError, InvalidInput
from server.events.days import DayOfEvents, days
from server.events.filter import EventFilter
from server.events.narrowing import Narrowing


@dataclass(frozen=True, slots=True)
class Glance:
    """Days in a row, as `zone` has them, and which of all days it is there now."""

    zone: ZoneInfo
    today: date
    days: list[DayOfEvents]


async def month(
    database: Database,
    *,
    actor: Actor,
    now: datetime,
    month: str | None,
    filter: EventFilter,
    narrowings: tuple[Narrowing, ...] = (),
    which: bool = True,
) -> Glance:
    """The month `2026-09`, or this one; `which` as in server.events.days.days. Raises InvalidInput."""
    zone = await _zone(database, actor, filter)
    today = now.astimezone(zone).date()
    first = _day(f"{month}-01", "month") if month else today.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    ask = partial(days, database, actor=actor, zone=zone, filter=filter, narrowings=narrowings, which=which)
    return Glance(zone, today, await ask(since=first, count=(after - first).days))


async def week(
    database: Database,
    *,
    actor: Actor,
    now: datetime,
    day: str | None,
    filter: EventFilter,
    narrowings: tuple[Narrowing, ...] = (),
    which: bool = True,
) -> Glance:
    """The week, from Monday on, in which the day `2026-09-24` is, or today. Raises InvalidInput."""
    zone = await _zone(database, actor, filter)
    today = now.astimezone(zone).date()
    any_ = _day(day, "day") if day else today
    ask = partial(days, database, actor=actor, zone=zone, filter=filter, narrowings=narrowings, which=which)
    return Glance(zone, today, await ask(since=any_ - timedelta(days=any_.weekday()), count=7))


def _day(text: str, field: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not 1900 <= day.year < 3000:
        raise InvalidInput(FieldError((field,), "Write it with year and month first, such as 2026-09."))
    return day


async def _zone(database: Database, actor: Actor, filter_: EventFilter) -> ZoneInfo:
    """That of the campus which is asked for, else the viewer's, else the first campus's."""
    known = await campuses(database)
    of_campus = [row.time_zone for row in known if row.slug == filter_.campus]
    member = member_with(actor, Scope.READ_EVENTS)
    of_viewer = [await time_zone_of(database, member.person_id)] if member and not of_campus else []
    return ZoneInfo([*of_campus, *of_viewer, *(row.time_zone for row in known), "UTC"][0])
