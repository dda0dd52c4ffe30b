"""The addresses that an organization follows: asked more or less often, paused, gone on with, removed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.db import Database
from server.errors import FieldError, InvalidInput
from server.imports.answer import read_zone
from server.imports.answers import Answers
from server.imports.host import Host
from server.imports.models import ImportSource, SourceState
from server.imports.pace import next_time

INTERVALS = (15, 60, 360, 1440, 10080)
"""Minutes."""


async def sources_of(database: Database, host: Host) -> Sequence[ImportSource]:
    """In the order in which they were added."""
    mine = select(ImportSource).where(ImportSource.organization_id == host.organization.id)
    async with database.read() as session:
        return (await session.scalars(mine.order_by(ImportSource.id))).all()


async def pause_source(session: AsyncSession, source: ImportSource, *, paused: bool, now: datetime) -> ImportSource:
    """Ask it no more until somebody says so; or go on, at once."""
    kept = await session.merge(source)
    if paused:
        kept.state = SourceState.PAUSED
    elif kept.state is not SourceState.ACTIVE:
        kept.state, kept.next_at = SourceState.ACTIVE, now
    return kept


async def change_interval(
    session: AsyncSession, source: ImportSource, *, every_minutes: int, now: datetime
) -> ImportSource:
    """Ask it so often from now on; the same a second time changes nothing. Raises InvalidInput."""
    kept = await session.merge(source)
    if read_interval(every_minutes) != kept.every_minutes:
        kept.every_minutes = every_minutes
        kept.next_at = next_time(now, every_minutes=every_minutes, failures=kept.failures)
    return kept


async def remove_source(session: AsyncSession, source: ImportSource) -> None:
    """Its events stay, as if they had come by file."""
    await session.delete(await session.merge(source))


async def answer_source(session: AsyncSession, source: ImportSource, *, name: str, zone: str, now: datetime) -> None:
    """Say what a time zone's name means there; it is read anew at once. Raises InvalidInput."""
    answers = Answers.read(source.answers)
    zones = {**answers.zones, name: read_zone(zone)}
    kept = await session.merge(source)
    kept.answers = replace(answers, zones=zones, asked=tuple(n for n in answers.asked if n != name)).written()
    kept.etag = kept.last_modified = None
    kept.next_at = now


def read_interval(minutes: int) -> int:
    """Raises InvalidInput."""
    if minutes not in INTERVALS:
        raise InvalidInput(FieldError(("everyMinutes",), f"Choose one of {', '.join(map(str, INTERVALS))} minutes."))
    return minutes
