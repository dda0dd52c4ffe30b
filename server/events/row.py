"""The row behind an event that somebody sees: an occurrence, what its series says, and what was changed for it.

A row has the columns that were asked for, named as in GraphQL but in Python's spelling; those of a related thing are
joined by two underscores (`place__name`). What nobody asked for is neither joined nor read.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    null,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from server.campuses.models import Campus, Place
from server.db import Key
from server.events.attendance import Attendance, AttendanceStatus
from server.events.models import Event, EventOverride, EventTag, OnlineAudience
from server.events.policies import posts
from server.organizations.models import Organization


class _Words(TypeDecorator[list[str]]):
    """Words that one text holds, parted by commas."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> list[str]:
        return value.split(",") if value else []


class _Lines(TypeDecorator[list[str]]):
    """Texts that one text holds, a line each."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> list[str]:
        return value.split("\n") if value else []


class _Tags(TypeDecorator[list[str]]):
    """Tags that were aggregated into one text, in order."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> list[str]:
        return sorted(value.split("\n")) if value else []


_event, _override, _tag = Event.__table__.c, EventOverride.__table__.c, EventTag.__table__.c
_organization, _campus, _place = Organization.__table__.c, Campus.__table__.c, Place.__table__.c
_mine = Attendance.__table__.alias("mine")
_before = Attendance.__table__.alias("before")
_home = Campus.__table__.alias("home")
"""The campus of the organization, which may be another than the event's."""

_moved = or_(_override.place_id.is_not(None), _override.location_text.is_not(None))
"""An instance elsewhere takes its whole whereabouts from the override: the old room is not in the new building."""

_COLUMNS: dict[str, ColumnElement[Any]] = {
    "slug": _event.slug,
    "name": func.coalesce(_override.name, _event.name),
    "summary": func.coalesce(_override.summary, _event.summary),
    "description": func.coalesce(_override.description, _event.description),
    "time_zone": _event.time_zone,
    "all_day": _event.all_day,
    "url": _event.url,
    "rrule": _event.rrule,
    "capacity": _event.capacity,
    "cancel_reason": _event.cancel_reason,
    "publication": _event.publication,
    "door_at": _event.door_at,
    "languages": type_coerce(_event.languages, _Words),
    "access_notes": _event.access_notes,
    "contact": _event.contact,
    "price_note": _event.price_note,
    "audience": type_coerce(_event.audience, _Words),
    "majors": type_coerce(_event.majors, _Lines),
    "takes_rsvp": _event.takes_rsvp,
    "rsvp_opens_at": _event.rsvp_opens_at,
    "rsvp_closes_at": _event.rsvp_closes_at,
    "picture": case((_event.image_key.is_not(None), "/events/" + _event.slug + "/picture.jpg"), else_=null()),
    "picture_alt": _event.image_alt,
    "previous_starts_at": _event.previous_starts_at,
    "room": case((_moved, _override.room), else_=func.coalesce(_override.room, _event.room)),
    "location_text": case((_moved, _override.location_text), else_=_event.location_text),
    "sequence": func.coalesce(_override.sequence, _event.sequence),
    "updated_at": case((_override.updated_at > _event.updated_at, _override.updated_at), else_=_event.updated_at),
    "tags": select(type_coerce(func.aggregate_strings(_tag.tag, "\n"), _Tags))
    .where(_tag.event_id == _event.id)
    .scalar_subquery()
    .label("tags"),
}
_FROM = {
    "rsvp_closed": {
        *("publication", "status", "ends_at", "time_zone", "takes_rsvp", "rsvp_opens_at", "rsvp_closes_at"),
    },
}
"""What is worked out from other columns, and from which."""
_BY_EVENT = {"event_key", "agenda", "booths", "co_hosts", "not_for_viewer", "questions"}
"""What is loaded by the event's own key, not the occurrence's."""
_OF_OCCURRENCE = ("ends_at", "recurrence_id", "kind", "attendance_mode", "status")
_RELATED: dict[str, dict[str, ColumnElement[Any]]] = {
    "organization": {
        "key": _organization.id,
        **{n: _organization[n] for n in ("slug", "name", "kind", "summary", "description", "url")},
    },
    "organization__campus": {"key": _home.c.id, **{n: _home.c[n] for n in ("slug", "name", "time_zone", "country")}},
    "campus": {"key": _campus.id, **{n: _campus[n] for n in ("slug", "name", "time_zone", "country")}},
    "place": {
        "key": _place.id,
        **{n: _place[n] for n in ("name", "address", "latitude", "longitude", "access_notes", "capacity")},
    },
    "viewer_attendance": {
        "key": _mine.c.person_id,
        "status": _mine.c.status,
        "seen_by_met": _mine.c.seen_by_met,
        "waits_as": case(
            (
                _mine.c.place.is_not(None),
                select(func.count() + 1)
                .where(_before.c.occurrence_id == _mine.c.occurrence_id, _before.c.place < _mine.c.place)
                .scalar_subquery(),
            )
        ),
    },
}
_ON: dict[str, tuple[FromClause, Callable[[], ColumnElement[bool]]]] = {
    "organization": (Organization.__table__, lambda: _organization.id == _event.organization_id),
    "organization__campus": (_home, lambda: _home.c.id == _organization.campus_id),
    "campus": (Campus.__table__, lambda: _campus.id == _event.campus_id),
    "place": (
        Place.__table__,
        lambda: _place.id == case((_moved, _override.place_id), else_=_event.place_id),
    ),
}

