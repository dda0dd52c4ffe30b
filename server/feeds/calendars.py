"""Anybody subscribes to a calendar: of what is on, of one organization, of one campus, of one event.

Two fetches give the same octets until an event changes or, at midnight UTC, one becomes too old: nothing in a calendar
comes from the clock. The text of each event is written once a change and kept; a calendar joins those texts, and is
kept in memory for as long as nothing changes of what is shown of events.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select

from server.campuses.models import Campus
from server.db import Database
from server.events.catalogue import catalogue_version
from server.events.filter import EventFilter
from server.events.models import Event, Publication
from server.events.search_listing import search_values
from server.feeds.addresses import campus_head, event_head, filter_head, organization_head, saved_filter_head
from server.feeds.called_off import day_of, still_told
from server.feeds.choose import chosen
from server.feeds.head import Head
from server.feeds.join import Calendar, joined, nothing
from server.feeds.last_change import last_change
from server.feeds.texts import texts
from server.feeds.unchanged import while_unchanged
from server.finding.filter_text import from_text
from server.finding.saved_filters import saved_filter
from server.organizations.models import Organization
from server.words import findable

_ORGANIZATION = select(Organization.name, Organization.summary, Organization.updated_at)


async def events_calendar(
    database: Database, *, filter: EventFilter, name: str, base_url: str, now: datetime
) -> Calendar:
    """The published events that `filter` leaves; `name` is that of all events. Raises InvalidInput."""
    filter = filter.normal()
    return await _filtered(database, filter, filter_head(filter, name, base_url), base_url=base_url, now=now)


async def organization_calendar(database: Database, *, slug: str, base_url: str, now: datetime) -> Calendar | None:
    """The published events of one organization, as `events_calendar` has them; None where there is no such one."""
    slug = findable(slug)
    found = await database.rows(_ORGANIZATION.where(Organization.slug == slug))
    if not found:
        return None
    head = organization_head(slug, found[0].name, found[0].summary, base_url)
    return await _filtered(
        database, EventFilter(organization=slug), head, base_url=base_url, now=now, named_at=found[0].updated_at
    )


async def campus_calendar(database: Database, *, slug: str, base_url: str, now: datetime) -> Calendar | None:
    """The published events of one campus, as `events_calendar` has them; None where there is no such one."""
    slug = findable(slug)
    found = await database.rows(select(Campus.name, Campus.updated_at).where(Campus.slug == slug))
    if not found:
        return None
    head = campus_head(slug, found[0].name, base_url)
    return await _filtered(
        database, EventFilter(campus=slug), head, base_url=base_url, now=now, named_at=found[0].updated_at
    )


async def saved_filter_calendar(database: Database, *, slug: str, base_url: str, now: datetime) -> Calendar | None:
    """The published events of a saved filter, as `events_calendar` has them; None where there is no such one."""
    found = await saved_filter(database, slug=slug)
    if found is None:
        return None
    head = saved_filter_head(found.slug, found.name, base_url)
    return await _filtered(database, from_text(found.filter).normal(), head, base_url=base_url, now=now)


async def event_calendar(database: Database, *, slug: str, base_url: str, now: datetime) -> Calendar | None:
    """One published event with all its instances, or nothing of it once it is called off for 30 days; else None."""
    slug, today = findable(slug), day_of(now)
    published = (Event.slug == slug, Event.publication == Publication.PUBLISHED)
    found = await database.rows(select(Event.name, Event.summary).where(*published))
    if not found:
        return None
    told = texts(database, and_(*published, still_told(today)), base_url=base_url, today=today)
    return await joined(told, event_head(slug, found[0].name, found[0].summary, base_url), default=today)


async def calendar_of(database: Database, *, ids: Sequence[UUID], base_url: str, now: datetime) -> Calendar:
    """Those of these events that are published, each with all its instances, however long ago."""
    return await joined(texts(database, Event.id.in_(ids), base_url=base_url, today=day_of(now)), None)


async def _filtered(
    database: Database,
    filter_: EventFilter,
    head: Head,
    *,
    base_url: str,
    now: datetime,
    named_at: datetime | None = None,
) -> Calendar:
    """`named_at` is when that which its head names last changed."""
    today = day_of(now)

    async def make() -> Calendar:
        searched = search_values(filter_, database.dialect) if filter_.text else {"query": None}
        # What left the calendar has left no trace in it; but it changed, or it was midnight.
        changed = max(await last_change(database) or today, named_at or today, today)
        if searched is None:
            return await joined(nothing(), head, default=changed)
        where = and_(Event.id.in_(chosen(filter_, now)), still_told(today))
        told = texts(database, where, base_url=base_url, today=today, query=searched["query"])
        return await joined(told, head, default=changed, since=changed)

    return await while_unchanged(database, (filter_, head, base_url, today), await catalogue_version(database), make)
