"""How much is on, day by day: for a month or a week at a glance."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import CompoundSelect, Select, func, literal_column, select, union, union_all

from server.actor import Actor
from server.db import Database
from server.errors import FieldError, InvalidInput
from server.events.filter import UPCOMING, EventFilter
from server.events.listing import Branch, Shape, Span, branches_of
from server.events.narrowing import Narrowing
from server.events.policies import is_signed_in, viewer
from server.events.queries import filter_values, narrowed
from server.events.search import event_search, matches, query, rowid_from
from server.events.search_listing import search_values

MOST_DAYS = 42
SHOWN = 3
"""Of how many events of a day it is said which they are."""
MOST_FOUND = 5_000
"""That a search counts; those after them are left out."""


@dataclass(slots=True)
class DayOfEvents:
    """What starts on one day of a zone."""

    date: date
    count: int = 0
    first: list[UUID] = field(default_factory=list)
    """Ids of the first three, by start."""


async def days(
    database: Database,
    *,
    actor: Actor,
    since: date,
    count: int,
    zone: ZoneInfo,
    filter: EventFilter = UPCOMING,
    narrowings: tuple[Narrowing, ...] = (),
    which: bool = True,
) -> list[DayOfEvents]:
    """`count` days from `since` on, as `zone` has them, with what fulfils `filter`, whose own dates don't count.

    Without `which` it is not said which events come first: one statement less. Else two statements whatever the filter,
    or one where it searches for text; narrowings are left out of a search.
    Raises InvalidInput for a faulty filter, and for fewer than 1 or more than 42 days.
    """
    filter = replace(filter, since=None, until=None).normal()
    if not 1 <= count <= MOST_DAYS:
        raise InvalidInput(FieldError(("days",), f"Choose 1 to {MOST_DAYS} days."))
    found = [DayOfEvents(since + timedelta(days=n)) for n in range(count)]
    starts = [_midnight(since + timedelta(days=n), zone) for n in range(count + 1)]
    if filter.text is not None:
        await _search(database, filter, starts, found)
        return found
    shape = Shape(frozenset(), is_signed_in(actor), SHOWN - 1, descending=False, spans=(), running=False)
    shape = narrowed(replace(shape, narrowings=narrowings), filter)
    values = filter_values(filter) | viewer(actor) | {f"day_{n}": start for n, start in enumerate(starts)}
    (counts,) = await database.rows(_counts(shape, count), values)
    for row in await database.rows(_firsts(shape, count), values) if which else ():
        found[row.day].first.append(row.id)
    for day, number in zip(found, counts, strict=True):
        day.count = number
        del day.first[SHOWN:]
    return found


async def _search(
    database: Database, filter_: EventFilter, starts: Sequence[datetime], found: list[DayOfEvents]
) -> None:
    values = search_values(filter_, database.dialect)
    if values is None:
        return
    bounds = [rowid_from(start) for start in starts]
    s = event_search.c
    statement = select(s.rowid, s.occurrence_id).where(
        matches(query("query")), s.rowid >= bounds[0], s.rowid < bounds[-1]
    )
    for row in await database.rows(statement.order_by(s.rowid).limit(MOST_FOUND), values):
        day = found[bisect_right(bounds, row.rowid) - 1]
        day.count += 1
        if len(day.first) < SHOWN:
            day.first.append(row.occurrence_id)


@lru_cache(maxsize=64)
def _counts(shape: Shape, days_: int) -> Select[Any]:
    """One row with the number of each day."""
    numbers = []
    for n in range(days_):
        branches = _day(shape, n)
        arms = [select(branch.id.label("id")).select_from(branch.source).where(*branch.where) for branch in branches]
        together = _together(arms, shape).subquery()
        numbers.append(select(func.count()).select_from(together).scalar_subquery().label(f"day_{n}"))
    return select(*numbers)


@lru_cache(maxsize=64)
def _firsts(shape: Shape, days_: int) -> CompoundSelect[Any]:
    """(day, id) by start: the first of each branch of each day."""
    arms = []
    for n in range(days_):
        for branch in _day(shape, n):
            row = select(literal_column(str(n)).label("day"), branch.at.label("at"), branch.id.label("id"))
            row = row.select_from(branch.source).where(*branch.where).order_by(branch.at, branch.id).limit(SHOWN)
            arm = row.subquery()
            arms.append(select(arm.c.day, arm.c.at, arm.c.id))
    together = _together(arms, shape)
    return together.order_by(together.selected_columns.at, together.selected_columns.id)


def _day(shape: Shape, n: int) -> Iterable[Branch]:
    return branches_of(shape, Span(f"day_{n}", f"day_{n + 1}"))


def _together(arms: Sequence[Select[Any]], shape: Shape) -> CompoundSelect[Any]:
    # Only of one that has two of the tags there would be two.
    return union(*arms) if shape.tags > 1 else union_all(*arms)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
