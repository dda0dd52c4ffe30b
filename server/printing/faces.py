"""What the badges of a print say, as it is when they are made."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_date
from sqlalchemy import Row, bindparam, select

from server.badges.issue import badge_text
from server.badges.of_event import After, badges_of_event
from server.config import Settings
from server.db import Database, Key
from server.events.models import Event
from server.events.programme import agendas
from server.files.store import open_files
from server.printing.errors import EventUnknown, NothingToPrint, SecretGone
from server.printing.job import Face, Occasion
from server.printing.models import PrintedBadge

AT_ONCE = 500
_EVENT = select(
    Event.name, Event.slug, Event.starts_at, Event.ends_at, Event.time_zone, Event.rrule, Event.image_key
).where(Event.id == bindparam("event", type_=Key()))
_OF_JOB = select(PrintedBadge.badge_id).where(PrintedBadge.job_id == bindparam("job", type_=Key()))


async def faces_of(database: Database, settings: Settings, *, job_id: UUID, event_id: UUID) -> list[Face]:
    """Those of a print that are still active, by family name. Raises SecretGone."""
    wanted = {row.badge_id for row in await database.rows(_OF_JOB, {"job": job_id})}
    return [face_of(settings, row) async for row in every_badge(database, event_id) if row.badge_id in wanted]


async def first_faces(database: Database, settings: Settings, *, event_id: UUID, count: int) -> list[Face]:
    """Of an event's first badges, to look at. Raises SecretGone."""
    return [face_of(settings, row) for row in await badges_of_event(database, event_id=event_id, limit=count)]


async def event_by_slug(database: Database, slug: str) -> UUID:
    """For whoever runs the server. Raises EventUnknown."""
    for row in await database.rows(select(Event.id).where(Event.slug == slug)):
        return row.id  # type: ignore[no-any-return]
    raise EventUnknown(slug)


async def every_badge(database: Database, event_id: UUID) -> AsyncIterator[Row[Any]]:
    """The rows of `badges_of_event`, by AT_ONCE."""
    after: After | None = None
    while True:
        rows = await badges_of_event(database, event_id=event_id, after=after, limit=AT_ONCE)
        for row in rows:
            yield row
        if len(rows) < AT_ONCE:
            return
        after = (rows[-1].sort, rows[-1].badge_id)


def face_of(settings: Settings, row: Row[Any]) -> Face:
    """Raises SecretGone."""
    text = badge_text(settings, row)
    if text is None:
        raise SecretGone
    return Face(row.name or "", text, row.pronouns or "", row.headline or "", row.role or "")


async def occasion_of(database: Database, settings: Settings, event_id: UUID) -> Occasion:
    """The event with its agenda, in its own time. Raises NothingToPrint where it is gone."""
    for event in await database.rows(_EVENT, {"event": event_id}):
        zone = ZoneInfo(event.time_zone)
        agenda: dict[UUID, tuple[str, str]] = {}
        for item in await agendas(database, [event_id]):
            time = item.starts_at.astimezone(zone).strftime("%H:%M")
            agenda.setdefault(item.key, (time, ", ".join(filter(None, (item.name, item.room)))))
        address = urlsplit(settings.base_url)
        more = f"{address.netloc}/events/{event.slug}"
        picture = await open_files(settings.files_url).read(event.image_key) if event.image_key else None
        return Occasion(event.name, _when(event, zone), tuple(agenda.values()), more, picture)
    raise NothingToPrint


def _when(event: Row[Any], zone: ZoneInfo) -> str:
    """Nothing for a series, whose badges are for each of its days."""
    if event.rrule is not None:
        return ""
    first, last = (
        moment.astimezone(zone).date() for moment in (event.starts_at, event.ends_at - timedelta(microseconds=1))
    )
    day = format_date(first, "d MMMM yyyy", locale="en")
    return day if last <= first else f"{day} – {format_date(last, 'd MMMM yyyy', locale='en')}"
