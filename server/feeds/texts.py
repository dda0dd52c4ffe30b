"""The text of each event is written once a change, and kept in the database for every calendar that holds it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table
from sqlalchemy.dialects import postgresql, sqlite

from server.db import Database
from server.events.calendar_text import CalendarText
from server.feeds.read import ALL_DAY, FACTS, ID, STARTS_AT, TIME_ZONE, Facts, kept, of_rows
from server.feeds.write import Written, vevents

READ_AT_ONCE = 1_024
"""Events; their texts are a megabyte, more or less."""
_WRITTEN_AT_ONCE = 100
_TABLE = cast(Table, CalendarText.__table__)
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
            missing = await of_rows(session, [row[FACTS:] for row in rows if row[0] is None])
            written = await _write(database, missing, base_url, today) if missing else {}
            yield [
                Text(row[ID], zone_of(row[ALL_DAY], row[TIME_ZONE]), row[STARTS_AT].year, *found)
                for row in rows
                if (found := (row[1], row[0]) if row[0] is not None else _said(written.get(row[ID])))
            ]
            if len(rows) < READ_AT_ONCE:
                return
            after = rows[-1][STARTS_AT], rows[-1][ID]


def zone_of(all_day: bool, time_zone: str) -> str | None:
    """The zone whose rules the VEVENTs of an event need; None where they have dates, or times in UTC."""
    return None if all_day or time_zone == "UTC" else time_zone


def _said(written: Written | None) -> tuple[datetime, str] | None:
    return (written.last_modified, written.text) if written is not None else None


async def _write(database: Database, missing: Sequence[Facts], base_url: str, today: datetime) -> dict[UUID, Written]:
    found, rows = {}, []
    for number, (event, overrides, around, said) in enumerate(
        sorted(missing, key=lambda one: one.event.id.int)
    ):  # as the table has them
        if number % _WRITTEN_AT_ONCE == 0:
            await asyncio.sleep(0)  # others get their turn
        written = found[event.id] = vevents(event, overrides, around, base_url=base_url, today=today)
        rows.append(
            {
                "event_id": event.id,
                "event_updated_at": event.updated_at,
                "around": said,
                "last_modified": written.last_modified,
                "holds_until": written.holds_until,
                "text": written.text,
            }
        )
    keep = (postgresql.insert if database.dialect == "postgresql" else sqlite.insert)(_TABLE)
    newer = {column: keep.excluded[column] for column in _COLUMNS}
    async with database.write() as writing:
        await writing.execute(keep.on_conflict_do_update(index_elements=["event_id"], set_=newer), rows)
    return found
