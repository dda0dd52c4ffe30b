"""Calendars as organizers bring them, and what becomes of them."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from conftest import Execute
from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import UploadFile

from server.db import Database
from server.events.models import Event
from server.imports.models import ImportedEvent

DRAFT = """
    id name events same zone isZoneAssumed unknownZones
    new { count nodes { name uid } } duplicates { count nodes { uid likely { slug } } }
    changed { count nodes { name changes own slug } } gone { count nodes { name line } } ours { count }
    refused { line count reason } notes { line count reason }
"""
PREVIEW = f"""
mutation($file: Upload!, $organization: String!) {{
  result: previewImport(input: {{ organization: $organization, file: $file }}) {{
    __typename ... on PreviewImportSuccess {{ id organization draft {{ {DRAFT} }} }} ... on UserError {{ message }}
  }}
}}"""
IMPORT = """
mutation($id: ID!, $duplicates: [String!], $cancelGone: Boolean) {
  result: importEvents(input: { id: $id, duplicates: $duplicates, cancelGone: $cancelGone }) {
    __typename ... on UserError { message }
    ... on ImportEventsSuccess { done { new changed same cancelled skipped refused } }
  }
}"""
ANSWER = f"""
mutation($id: ID!, $name: String, $zone: String!) {{
  result: answerImport(input: {{ id: $id, name: $name, zone: $zone }}) {{
    __typename ... on PreviewImportSuccess {{ draft {{ {DRAFT} }} }} ... on UserError {{ message }}
  }}
}}"""


def vevent(*lines: str, uid: str = "talk@example.edu", start: str = "20261005T220000Z") -> str:
    """At 18:00 in Boston, eleven days after NOW, unless `start` says otherwise."""
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:{start}", *lines, "END:VEVENT", ""])


def calendar(*parts: str) -> bytes:
    return ("BEGIN:VCALENDAR\r\n" + "".join(parts) + "END:VCALENDAR\r\n").encode()


async def look(execute: Execute, *parts: str, key: str | None = "eli", file: bytes | None = None) -> dict[str, Any]:
    """The payload of a preview, for the Robotics Club."""
    upload = UploadFile(BytesIO(calendar(*parts) if file is None else file), filename="calendar.ics")
    answer = await execute(key, PREVIEW, file=upload, organization="robotics-club")
    result: dict[str, Any] = answer["data"]["result"]
    return result


async def bring(execute: Execute, *parts: str, **how: Any) -> dict[str, Any]:
    """How an import went that was previewed."""
    seen = await look(execute, *parts)
    result: dict[str, Any] = (await execute("eli", IMPORT, id=seen["id"], **how))["data"]["result"]["done"]
    return result


@asynccontextmanager
async def untold(_session: AsyncSession, _event_ids: Collection[UUID]) -> AsyncIterator[None]:
    """Around an import that nobody hears of."""
    yield


async def imported(database: Database) -> Sequence[Row[Any]]:
    return await database.rows(
        select(*Event.__table__.c, ImportedEvent.gone_at)
        .join(ImportedEvent, ImportedEvent.event_id == Event.id)
        .order_by(Event.starts_at, Event.name)
    )


async def change(database: Database, uid: str, now: datetime, **values: Any) -> None:
    """An organizer changes an event here."""
    async with database.write() as session:
        await session.execute(update(Event).where(Event.uid == uid).values(**values, updated_at=now))
