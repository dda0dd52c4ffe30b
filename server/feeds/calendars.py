"""Anybody subscribes to a calendar: of what is on, of one organization, of one event.

Two fetches give the same octets until an event changes or, at midnight UTC, one becomes too old: nothing in a calendar
comes from the clock. The text of each event is written once a change and kept; a calendar joins those texts, and is
kept in memory for as long as nobody commits anything.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from icalendar import Calendar as VCalendar
from sqlalchemy import Select, select
from sqlalchemy.dialects import postgresql, sqlite

from server.db import Database
from server.entity_tag import entity_tag
from server.events.calendar_text import CalendarText
from server.events.filter import EventFilter
from server.events.models import Event
from server.events.search_listing import search_values
from server.feeds.choose import chosen
from server.feeds.read import facts, kept
from server.feeds.unchanged import while_unchanged
from server.feeds.write import vevents, words
from server.feeds.zones import vtimezone
from server.organizations.models import Organization
from server.words import findable

_WRITTEN_AT_ONCE = 100
_REFRESH = "PT1H"


@dataclass(frozen=True, slots=True)
class Calendar:
    """The text of a calendar."""

    text: str
    """RFC 5545, lines ended by CRLF."""
    etag: str
    last_modified: datetime | None
    """When the newest of its events changed; None where it has none."""


async def events_calendar(
    database: Database, *, filter: EventFilter, name: str, base_url: str, now: datetime
) -> Calendar:
    """The published events that `filter` leaves. Raises InvalidInput."""
    filter = filter.normal()

    async def make() -> Calendar:
        values: dict[str, Any] = {"base_url": base_url}
        if filter.text:
            searched = search_values(filter, database.dialect)
            if searched is None:
                return _joined([], name)
            values["query"] = searched["query"]
        return _joined(await _texts(database, kept(Event.id.in_(chosen(filter, now))), values), name)

    return await while_unchanged(database, (filter, name, base_url, now.astimezone(UTC).date()), make)


async def organization_calendar(database: Database, *, slug: str, base_url: str, now: datetime) -> Calendar | None:
    """The published events of one organization, as `events_calendar` has them; None where there is no such one."""
    found = await database.rows(select(Organization.name).where(Organization.slug == findable(slug)))
    if not found:
        return None
    filter_ = EventFilter(organization=slug)
    return await events_calendar(database, filter=filter_, name=found[0].name, base_url=base_url, now=now)


async def event_calendar(database: Database, *, slug: str, base_url: str) -> Calendar | None:
    """One published event with all its instances; None where there is none."""
    texts = await _texts(database, kept(Event.slug == findable(slug)), {"base_url": base_url})
    return _joined(texts, None) if texts else None


async def calendar_of(database: Database, *, ids: Sequence[UUID], base_url: str) -> Calendar:
    """Those of these events that are published, each with all its instances, however long ago."""
    return _joined(await _texts(database, kept(Event.id.in_(ids)), {"base_url": base_url}), None)


class _Text(NamedTuple):
    zone: str | None
    """The zone whose rules it needs."""
    year: int
    last_modified: datetime
    text: str


async def _texts(database: Database, statement: Select[Any], values: dict[str, Any]) -> list[_Text]:
    rows = await database.rows(statement, values)
    missing = [row.id for row in rows if row.text is None]
    written = await _write(database, missing, values["base_url"]) if missing else {}
    return [
        _Text(None if row.all_day or row.time_zone == "UTC" else row.time_zone, row.starts_at.year, *found)
        for row in rows
        if (found := (row.last_modified, row.text) if row.text is not None else written.get(row.id))
    ]


async def _write(database: Database, ids: Sequence[UUID], base_url: str) -> dict[UUID, tuple[datetime, str]]:
    """Write what was not kept, and keep it: (last_modified, text) by event."""
    found = {}
    insert = postgresql.insert if database.dialect == "postgresql" else sqlite.insert
    for first in range(0, len(ids), _WRITTEN_AT_ONCE):
        some = ids[first : first + _WRITTEN_AT_ONCE]
        async with database.read() as session:
            read = await facts(session, some, base_url)
        rows = []
        for event, overrides, tags in read:
            changed = max([event.updated_at, *(override.updated_at for override in overrides)])
            text = vevents(event, overrides, tags, base_url=base_url)
            found[event.id] = (changed, text)
            rows.append(
                {
                    "event_id": event.id,
                    "event_updated_at": event.updated_at,
                    "around": event.around,
                    "last_modified": changed,
                    "text": text,
                }
            )
            await asyncio.sleep(0)  # a millisecond each: others get their turn
        keep = insert(CalendarText)
        newer = {column: keep.excluded[column] for column in ("event_updated_at", "around", "last_modified", "text")}
        async with database.write() as session:
            await session.execute(keep.on_conflict_do_update(index_elements=["event_id"], set_=newer), rows)
    return found


def _joined(texts: Sequence[_Text], name: str | None) -> Calendar:
    years: dict[str, int] = {}
    for text in texts:
        if text.zone is not None:
            years[text.zone] = min(text.year, years.get(text.zone, text.year))
    zones = [vtimezone(zone, year) for zone, year in sorted(years.items())]
    body = "".join([_head(name), *zones, *(text.text for text in texts), "END:VCALENDAR\r\n"])
    return Calendar(body, entity_tag(body.encode()), max((text.last_modified for text in texts), default=None))


def _head(name: str | None) -> str:
    calendar = VCalendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//Hallway//Calendar//EN")
    calendar.add("CALSCALE", "GREGORIAN")
    if name is not None:
        calendar.add("NAME", words(name))
        calendar.add("X-WR-CALNAME", words(name))
        calendar.add("REFRESH-INTERVAL", timedelta(hours=1), parameters={"VALUE": "DURATION"})
        calendar.add("X-PUBLISHED-TTL", _REFRESH)
    return str(calendar.to_ical(), "utf-8").removesuffix("END:VCALENDAR\r\n")
