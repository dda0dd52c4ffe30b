"""An organizer looks at the first badges, and prints a test sheet, before all of them."""

import asyncio
import tempfile
from pathlib import Path
from uuid import UUID

from msgspec.structs import replace

from server.badges.issue import address_of
from server.badges.token import TOKEN_OCTETS
from server.config import Settings
from server.db import Database
from server.errors import FieldError, InvalidInput, Refusal
from server.printing.design import Design, checked
from server.printing.errors import StockTooSmall
from server.printing.faces import first_faces, occasion_of
from server.printing.job import Face
from server.printing.make_pdf import make_pdf, make_pictures
from server.printing.request import require_room

_few_at_a_time = asyncio.Semaphore(2)
"""Each is a process for a second."""


def faults_of(settings: Settings, design: Design) -> tuple[FieldError, ...]:
    """What is the matter with a design; nothing where it can be printed here."""
    try:
        require_room(settings, checked(design))
    except InvalidInput as refusal:
        return refusal.faults
    except StockTooSmall as refusal:
        return (FieldError(("design", "stock"), refusal.message),)
    return ()


async def preview(database: Database, settings: Settings, *, event_id: UUID, design: Design) -> bytes | None:
    """A PNG of the first page, with outlines; None where the design has faults."""
    try:
        design = replace(checked(design), outlines=True)
        occasion = await occasion_of(database, settings, event_id)
        count = design.printed_on.a_page
        faces = await first_faces(database, settings, event_id=event_id, count=count) or nobodies(settings, 1)
        async with _few_at_a_time:
            return (await make_pictures(design, occasion, faces, cache=settings.cache))[0]
    except Refusal:
        return None


async def trial_sheet(database: Database, settings: Settings, *, event_id: UUID, design: Design) -> bytes | None:
    """A PDF of one page, full of badges of nobody, with the edges of each: to be held against the sheet; and its back
    where the design has one. None where the design has faults."""
    try:
        design = replace(checked(design), outlines=True)
        occasion = await occasion_of(database, settings, event_id)
        faces = nobodies(settings, design.printed_on.a_page)
        with tempfile.TemporaryDirectory(prefix="hallway-print-") as folder:
            output = Path(folder) / "sheet.pdf"
            async with _few_at_a_time:
                await make_pdf(design, occasion, faces, output, cache=settings.cache, progress=_unheard)
            return await asyncio.to_thread(output.read_bytes)
    except Refusal:
        return None


def nobodies(settings: Settings, count: int) -> list[Face]:
    """Badges of nobody: their code is none that was issued."""
    text = address_of(settings, bytes(range(TOKEN_OCTETS)))
    return [Face("Ada Lovelace", text, "she/her", "A badge to look at, of nobody", "Example")] * count


async def _unheard(_done: int) -> None:
    pass
