"""Whoever runs the server prints an event's badges into a file, without a job and without asking anybody."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from server.config import Settings
from server.db import Database
from server.errors import SetupError
from server.printing.board import printed_of
from server.printing.design import Design
from server.printing.errors import NothingToPrint
from server.printing.faces import every_badge, face_of, occasion_of
from server.printing.make_pdf import make_pdf
from server.printing.note import note_printed
from server.printing.request import require_room


async def print_at_once(
    database: Database,
    settings: Settings,
    *,
    event_id: UUID,
    design: Design,
    only_new: bool,
    output: Path,
    now: datetime,
    progress: Callable[[int, int], None],
) -> int:
    """How many badges the file holds; they count as printed. Raises SetupError where it can't be written, SecretGone,
    StockTooSmall and NothingToPrint."""
    require_room(settings, design)
    rows = [row async for row in every_badge(database, event_id)]
    printed = await printed_of(database, [row.badge_id for row in rows]) if only_new else {}
    rows = [row for row in rows if row.badge_id not in printed]
    if not rows:
        raise NothingToPrint
    faces = [face_of(settings, row) for row in rows]
    occasion = await occasion_of(database, settings, event_id)

    async def told(done: int) -> None:
        progress(done, len(faces))

    try:
        output.touch()  # noqa: ASYNC240  # before the work, not after it; nothing else runs
        await make_pdf(design, occasion, faces, output, cache=settings.cache, progress=told)
    except OSError as fault:
        raise SetupError(f"{output} can't be written: {fault.strerror}.") from fault
    async with database.write() as session:
        await note_printed(session, event_id=event_id, design=design, badges=[row.badge_id for row in rows], now=now)
    return len(rows)
