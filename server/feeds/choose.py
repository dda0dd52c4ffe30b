"""Which events a calendar holds: by the filter of the list of events, and from some weeks back on."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select

from server.campuses.models import Campus
from server.events.filter import EventFilter
from server.events.models import Occurrence, OccurrenceTag
from server.events.search import event_search, matches, query
from server.organizations.models import Organization

_o = Occurrence.__table__.c

BACK = timedelta(days=60)
"""How far back a calendar reaches that isn't asked for other dates; so a cancelled event is seen to be off."""
MAX_INSTANCES = 20_000
"""Of how many instances, those that start first, the events are in one calendar."""


def chosen(filter_: EventFilter, now: datetime) -> Select[Any]:
    """The ids of the events that have an instance which fulfils `filter_`, a `normal` one.

    Without dates in it, those that start 60 days before `now` or later, by whole days of UTC: the same text all day.
    Text is searched by the parameter `query`.
    """
    where: list[ColumnElement[bool]] = [_o.listed]
    if filter_.since is None and filter_.until is None:
        today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        where.append(_o.starts_at >= today - BACK)
    if filter_.since is not None:
        where.append(_o.starts_at >= filter_.since)
    if filter_.until is not None:
        where.append(_o.starts_at < filter_.until)
    if filter_.kinds:
        where.append(_o.kind.in_(filter_.kinds))
    if filter_.attendance_modes:
        where.append(_o.attendance_mode.in_(filter_.attendance_modes))
    if filter_.campus:
        where.append(_o.campus_id == select(Campus.id).where(Campus.slug == filter_.campus).scalar_subquery())
    if filter_.organization:
        host = select(Organization.id).where(Organization.slug == filter_.organization).scalar_subquery()
        where.append(_o.organization_id == host)
    if filter_.tags:
        where.append(exists().where(OccurrenceTag.occurrence_id == _o.id, OccurrenceTag.tag.in_(filter_.tags)))
    if filter_.text:
        where.append(_o.id.in_(select(event_search.c.occurrence_id).where(matches(query("query")))))
    # Ordered as the indexes of `occurrence` are, so that no more is read however many events there are.
    first = select(_o.event_id).where(*where).order_by(_o.starts_at, _o.id).limit(MAX_INSTANCES).subquery()
    return select(first.c.event_id)
