"""An organizer sees what a file would bring, before anything is written, and answers what it asks."""

import json
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from server.db import Database
from server.imports.answers import NOTHING_ANSWERED, Answers
from server.imports.found import Found
from server.imports.host import Host
from server.imports.models import ImportDraft
from server.imports.plan import Plan, plan
from server.imports.read_file import check_size, read_file
from server.keys import new_key

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """How many events were what."""

    new: int
    changed: int
    same: int
    cancelled: int
    skipped: int
    """Those that are likely there already."""
    refused: int


@dataclass(frozen=True, slots=True)
class Preview:
    draft: ImportDraft
    host: Host
    answers: Answers
    found: Found
    plan: Plan
    done: BroughtIn | None = None
    """How it went, where it was imported."""


async def keep_draft(
    session: AsyncSession,
    *,
    host: Host,
    name: str,
    octets: bytes,
    answers: Answers = NOTHING_ANSWERED,
    sealed: bytes | None = None,
    id_: UUID | None = None,
    now: datetime,
) -> ImportDraft:
    """Keep a file until it is imported, a day at most. Raises FileUnreadable where it is too large."""
    check_size(octets)
    await forget_old(session, now=now)
    draft = ImportDraft(
        id=id_ or new_key(),
        organization_id=host.organization.id,
        name=" ".join(name.split())[:200] or "A file",
        content=zlib.compress(octets, 6),
        answers=answers.written(),
        sealed=sealed,
        created_at=now,
    )
    session.add(draft)
    return draft


async def forget_old(session: AsyncSession, *, now: datetime) -> None:
    """Of all organizations."""
    await session.execute(delete(ImportDraft).where(ImportDraft.created_at < now - KEPT_FOR))


def octets_of(draft: ImportDraft) -> bytes:
    return zlib.decompress(draft.content)


async def preview(database: Database, draft: ImportDraft, *, host: Host, now: datetime) -> Preview:
    """What it would bring now, or how it went. Raises FileUnreadable."""
    answers = Answers.read(draft.answers)
    if draft.done is not None:
        return Preview(draft, host, answers, Found(), Plan(), BroughtIn(**json.loads(draft.done)))
    found = await read_file(octets_of(draft), zone=host.zone, answers=answers, now=now)
    made = await plan(database, found, host=host, by_file=draft.sealed is None, now=now)
    return Preview(draft, host, answers, found, made)
