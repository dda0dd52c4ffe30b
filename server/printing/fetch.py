"""An organizer fetches the file of a print."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select

from server.actor import Actor
from server.db import Database, Key
from server.events.models import Event
from server.printing.board import print_board
from server.printing.models import PrintJob

MEDIA_TYPE = "application/pdf"
_FILE: Any = (
    select(PrintJob.id, PrintJob.file_key, PrintJob.requested_at, Event.slug)
    .join(Event, Event.id == PrintJob.event_id)
    .where(
        PrintJob.id == bindparam("job", type_=Key()),
        PrintJob.file_key.is_not(None),
        PrintJob.expires_at > bindparam("now", type_=PrintJob.expires_at.type),
        Event.slug == bindparam("slug"),
    )
)


async def print_file(database: Database, *, actor: Actor, slug: str, job_id: UUID, now: datetime) -> Row[Any] | None:
    """(id, file_key, requested_at, slug) of a print whose file is there; None for whoever does not organize its event,
    and after its time."""
    if await print_board(database, actor=actor, slug=slug, now=now) is None:
        return None
    return next(iter(await database.rows(_FILE, {"job": job_id, "slug": slug, "now": now})), None)
