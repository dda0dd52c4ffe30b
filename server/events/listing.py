"""The one statement behind a list of events, whatever it is filtered by.

Each list walks an index that begins with its filter and goes on by (starts_at, id), so its cost does not grow with
the events. Several values of a filter become a branch each, with its own LIMIT, and the branches a UNION: an IN
would have the database read all of them and sort. Statements are built once for each shape and kept.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    String,
    Subquery,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    tuple_,
    union,
    union_all,
)

from server.campuses.models import Campus
from server.db import Instant, Key, choice
from server.events.models import AttendanceMode, EventKind, Occurrence, OccurrenceTag
from server.events.narrowing import Narrowing
from server.events.row import select_events
from server.events.upcoming import lasts_long
from server.organizations.models import Organization

AFTER = "after"
"""Names the cursor among the bounds of a span."""

occurrence = Occurrence.__table__
_o, _tag = occurrence.c, OccurrenceTag.__table__.c
_KIND, _MODE = choice(EventKind), choice(AttendanceMode)


@dataclass(frozen=True, slots=True)
class Span:
    """A walk in time: lower ≤ start < upper, each the name of the parameter that holds it, or AFTER, or open."""

    lower: str | None
    upper: str | None
    long: bool = False
    """Only what lasts long."""


@dataclass(frozen=True, slots=True)
class Shape:
    """All that a list's statement depends on, but for the values."""

    wanted: frozenset[str]
    signed_in: bool
    """Then `viewer` is one of the values."""
    first: int
    descending: bool
    spans: tuple[Span, ...]
    running: bool
    """Only what ends after `now`."""
    kinds: int = 0
    campus: bool = False
    organization: bool = False
    tags: int = 0
    modes: int = 0
    narrowings: tuple[Narrowing, ...] = ()
    of: int = 0
    """Only of so many organizations, a branch each; 0: of all."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One walk: in the order of (at, id), over those of `source` that fulfil `where`."""

    source: FromClause
    at: ColumnElement[Any]
    id: ColumnElement[Any]
    where: tuple[ColumnElement[bool], ...]


@lru_cache(maxsize=256)
def statement(shape: Shape) -> Select[Any]:
    """One row more than `first`, in no particular order where there are several branches."""
    branches = [branch for span in shape.spans for branch in branches_of(shape, span)]
    # PostgreSQL takes any organization for one of few events, and would read and join all of one with many to sort
    # them. Of the keys alone it finds them in order in the index.
    if len(branches) == 1 and not (shape.organization or _few(shape)):
        (only,) = branches
        rows = select_events(occurrence, shape.wanted, signed_in=shape.signed_in, source=only.source)
        return _limited(rows.where(*only.where), only.at, only.id, shape)
    return select_page(branches, shape)


@lru_cache(maxsize=256)
def statement_by_organization(shape: Shape, organizations: int) -> Select[Any]:
    """For each of `organizations` one row more than `first`; each is a branch with its own limit."""
    each = named("organization", organizations, Key())
    branches = []
    for span in shape.spans:
        where = [_o.listed, *bounds(span, _o.starts_at, _o.id, descending=shape.descending), *_unindexed(shape)]
        where += [lasts_long()] if span.long else []
        branches += [_branch([*where, _o.organization_id == id_]) for id_ in each]
    together = _union(branches, shape)
    source = together.outerjoin(occurrence, _o.id == together.c.id)
    rows = select_events(occurrence, shape.wanted, signed_in=shape.signed_in, source=source)
    return rows.add_columns(_o.organization_id)


def select_page(branches: Sequence[Branch], shape: Shape) -> Select[Any]:
    """The rows of the first of all branches together, in no particular order."""
    if len(branches) == 1:
        (only,) = branches
        keys = select(only.id.label("id")).select_from(only.source).where(*only.where)
        page = _limited(keys, only.at, only.id, shape).subquery("page")
    else:
        together = _union(branches, shape)
        page = _limited(select(together.c.id), together.c.at, together.c.id, shape).subquery("page")
    source = page.outerjoin(occurrence, _o.id == page.c.id)
    return select_events(occurrence, shape.wanted, signed_in=shape.signed_in, source=source)


def _union(branches: Sequence[Branch], shape: Shape) -> Subquery:
    """(at, id) of the first of each branch."""
    arms = []
    for branch in branches:
        found = select(branch.at.label("at"), branch.id.label("id")).select_from(branch.source).where(*branch.where)
        arm = _limited(found, branch.at, branch.id, shape).subquery()  # SQLite refuses a LIMIT in a bare arm
        arms.append(select(arm.c.at, arm.c.id))
    # Only of one that has two of the tags there would be two.
    together = union(*arms) if shape.tags > 1 else union_all(*arms)
    return together.subquery("together")


def _conditions(shape: Shape, *, tags: bool) -> Iterator[ColumnElement[bool]]:
    """The filters as conditions on an occurrence, for walks along something else."""
    if shape.kinds:
        yield _aside(_o.kind).in_(named("kind", shape.kinds, _KIND))
    if shape.campus:
        yield _aside(_o.campus_id) == CAMPUS
    if shape.organization:
        yield _aside(_o.organization_id) == ORGANIZATION
    if tags and shape.tags:
        yield exists().where(_tag.occurrence_id == _o.id, _tag.tag.in_(named("tag", shape.tags, String())))
    yield from _unindexed(shape)


