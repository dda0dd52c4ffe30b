"""What the calendars of several events are written from: their rows, and the texts that were kept of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    String,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncSession

from server.campuses.models import Place
from server.events.calendar_text import CalendarText
from server.events.models import Event, EventHost, EventOverride, EventTag, Publication
from server.feeds.write import Around
from server.organizations.models import Organization

_event, _override, _tag = Event.__table__.c, EventOverride.__table__.c, EventTag.__table__.c
_host, _place, _text = Organization.__table__.c, Place.__table__.c, CalendarText.__table__.c
_elsewhere, _co_host = Place.__table__.alias("elsewhere"), Organization.__table__.alias("co_host")
_hosts = EventHost.__table__
_FORM = "2"
"""Of the texts that `server.feeds.write` makes: another number, and all are made anew."""


def _as_text(place: FromClause) -> ColumnElement[str]:
    parts = (place.c.name, place.c.address, cast(place.c.latitude, String), cast(place.c.longitude, String))
    return sum((literal("\n") + func.coalesce(part, "") for part in parts), literal(""))


_MOVED = (
    select(func.aggregate_strings(_as_text(_elsewhere), "\n"))
    .select_from(EventOverride.__table__.join(_elsewhere, _elsewhere.c.id == _override.place_id))
    .where(_override.event_id == _event.id)
    .correlate(Event.__table__)
    .scalar_subquery()
)
_CO_HOSTS = (
    select(func.aggregate_strings(cast(_hosts.c.position, String) + _co_host.c.name, "\n"))
    .select_from(_hosts.join(_co_host, _co_host.c.id == _hosts.c.organization_id))
    .where(_hosts.c.event_id == _event.id)
    .correlate(Event.__table__)
    .scalar_subquery()
)
_AROUND = (
    literal(f"{_FORM}\n")
    + bindparam("base_url", type_=Text())
    + "\n"
    + _host.name
    + func.coalesce(_CO_HOSTS, "")
    + case((_place.id.is_not(None), _as_text(Place.__table__)), else_="")
    + case((_event.rrule.is_not(None), func.coalesce(_MOVED, "")), else_="")
)
"""All that a text is written from and is not the event's own. Compared, not read: each database makes it in its way."""

_WITH_HOST = Event.__table__.join(Organization.__table__, _host.id == _event.organization_id)
_SOURCE = _WITH_HOST.outerjoin(Place.__table__, _place.id == _event.place_id)
_PLACE = (_place.name.label("place_name"), _place.address.label("place_address"), _place.latitude, _place.longitude)
_EVENTS = select(*_event, _host.name.label("organization_name"), *_PLACE, _AROUND.label("around")).select_from(_SOURCE)
_OVERRIDES = (
    select(*_override, *_PLACE)
    .outerjoin(Place.__table__, _place.id == _override.place_id)
    .order_by(_override.event_id, _override.recurrence_id)
)
_TAGS = select(_tag.event_id, _tag.tag.label("word")).order_by(_tag.event_id, _tag.tag)
_HOSTS = (
    select(_hosts.c.event_id, _co_host.c.name.label("word"))
    .join(_co_host, _co_host.c.id == _hosts.c.organization_id)
    .order_by(_hosts.c.event_id, _hosts.c.position, _co_host.c.name)
)


def kept(where: ColumnElement[bool], today: datetime, after: tuple[datetime, UUID] | None = None) -> Select[Any]:
    """For each published event: (id, time_zone, all_day, starts_at, text, last_modified), by start.

    Those that come `after` a start and id. `text` is None where none was kept since the last change, or it no longer
    holds on the day that begins `today`.
    Wants the parameter `base_url`.
    """
    holds = or_(_text.holds_until.is_(None), _text.holds_until > today)
    unchanged = and_(_text.event_updated_at == _event.updated_at, _text.around == _AROUND)
    is_fresh = and_(_text.event_id == _event.id, unchanged, holds)
    return (
        select(_event.id, _event.time_zone, _event.all_day, _event.starts_at, _text.text, _text.last_modified)
        .select_from(_SOURCE.outerjoin(CalendarText.__table__, is_fresh))
        .where(_event.publication == Publication.PUBLISHED, where, *([_later(*after)] if after else ()))
        .order_by(_event.starts_at, _event.id)
    )


def _later(starts_at: datetime, id_: UUID) -> ColumnElement[bool]:
    return tuple_(_event.starts_at, _event.id) > tuple_(
        literal(starts_at, _event.starts_at.type), literal(id_, _event.id.type)
    )


async def facts(session: AsyncSession, ids: Sequence[UUID], base_url: str) -> list[tuple[Any, list[Any], Around]]:
    """Rows of event and overrides, and what is around it, of each of these events. Four statements."""
    values = {"base_url": base_url}
    events = (await session.execute(_EVENTS.where(_event.id.in_(ids)), values)).all()
    overrides = _by_event(await session.execute(_OVERRIDES.where(_override.event_id.in_(ids))))
    tags = _by_event(await session.execute(_TAGS.where(_tag.event_id.in_(ids))))
    hosts = _by_event(await session.execute(_HOSTS.where(_hosts.c.event_id.in_(ids))))
    return [
        (row, overrides.get(row.id, []), Around(_words(tags.get(row.id)), _words(hosts.get(row.id)))) for row in events
    ]


def _by_event(rows: Iterable[Any]) -> Mapping[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.event_id, []).append(row)
    return found


def _words(rows: Iterable[Any] | None) -> list[str]:
    return [row.word for row in rows or ()]
