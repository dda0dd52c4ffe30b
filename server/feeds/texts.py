"""The text of each event is written once a change, and kept in the database for every calendar that holds it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from server.db import Database
from server.events.calendar_text import CalendarText
from server.feeds.read import facts, kept
from server.feeds.write import Written, vevents

READ_AT_ONCE = 1_000
"""Events; their texts are a megabyte, more or less."""
_WRITTEN_AT_ONCE = 100
_COLUMNS = ("event_updated_at", "around", "last_modified", "holds_until", "text")


class Text(NamedTuple):
    """What a calendar says of one event."""

    event_id: UUID
    zone: str | None
    """The zone whose rules it needs."""
    year: int
    last_modified: datetime
    text: str


async def texts(
    database: Database, where: ColumnElement[bool], *, base_url: str, today: datetime, query: str | None = None
) -> AsyncIterator[list[Text]]:
    """Those of the published events for which `where` holds, by start, as they all are at one moment; some at a time.

    `query` is the parameter of that name in `where`.
    """
    values: dict[str, Any] = {"base_url": base_url, **({"query": query} if query is not None else {})}
    after: tuple[datetime, UUID] | None = None
    async with database.read() as session:
        while True:
            rows = (await session.execute(kept(where, today, after).limit(READ_AT_ONCE), values)).all()
            missing = [row.id for row in rows if row.text is None]
            written = await _write(database, session, missing, base_url, today) if missing else {}
            yield [
                Text(row.id, zone_of(row), row.starts_at.year, *found)
                for row in rows
                if (found := (row.last_modified, row.text) if row.text is not None else _said(written.get(row.id)))
            ]
            if len(rows) < READ_AT_ONCE:
                return
            after = rows[-1].starts_at, rows[-1].id


def zone_of(event: Any) -> str | None:
    """The zone whose rules the VEVENTs of an event need; None where they have dates, or times in UTC."""
    return None if event.all_day or event.time_zone == "UTC" else event.time_zone


def _said(written: Written | None) -> tuple[datetime, str] | None:
    return (written.last_modified, written.text) if written is not None else None


async def _write(
    database: Database, session: AsyncSession, ids: Sequence[UUID], base_url: str, today: datetime
) -> dict[UUID, Written]:
    found = {}
    insert = postgresql.insert if database.dialect == "postgresql" else sqlite.insert
    for first in range(0, len(ids), _WRITTEN_AT_ONCE):
        some = ids[first : first + _WRITTEN_AT_ONCE]
        read = await facts(session, some, base_url)
        rows = []
        for event, overrides, around in read:
            written = found[event.id] = vevents(event, overrides, around, base_url=base_url, today=today)
            key = {"event_id": event.id, "event_updated_at": event.updated_at, "around": event.around}
            rows.append({**key, **written._asdict()})
        await asyncio.sleep(0)  # others get their turn
        keep = insert(CalendarText)
        newer = {column: keep.excluded[column] for column in _COLUMNS}
        async with database.write() as writing:
            await writing.execute(keep.on_conflict_do_update(index_elements=["event_id"], set_=newer), rows)
    return found
