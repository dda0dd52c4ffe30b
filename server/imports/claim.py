"""Of several that would ask an address at the same time, one does."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, select, update

from server.db import Database
from server.imports.models import ImportSource, SourceState

LEASE = timedelta(minutes=15)
"""How long it is left to whoever claimed it; one that broke off is asked again then."""


async def due(database: Database, *, now: datetime, most: int = 50) -> list[UUID]:
    """Addresses whose time has come, the longest overdue first."""
    waiting = (ImportSource.state == SourceState.ACTIVE, ImportSource.next_at <= now)
    rows = await database.rows(select(ImportSource.id).where(*waiting).order_by(ImportSource.next_at).limit(most))
    return [row.id for row in rows]


async def claim(database: Database, source_id: UUID, *, now: datetime, early: bool = False) -> ImportSource | None:
    """The source, if it is this caller that asks it; None where another one does, or its time has not come.

    `early` says that somebody wants it now. Each claim moves `next_at` on, and only one of several sees it unmoved.
    """
    async with database.read() as session:
        source = await session.get(ImportSource, source_id)
    if source is None or (not early and (source.next_at > now or source.state is not SourceState.ACTIVE)):
        return None
    unmoved = (ImportSource.id == source_id, ImportSource.next_at == source.next_at)
    async with database.write() as session:
        moved: Any = await session.execute(update(ImportSource).where(*unmoved).values(next_at=now + LEASE))
    assert isinstance(moved, CursorResult)
    return source if moved.rowcount == 1 else None
