"""What the calendars of several events are written from: their rows, and the texts that were kept of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
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
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncSession

from server.campuses.models import Place
from server.db import Key, padded
from server.events.calendar_text import CalendarText
from server.events.models import Event, EventHost, EventOverride, EventTag, Publication
from server.feeds.facts import OF_EVENT, OF_INSTANCE, EventFacts, InstanceFacts
from server.feeds.write import Around
from server.organizations.models import Organization

_event, _override, _tag = Event.__table__.c, EventOverride.__table__.c, EventTag.__table__.c
_host, _place, _text = Organization.__table__.c, Place.__table__.c, CalendarText.__table__.c
_elsewhere, _co_host = Place.__table__.alias("elsewhere"), Organization.__table__.alias("co_host")
_hosts = EventHost.__table__
_FORM = "3"
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
    select(func.aggregate_strings(cast(_hosts.c.position, String) + " " + _co_host.c.name, "\n"))
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
_TAGS = (
    select(func.aggregate_strings(_tag.tag, "\n"))
    .where(_tag.event_id == _event.id)
    .correlate(Event.__table__)
    .scalar_subquery()
)
_ids = bindparam("ids", type_=Key(), expanding=True)
_FACTS: tuple[ColumnElement[Any], ...] = (
    *(_event[name] for name in OF_EVENT),
    _host.name.label("organization_name"),
    *_PLACE,
    _AROUND.label("around"),
    _TAGS.label("tags"),
    _CO_HOSTS.label("co_hosts"),
    exists().where(_override.event_id == _event.id).correlate(Event.__table__).label("has_overrides"),
)
_EVENTS = select(*_FACTS).select_from(_SOURCE).where(_event.id.in_(_ids))
_OVERRIDES = (
    select(*(_override[name] for name in OF_INSTANCE), *_PLACE)
    .outerjoin(Place.__table__, _place.id == _override.place_id)
    .where(_override.event_id.in_(_ids))
    .order_by(_override.event_id, _override.recurrence_id)
)


_ALWAYS = {"id", "starts_at", "time_zone", "all_day"}
_WHERE_NONE_IS = tuple(
    column if column.name in _ALWAYS else case((_text.event_id.is_(None), column), else_=None) for column in _FACTS
)
_KEPT = (_text.text, _text.last_modified, *_WHERE_NONE_IS)
FACTS = 2
"""Where the _FACTS begin among them."""
ID, STARTS_AT, TIME_ZONE, ALL_DAY = (
    FACTS + EventFacts._fields.index(name) for name in ("id", "starts_at", "time_zone", "all_day")
)


def kept(where: ColumnElement[bool], today: datetime, after: tuple[datetime, UUID] | None = None) -> Select[Any]:
    """For each published event, by start: its text, when that was last modified, and _FACTS.

    Those that come `after` a start and id. The first two are None where no text was kept since the last change, or it
    no longer holds on the day that begins `today`; else the _FACTS are, but for ID, STARTS_AT, TIME_ZONE and ALL_DAY.
    Wants the parameter `base_url`.
    """
    holds = or_(_text.holds_until.is_(None), _text.holds_until > today)
    unchanged = and_(_text.event_updated_at == _event.updated_at, _text.around == _AROUND)
    is_fresh = and_(_text.event_id == _event.id, unchanged, holds)
    return (
        select(*_KEPT)
        .select_from(_SOURCE.outerjoin(CalendarText.__table__, is_fresh))
        .where(_event.publication == Publication.PUBLISHED, where, *([_later(*after)] if after else ()))
        .order_by(_event.starts_at, _event.id)
    )


def _later(starts_at: datetime, id_: UUID) -> ColumnElement[bool]:
    return tuple_(_event.starts_at, _event.id) > tuple_(
        literal(starts_at, _event.starts_at.type), literal(id_, _event.id.type)
    )


class Facts(NamedTuple):
    """All that an event is written from."""

    event: EventFacts
    overrides: Sequence[InstanceFacts]
    around: Around
    said: str
    """What `kept` compares."""


async def facts(session: AsyncSession, ids: Sequence[UUID], base_url: str) -> list[Facts]:
    """Of each of these events. One statement, and another where any has instances that differ."""
    found = await session.execute(_EVENTS, {"base_url": base_url, "ids": padded(list(ids))})
    return await of_rows(session, found.all())


async def of_rows(session: AsyncSession, rows: Iterable[Sequence[Any]]) -> list[Facts]:
    """Those in the columns _FACTS. One statement where any has instances that differ, else none."""
    found = [(EventFacts._make(row[:-4]), *row[-4:]) for row in rows]
    changed = await _overrides(session, [event.id for event, *_, has_overrides in found if has_overrides])
    return [
        Facts(event, changed.get(event.id, ()), Around(_tags(tags), _names(co_hosts)), said)
        for event, said, tags, co_hosts, _ in found
    ]


async def _overrides(session: AsyncSession, ids: list[UUID]) -> Mapping[UUID, Sequence[InstanceFacts]]:
    found: dict[UUID, list[InstanceFacts]] = {}
    if ids:
        for row in await session.execute(_OVERRIDES, {"ids": padded(ids)}):
            one = InstanceFacts._make(row)
            found.setdefault(one.event_id, []).append(one)
    return found


def _tags(aggregated: str | None) -> Sequence[str]:
    return sorted(aggregated.split("\n")) if aggregated else ()


def _names(aggregated: str | None) -> Sequence[str]:
    """Of co-hosts, by their positions."""
    return [name for _position, name in sorted(map(_placed, aggregated.split("\n")))] if aggregated else ()


def _placed(positioned: str) -> tuple[int, str]:
    position, _, name = positioned.partition(" ")
    return int(position), name