EVERYTHING = frozenset(
    {*_COLUMNS, *_OF_OCCURRENCE, "event_key", "is_recurring", "online_url"}
    | {"going_count", "waitlisted_count", "seats_left"}
    | {f"{thing}__{name}" for thing, columns in _RELATED.items() for name in columns}
)
"""The names of all columns that can be asked for."""
_KNOWN = (
    EVERYTHING | _BY_EVENT | _FROM.keys() | {f"{thing}__{sign}" for thing in _RELATED for sign in ("id", "__typename")}
)


def known(wanted: frozenset[str]) -> frozenset[str]:
    """Those of `wanted` that a row can have, or that ask for something related; so that few statements are kept."""
    return wanted & _KNOWN


def select_events(
    occurrence: FromClause, wanted: frozenset[str], *, signed_in: bool, source: FromClause | None = None
) -> Select[Any]:
    """A row of `key`, `starts_at` and the `wanted` columns for each row of `source`.

    `occurrence` is the table, or anything with its columns; `source` a join that it is part of, or itself. Names
    that are not in EVERYTHING are ignored. Where somebody is `signed_in`, the parameter `viewer` is their key.
    """
    o = occurrence.c
    wanted = wanted.union(*(_FROM[name] for name in wanted & _FROM.keys()))
    columns = _own(occurrence, signed_in)
    chosen = [columns[name].label(name) for name in sorted(wanted & columns.keys())]
    chosen += [o.event_id.label("event_key")] if wanted & _BY_EVENT else []
    things = [thing for thing in _RELATED if any(name.startswith(f"{thing}__") for name in wanted)]
    things = [thing for thing in things if signed_in or thing != "viewer_attendance"]
    for thing in things:
        # The first column tells whether there is such a thing.
        names = {
            next(iter(_RELATED[thing])),
            *(n.removeprefix(f"{thing}__") for n in wanted if n.startswith(f"{thing}__")),
        }
        chosen += [_RELATED[thing][name].label(f"{thing}__{name}") for name in sorted(names & _RELATED[thing].keys())]
    statement = select(o.id.label("key"), o.starts_at, *chosen)
    statement = statement.select_from(occurrence if source is None else source)
    # Outer joins, though most always match: so SQLite can't begin with another table and lose the order.
    statement = statement.outerjoin(Event.__table__, _event.id == o.event_id)
    statement = statement.outerjoin(
        EventOverride.__table__, (_override.event_id == o.event_id) & (_override.recurrence_id == o.recurrence_id)
    )
    for thing in things:
        table, on = _ON[thing] if thing in _ON else (_mine, lambda: _answered(o.id))
        statement = statement.outerjoin(table, on())
    return statement


def _own(occurrence: FromClause, signed_in: bool) -> dict[str, ColumnElement[Any]]:
    o = occurrence.c

    def answered(status: AttendanceStatus) -> ColumnElement[int]:
        answers = select(func.count()).select_from(Attendance.__table__).correlate(occurrence)
        return answers.where(Attendance.occurrence_id == o.id, Attendance.status == status).scalar_subquery()

    going = answered(AttendanceStatus.GOING)
    left = _event.capacity - going
    return {
        **_COLUMNS,
        **{name: o[name] for name in _OF_OCCURRENCE},
        "online_url": _online_url(o.id) if signed_in else null(),
        "is_recurring": or_(o.recurrence_id.is_not(None), _event.rrule.is_not(None), _event.rdates != ""),
        "going_count": going,
        "waitlisted_count": answered(AttendanceStatus.WAITLISTED),
        "seats_left": case((left < 0, 0), else_=left),
    }


def _answered(occurrence_id: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(_mine.c.occurrence_id == occurrence_id, _mine.c.person_id == bindparam("viewer", type_=Key()))


def _online_url(occurrence_id: ColumnElement[Any]) -> ColumnElement[Any]:
    """Where to join by video, for those whom the organizer lets know: those who are signed in, or who come."""
    viewer = bindparam("viewer", type_=Key())
    goes = exists().where(
        Attendance.occurrence_id == occurrence_id,
        Attendance.person_id == viewer,
        Attendance.status == AttendanceStatus.GOING,
    )
    return case(
        (or_(_event.online_for == OnlineAudience.MEMBERS, goes, posts(viewer)), _event.online_url), else_=null()
    )
