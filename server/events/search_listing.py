"""The one statement behind a list of events that was searched by words: a walk through the index in time order."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Dialect,
    Select,
    bindparam,
    literal_column,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.types import TypeDecorator

from server.db import Instant, Key
from server.events.filter import EventFilter
from server.events.listing import AFTER, Shape, Span, named, occurrence
from server.events.row import select_events
from server.events.search import (
    LONG,
    TIES,
    campus_facet,
    event_search,
    kind_facet,
    matches,
    mode_facet,
    organization_facet,
    query,
    query_text,
    rowid_from,
    tag_facet,
)
from server.paging import Cursor
from server.words import sought

MAX_WORDS = 32
"""Of one search; more are left out."""

_s = event_search.c


class _CursorKey(TypeDecorator[UUID]):
    """A rowid in the place that a cursor has for a key."""

    impl = BigInteger
    cache_ok = True

    def process_result_value(self, value: int | None, dialect: Dialect) -> UUID | None:
        return UUID(int=value) if value is not None else None


def search_values(
    filter_: EventFilter, dialect: str, beginnings: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> dict[str, str] | None:
    """What to search the index for, or None where the text holds no word, so that nothing is found. `beginnings` as
    server.events.search_words knows them, which makes it cheaper and finds the same."""
    text = (filter_.text or "").strip()
    words = dict(list(sought(text, longer=True).items())[:MAX_WORDS])
    facets = list(_facets(filter_))
    if not words:
        return None
    return {
        "query": query_text(dialect, words, facets, beginnings),
        "query_long": query_text(dialect, words, [*facets, [LONG]], beginnings),
    }


def bound_values(values: dict[str, Any], cursor: Cursor | None, *, descending: bool) -> dict[str, Any]:
    """The bounds of a list in time, as bounds of a walk through the index."""
    bounds = {name: value for name, value in values.items() if name in ("since", "until", "long_since") and value}
    rowids: dict[str, Any] = {name: rowid_from(moment) for name, moment in bounds.items()}
    if cursor is not None:
        rowids[AFTER] = cursor.id.int
        if cursor.id.int >= 1 << 63:  # from a list without text: go on behind its second
            rowids[AFTER] = rowid_from(cursor.at) + (0 if descending else (1 << TIES) - 1)
    return rowids | ({"now": values["now"]} if "now" in values else {})


@lru_cache(maxsize=256)
def search_statement(shape: Shape) -> Select[Any]:
    """One row more than `first`, in no particular order; a row has its `cursor_key` besides. Only facets filter."""
    arms = []
    for span in shape.spans:
        where = [matches(query("query_long" if span.long else "query")), *_bounds(span, descending=shape.descending)]
        where += [_s.ends_at > bindparam("now", type_=Instant())] if shape.running else []
        found = select(_s.rowid, _s.occurrence_id).where(*where)
        if shape.narrowings or shape.of:
            found = found.select_from(event_search.outerjoin(occurrence, occurrence.c.id == _s.occurrence_id))
            found = found.where(*(narrowing.condition for narrowing in shape.narrowings))
            found = found.where(occurrence.c.organization_id.in_(named("of", shape.of, Key()))) if shape.of else found
        arm = _limited(found, _s.rowid, shape).subquery()
        arms.append(select(arm.c.rowid, arm.c.occurrence_id))
    together = union_all(*arms).subquery("together")
    page = _limited(select(together), together.c.rowid, shape).subquery("page")
    source = page.outerjoin(occurrence, occurrence.c.id == page.c.occurrence_id)
    rows = select_events(occurrence, shape.wanted, signed_in=shape.signed_in, source=source)
    return rows.add_columns(type_coerce(page.c.rowid, _CursorKey).label("cursor_key"))


def _facets(filter_: EventFilter) -> Iterator[list[str]]:
    yield [kind_facet(kind) for kind in filter_.kinds]
    yield [mode_facet(mode) for mode in filter_.attendance_modes]
    yield [tag_facet(tag) for tag in filter_.tags]
    yield [campus_facet(filter_.campus)] if filter_.campus else []
    yield [organization_facet(filter_.organization)] if filter_.organization else []


def _bounds(span: Span, *, descending: bool) -> Iterator[ColumnElement[bool]]:
    if AFTER in (span.lower, span.upper):
        after = bindparam(AFTER, type_=BigInteger())
        yield _s.rowid < after if descending else _s.rowid > after
    if span.lower not in (None, AFTER):
        yield _s.rowid >= bindparam(span.lower, type_=BigInteger())
    if span.upper not in (None, AFTER):
        yield _s.rowid < bindparam(span.upper, type_=BigInteger())


def _limited(rows: Select[Any], rowid: ColumnElement[Any], shape: Shape) -> Select[Any]:
    return rows.order_by(rowid.desc() if shape.descending else rowid).limit(literal_column(str(shape.first + 1)))
