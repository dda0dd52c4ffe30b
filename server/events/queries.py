"""Anybody finds events: lists of what is on, and single ones by slug, by id and for an organization."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from server.actor import Actor
from server.db import Database
from server.events.filter import UPCOMING, EventFilter, EventOrder
from server.events.listing import AFTER, Shape, Span, statement, statement_by_organization
from server.events.narrowing import Narrowing
from server.events.policies import is_signed_in, viewer
from server.events.row import EVERYTHING, known
from server.events.search_listing import bound_values, search_statement, search_values
from server.events.search_words import words_that_begin
from server.events.upcoming import LONGEST, SHORT
from server.paging import Cursor, Slice, clamp

_NOBODY = UUID(int=0)


async def events(
    database: Database,
    *,
    actor: Actor,
    now: datetime,
    first: int = 20,
    after: str | None = None,
    filter: EventFilter = UPCOMING,
    order: EventOrder = EventOrder.STARTS_AT_ASC,
    narrowings: tuple[Narrowing, ...] = (),
    of: Sequence[UUID] | None = None,
    wanted: frozenset[str] = EVERYTHING,
) -> Slice[Row[Any]]:
    """Published occurrences by (starts_at, key), the `wanted` columns of server.events.row: one statement.

    `after` is a cursor of (starts_at, key). `narrowings` take the parameter `viewer`, so they need somebody signed in.
    `of` leaves those of up to 200 organizations. Raises InvalidInput.
    """
    filter = filter.normal()
    clamp(first)
    cursor = Cursor.decode(after) if after is not None else None
    descending = order is EventOrder.STARTS_AT_DESC
    spans, values = _spans(filter, cursor, now, descending=descending)
    mine = viewer(actor) | (_padded("of", of) if of is not None else {})
    values |= mine
    shape = Shape(
        wanted=known(wanted),
        signed_in=is_signed_in(actor),
        first=first,
        descending=descending,
        spans=spans,
        running=_is_running(filter, now),
        narrowings=narrowings,
        of=_places(len(of)) if of is not None else 0,
    )
    if filter.text is None:
        rows = await database.rows(statement(narrowed(shape, filter)), values | filter_values(filter))
        rows = sorted(rows, key=lambda row: (row.starts_at, row.key), reverse=descending)
    elif (searched := await _searched(database, filter)) is not None:
        searched |= bound_values(values, cursor, descending=descending) | mine
        rows = await database.rows(search_statement(shape), searched)
        rows = sorted(rows, key=lambda row: row.cursor_key, reverse=descending)
    else:
        rows = []
    return Slice(rows[:first], len(rows) > first)


async def events_by_organization(
    database: Database,
    *,
    actor: Actor,
    now: datetime,
    organizations: Sequence[UUID],
    first: int = 20,
    after: str | None = None,
    wanted: frozenset[str] = EVERYTHING,
) -> dict[UUID, Slice[Row[Any]]]:
    """For each of up to 100 organizations what `events` gives for it; one statement for all of them."""
    clamp(first)
    spans, values = _spans(UPCOMING, Cursor.decode(after) if after is not None else None, now, descending=False)
    ids = list(dict.fromkeys(organizations))
    places = _places(len(ids))
    values |= viewer(actor) | _padded("organization", ids)
    shape = Shape(known(wanted), is_signed_in(actor), first, descending=False, spans=spans, running=True)
    found: dict[UUID, list[Row[Any]]] = {id_: [] for id_ in ids}
    for row in await database.rows(statement_by_organization(shape, places), values):
        found[row.organization_id].append(row)
    slices = {}
    for id_, rows in found.items():
        rows.sort(key=lambda row: (row.starts_at, row.key))
        slices[id_] = Slice(rows[:first], len(rows) > first)
    return slices


def _places(count: int) -> int:
    """A few sizes instead of any, so that few statements are kept."""
    return next(size for size in (1, 3, 10, 30, 100, 200) if size >= count)


def _padded(name: str, ids: Sequence[UUID]) -> dict[str, UUID]:
    """The values of `_places` parameters; those that are left over ask for what nobody is."""
    padded = [*ids, *[_NOBODY] * (_places(len(ids)) - len(ids))]
    return {f"{name}_{i}": id_ for i, id_ in enumerate(padded)}


def narrowed(shape: Shape, filter_: EventFilter) -> Shape:
    """The shape of a list with this `normal` filter, times and text aside."""
    return replace(
        shape,
        kinds=len(filter_.kinds),
        campus=filter_.campus is not None,
        organization=filter_.organization is not None,
        tags=len(filter_.tags),
        modes=len(filter_.attendance_modes),
    )


def filter_values(filter_: EventFilter) -> dict[str, Any]:
    """What `narrowed` has parameters for."""
    several = {"kind": filter_.kinds, "tag": filter_.tags, "mode": filter_.attendance_modes}
    values = {f"{name}_{i}": member for name, members in several.items() for i, member in enumerate(members)}
    return values | {"campus": filter_.campus, "organization": filter_.organization}


async def _searched(database: Database, filter_: EventFilter) -> dict[str, Any] | None:
    beginnings = await words_that_begin(database, filter_.text or "")
    return search_values(filter_, database.dialect, beginnings)


def _is_running(filter_: EventFilter, now: datetime) -> bool:
    """Whether only what has not ended is listed. Until a moment that is over, everything before it is."""
    return filter_.since is None and (filter_.until is None or filter_.until > now)


def _spans(
    filter_: EventFilter, cursor: Cursor | None, now: datetime, *, descending: bool
) -> tuple[tuple[Span, ...], dict[str, Any]]:
    """The walks in time, and their bounds. Each side has one bound at most, the narrower: two would hide the cursor
    from SQLite, which then walks all the way to it."""
    values: dict[str, Any]
    since, until = filter_.since, filter_.until
    if _is_running(filter_, now):
        values = {"since": now - SHORT, "long_since": now - LONGEST, "now": now, "until": until}
        spans = [Span("since", "until" if until else None), Span("long_since", "since", long=True)]
        if cursor is not None and not descending and cursor.at >= values["since"]:
            del spans[1]
    else:
        values = {"since": since, "until": until}
        spans = [Span("since" if since else None, "until" if until else None)]
    if cursor is not None:
        values |= {"at": cursor.at, "id": cursor.id}
        spans = [_from_cursor(span, cursor, values, descending=descending) for span in spans]
    return tuple(spans), values


def _from_cursor(span: Span, cursor: Cursor, values: dict[str, Any], *, descending: bool) -> Span:
    if descending:
        bound = values.get(span.upper or "")
        return span if bound is not None and cursor.at >= bound else replace(span, upper=AFTER)
    bound = values.get(span.lower or "")
    return span if bound is not None and cursor.at < bound else replace(span, lower=AFTER)
