"""Organizers are told before they print whose name will not be there, or not all of it, and why."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from server.db import Database
from server.printing.characters import missing
from server.printing.design import HanShapes
from server.printing.faces import every_badge

MOST = 100
"""Told at once; what is left out of others is told when these are dealt with."""


@dataclass(frozen=True, slots=True)
class Unprintable:
    """A badge on which somebody has to write."""

    badge_id: UUID
    name: str | None
    """None where its person shares it with nobody: then none is printed."""
    characters: str
    """Of the name, that no font here has, each once; empty where there is no name."""


async def unprintable(database: Database, *, event_id: UUID, han: HanShapes) -> list[Unprintable]:
    """In the order of the badges. Reads all badges of the event."""
    rows = [row async for row in every_badge(database, event_id)]
    return await asyncio.to_thread(_told, rows, han)


def _told(rows: list[Row[Any]], han: HanShapes) -> list[Unprintable]:
    found: list[Unprintable] = []
    for row in rows:
        gone = missing(row.name or "", han)
        if gone or not row.name:
            found.append(Unprintable(row.badge_id, row.name, gone))
        if len(found) == MOST:
            break
    return found
