"""Somebody opens one event: by its slug, or by an id that a badge, a contact or a link holds."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, bindparam, exists, func, literal_column, select, union_all

from server.actor import Actor
from server.db import Database, Instant, Key
from server.events.models import Event, Occurrence
from server.events.policies import is_signed_in, viewer, visible
from server.events.row import EVERYTHING, known, select_events
from server.words import findable

_COPIED = ("starts_at", "ends_at", "kind", "campus_id", "organization_id", "attendance_mode", "status")
_event, _occurrence = Event.__table__, Occurrence.__table__
_o, _other = _occurrence.c, _occurrence.alias("other")
_now = bindparam("now", type_=Instant())


async def event(
    database: Database,
    *,
    actor: Actor,
    now: datetime,
    slug: str,
    recurrence_id: datetime | None = None,
    wanted: frozenset[str] = EVERYTHING,
) -> Row[Any] | None:
    """The columns of server.events.row for one event, or None where there is none for `actor`.

    Of a series the instance that the rule starts at `recurrence_id`; without it the first that has not ended, or
    else the last. A series with no instance near shows its own times.
    """
    statement = _by_slug(known(wanted), recurrence_id is not None, is_signed_in(actor))
    values = {"slug": findable(slug), "now": now, "recurrence_id": recurrence_id, **viewer(actor)}
    return next(iter(await database.rows(statement, values)), None)


async def events_by_id(
    database: Database,
    *,
    actor: Actor,
    now: datetime,
    ids: Sequence[UUID],
    wanted: frozenset[str] = EVERYTHING,
) -> dict[UUID, Row[Any]]:
    """Rows as of `event` for ids of occurrences or events, in one statement; absent where there is none for `actor`."""
    statement = _by_id(known(wanted), is_signed_in(actor))
    rows = await database.rows(statement, {"ids": list(ids), "now": now, **viewer(actor)})
    return {row.asked: row for row in rows}


@lru_cache(maxsize=256)
def _by_slug(wanted: frozenset[str], instance: bool, signed_in: bool) -> Select[Any]:
    if instance:
        at = bindparam("recurrence_id", type_=Instant())
        found = _instances((_o.event_id == _event.c.id) & (_o.recurrence_id == at)).where(_o.id.is_not(None))
    else:
        found = _instances(_o.id == _next_or_last())
    one = found.where(_event.c.slug == bindparam("slug")).subquery()
    return select_events(one, wanted, signed_in=signed_in).where(visible(signed_in=signed_in))


@lru_cache(maxsize=256)
def _by_id(wanted: frozenset[str], signed_in: bool) -> Select[Any]:
    ids = bindparam("ids", type_=Key(), expanding=True)
    of_occurrences = _instances(_o.event_id == _event.c.id).add_columns(_o.id.label("asked")).where(_o.id.in_(ids))
    is_occurrence = exists().where(_other.c.id == _event.c.id)
    of_events = _instances(_o.id == _next_or_last()).add_columns(_event.c.id.label("asked"))
    of_events = of_events.where(_event.c.id.in_(ids), ~is_occurrence)
    all_ = union_all(of_occurrences, of_events).subquery()
    rows = select_events(all_, wanted, signed_in=signed_in).add_columns(all_.c.asked)
    return rows.where(visible(signed_in=signed_in))


def _instances(on: ColumnElement[bool]) -> Select[Any]:
    """Events in the columns of `occurrence`: those of the one that `on` chooses, or else the event's own."""
    columns = [func.coalesce(_o[name], _event.c[name]).label(name) for name in _COPIED]
    key = func.coalesce(_o.id, _event.c.id).label("id")
    return select(key, _event.c.id.label("event_id"), _o.recurrence_id, *columns).select_from(
        _event.outerjoin(_occurrence, on)
    )


def _next_or_last() -> ColumnElement[UUID]:
    of_event = select(_other.c.id).where(_other.c.event_id == _event.c.id).correlate(_event).limit(literal_column("1"))
    following = of_event.where(_other.c.ends_at > _now).order_by(_other.c.starts_at, _other.c.id)
    last = of_event.order_by(_other.c.starts_at.desc(), _other.c.id.desc())
    return func.coalesce(following.scalar_subquery(), last.scalar_subquery())
