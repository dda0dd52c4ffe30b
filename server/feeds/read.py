"""What the calendars of several events are written from: their rows, and the texts that were kept of them."""

from collections.abc import Iterable, Mapping, Sequence
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
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from server.campuses.models import Place
from server.events.calendar_text import CalendarText
from server.events.models import Event, EventOverride, EventTag, Publication
from server.organizations.models import Organization

_event, _override, _tag = Event.__table__.c, EventOverride.__table__.c, EventTag.__table__.c
_host, _place, _text = Organization.__table__.c, Place.__table__.c, CalendarText.__table__.c
_elsewhere = Place.__table__.alias("elsewhere")


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
_AROUND = (
    bindparam("base_url", type_=Text())
    + "\n"
    + _host.name
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
_TAGS = select(_tag.event_id, _tag.tag).order_by(_tag.event_id, _tag.tag)


def kept(where: ColumnElement[bool]) -> Select[Any]:
    """For each published event: (id, time_zone, all_day, starts_at, text, last_modified), by start.

    `text` is None where none was kept since the last change. Wants the parameter `base_url`.
    """
    is_fresh = and_(_text.event_id == _event.id, _text.event_updated_at == _event.updated_at, _text.around == _AROUND)
    return (
        select(_event.id, _event.time_zone, _event.all_day, _event.starts_at, _text.text, _text.last_modified)
        .select_from(_SOURCE.outerjoin(CalendarText.__table__, is_fresh))
        .where(_event.publication == Publication.PUBLISHED, where)
        .order_by(_event.starts_at, _event.id)
    )


async def facts(session: AsyncSession, ids: Sequence[UUID], base_url: str) -> list[tuple[Any, list[Any], list[str]]]:
    """Rows of event and overrides, and the tags, of each of these events. Three statements."""
    values = {"base_url": base_url}
    events = (await session.execute(_EVENTS.where(_event.id.in_(ids)), values)).all()
    overrides = _by_event(await session.execute(_OVERRIDES.where(_override.event_id.in_(ids))))
    tags = _by_event(await session.execute(_TAGS.where(_tag.event_id.in_(ids))))
    return [(row, overrides.get(row.id, []), [tag.tag for tag in tags.get(row.id, [])]) for row in events]


def _by_event(rows: Iterable[Any]) -> Mapping[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.event_id, []).append(row)
    return found
