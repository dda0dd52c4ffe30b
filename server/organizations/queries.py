"""Anybody finds organizations: by kind, by campus, by how their name begins, or one by its slug."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, bindparam, literal_column, select, tuple_, union_all

from server.campuses.models import Campus
from server.db import Database, Key, choice
from server.errors import FieldError, InvalidInput
from server.organizations.cursor import NameCursor
from server.organizations.models import Organization, OrganizationKind, name_key
from server.organizations.row import EVERYTHING, known, select_organizations
from server.paging import Slice, clamp
from server.words import findable

MAX_TEXT = 200
_LAST = "\U0010ffff"
_o = Organization.__table__.c
_KIND = choice(OrganizationKind)


@dataclass(frozen=True, slots=True)
class OrganizationFilter:
    """Every part narrows further; an empty one narrows nothing. Several kinds widen it: any of them."""

    kinds: tuple[OrganizationKind, ...] = ()
    campus: str | None = None
    """Slug."""
    text: str | None = None
    """How the name begins, whatever the case and accents."""


async def organizations(
    database: Database,
    *,
    first: int = 20,
    after: str | None = None,
    filter: OrganizationFilter = OrganizationFilter(),
    wanted: frozenset[str] = EVERYTHING,
) -> Slice[Row[Any]]:
    """Organizations by (name_key, key), in the columns of server.organizations.row. Raises InvalidInput."""
    clamp(first)
    if len(filter.text or "") > MAX_TEXT:
        message = f"This text has {len(filter.text or '')} characters. Search for {MAX_TEXT} or fewer."
        raise InvalidInput(FieldError(("filter", "text"), message))
    kinds = tuple(dict.fromkeys(filter.kinds))
    values: dict[str, Any] = {f"kind_{i}": kind for i, kind in enumerate(kinds)}
    begins = name_key(findable(filter.text or ""))
    if begins:
        values |= {"begins": begins, "ends": begins + _LAST}
    if filter.campus:
        values["campus"] = findable(filter.campus)
    cursor = NameCursor.decode(after) if after is not None else None
    if cursor is not None and cursor.name_key < begins:
        cursor = None  # everything in the list comes after it
    if cursor is not None:
        values |= {"name": cursor.name_key, "id": cursor.id}
    shape = _Shape(known(wanted), first, len(kinds), bool(filter.campus), bool(begins), cursor is not None)
    rows = await database.rows(_statement(shape), values)
    return Slice(rows[:first], len(rows) > first)


async def organization(database: Database, *, slug: str, wanted: frozenset[str] = EVERYTHING) -> Row[Any] | None:
    """One organization in the columns of server.organizations.row, or None."""
    return next(iter(await database.rows(_by_slug(known(wanted)), {"slug": findable(slug)})), None)


async def organizations_by_id(
    database: Database, ids: Sequence[UUID], *, wanted: frozenset[str] = EVERYTHING
) -> dict[UUID, Row[Any]]:
    """Rows as of `organization`, in one statement; absent ids are left out."""
    return {row.key: row for row in await database.rows(_by_id(known(wanted)), {"ids": list(ids)})}


@lru_cache(maxsize=128)
def _by_slug(wanted: frozenset[str]) -> Select[Any]:
    return select_organizations(wanted).where(_o.slug == bindparam("slug"))


@lru_cache(maxsize=128)
def _by_id(wanted: frozenset[str]) -> Select[Any]:
    return select_organizations(wanted).where(_o.id.in_(bindparam("ids", type_=Key(), expanding=True)))


@dataclass(frozen=True, slots=True)
class _Shape:
    """All that a list's statement depends on, but for the values."""

    wanted: frozenset[str]
    first: int
    kinds: int
    campus: bool
    begins: bool
    seeks: bool


@lru_cache(maxsize=256)
def _statement(shape: _Shape) -> Select[Any]:
    """One row more than `first`; a branch with its own limit for each kind, so that a rare kind is not searched for."""
    where = list(_conditions(shape))
    if shape.kinds <= 1:
        where += [_o.kind == bindparam("kind_0", type_=_KIND)] if shape.kinds else []
        return _limited(select_organizations(shape.wanted).where(*where), shape.first)
    arms = []
    for i in range(shape.kinds):
        kind = bindparam(f"kind_{i}", type_=_KIND)
        arm = _limited(select(_o.id).where(*where, _o.kind == kind), shape.first).subquery()
        arms.append(select(arm.c.id))
    page = union_all(*arms).subquery("page")
    source = page.outerjoin(Organization.__table__, _o.id == page.c.id)
    return _limited(select_organizations(shape.wanted, source), shape.first)


def _conditions(shape: _Shape) -> Iterator[ColumnElement[bool]]:
    """One bound on each side: SQLite seeks with one only, and walks from there up to the other."""
    if shape.campus:
        yield _o.campus_id == select(Campus.id).where(Campus.slug == bindparam("campus")).scalar_subquery()
    if shape.seeks:
        yield tuple_(_o.name_key, _o.id) > tuple_(bindparam("name"), bindparam("id", type_=Key()))
    elif shape.begins:
        yield _o.name_key >= bindparam("begins")
    if shape.begins:
        yield _o.name_key < bindparam("ends")


def _limited(statement: Select[Any], first: int) -> Select[Any]:
    # Written into the text: bound, PostgreSQL plans the statement anew every time.
    return statement.order_by(_o.name_key, _o.id).limit(literal_column(str(first + 1)))