def _aside(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The same value, but no reason for SQLite to walk along an index of that column instead."""
    return func.coalesce(column, column)


def _unindexed(shape: Shape) -> Iterator[ColumnElement[bool]]:
    if shape.modes:
        yield _o.attendance_mode.in_(named("mode", shape.modes, _MODE))
    if shape.running:
        yield _o.ends_at > bindparam("now", type_=Instant())
    yield from (narrowing.condition for narrowing in shape.narrowings)


def bounds(span: Span, at: ColumnElement[Any], id_: ColumnElement[Any], *, descending: bool) -> Iterator[Any]:
    cursor = tuple_(bindparam("at", type_=Instant()), bindparam("id", type_=Key()))
    if AFTER in (span.lower, span.upper):  # row values: both databases seek with them
        yield tuple_(at, id_) < cursor if descending else tuple_(at, id_) > cursor
    if span.lower not in (None, AFTER):
        yield at >= bindparam(span.lower, type_=Instant())
    if span.upper not in (None, AFTER):
        yield at < bindparam(span.upper, type_=Instant())


def named(name: str, count: int, type_: Any) -> list[Any]:
    """`count` parameters: `name_0`, `name_1`, …"""
    return [bindparam(f"{name}_{i}", type_=type_) for i in range(count)]


CAMPUS = select(Campus.__table__.c.id).where(Campus.__table__.c.slug == bindparam("campus")).scalar_subquery()
ORGANIZATION = (
    select(Organization.__table__.c.id)
    .where(Organization.__table__.c.slug == bindparam("organization"))
    .scalar_subquery()
)


def branches_of(shape: Shape, span: Span) -> Iterable[Branch]:
    """The walks that together find what is in `span`; what has several of the tags is in several of them."""
    in_time = tuple(bounds(span, _o.starts_at, _o.id, descending=shape.descending))
    long = [lasts_long()] if span.long else []
    if (few := _few(shape)) is not None:
        return _of_few(few, shape, span)
    if shape.of or span.long:
        where = [_o.listed, *in_time, *_conditions(shape, tags=True), *long]
        groups = [[_o.organization_id == id_] for id_ in named("of", shape.of, Key())] or [[]]
        return [_branch([*where, *group]) for group in groups]
    if shape.tags:
        return [_tagged(tag, shape, span) for tag in named("tag", shape.tags, String())]
    where = [_o.listed, *in_time, *_unindexed(shape)]
    where += [_o.campus_id == CAMPUS] if shape.campus else []
    if shape.organization:  # the rarest: its own index, the rest is checked row by row
        where += [_o.kind.in_(named("kind", shape.kinds, _KIND))] if shape.kinds else []
        return [_branch([*where, _o.organization_id == ORGANIZATION])]
    if shape.kinds:
        return [_branch([*where, _o.kind == kind]) for kind in named("kind", shape.kinds, _KIND)]
    return [_branch(where)]


def _few(shape: Shape) -> Narrowing | None:
    return next((one for one in shape.narrowings if one.few is not None), None)


def _of_few(narrowing: Narrowing, shape: Shape, span: Span) -> Iterator[Branch]:
    """Nothing but these few is read, and of occurrences only those of which more is asked than when they start."""
    few = narrowing.few
    assert few is not None
    in_time = tuple(bounds(span, few.at, few.id, descending=shape.descending))
    others = tuple(one for one in shape.narrowings if one is not narrowing)
    asked = list(_conditions(replace(shape, running=False, narrowings=others), tags=True))
    asked += [_o.organization_id.in_(named("of", shape.of, Key()))] if shape.of else []
    asked += [lasts_long()] if span.long else []
    there = few.id is _o.id
    joined = few.source if there else few.source.outerjoin(occurrence, _o.id == few.id)
    asked += [_o.listed] if there or asked else []
    source = joined if asked else few.source
    if not shape.running:
        yield Branch(source, few.at, few.id, (*in_time, *asked))
        return
    now = bindparam("now", type_=Instant())
    if not span.long:  # what begins later has not ended either
        yield Branch(source, few.at, few.id, (*in_time, few.at > now, *asked))
    yield Branch(joined, few.at, few.id, (*in_time, few.at <= now, _o.listed, _o.ends_at > now, *asked))


def _branch(where: list[ColumnElement[bool]]) -> Branch:
    return Branch(occurrence, _o.starts_at, _o.id, tuple(where))


def _tagged(tag: Any, shape: Shape, span: Span) -> Branch:
    source = OccurrenceTag.__table__.outerjoin(occurrence, _o.id == _tag.occurrence_id)
    in_time = bounds(span, _tag.starts_at, _tag.occurrence_id, descending=shape.descending)
    where = (_tag.tag == tag, *in_time, *_conditions(shape, tags=False))
    return Branch(source, _tag.starts_at, _tag.occurrence_id, where)


def _limited(rows: Select[Any], at: ColumnElement[Any], id_: ColumnElement[Any], shape: Shape) -> Select[Any]:
    order = (at.desc(), id_.desc()) if shape.descending else (at, id_)
    # Written into the text: bound, PostgreSQL plans the statement anew every time.
    return rows.order_by(*order).limit(literal_column(str(shape.first + 1)))
