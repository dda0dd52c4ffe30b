"""Whoever works at an event prints one badge of it, as at its door: at once, without a job to wait for."""

import asyncio
import tempfile
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from server.actor import Actor, Scope, member_with
from server.attendance.organizing import require_staff
from server.audit.models import Action
from server.audit.record import record
from server.badges.models import Badge
from server.badges.of_event import badge_of_event
from server.config import Settings
from server.db import Database
from server.errors import NotFound, NotPermitted
from server.printing.board import last_design
from server.printing.faces import face_of, occasion_of
from server.printing.make_pdf import make_pdf
from server.printing.note import note_printed

_few_at_a_time = asyncio.Semaphore(2)
"""Each is a process for a second."""


async def print_one(
    database: Database, settings: Settings, *, actor: Actor, badge_id: UUID, now: datetime
) -> bytes | None:
    """A PDF of one active badge of an event, as its last print looked; the badge counts as printed. None where it is
    not there, or the actor does not work at its event: who stands at a door by its link has no printer there. Raises
    SecretGone."""
    member = member_with(actor, Scope.ADMIN)
    if member is None:
        return None
    async with database.read() as session:
        event_id = await session.scalar(select(Badge.event_id).where(Badge.id == badge_id))
        if event_id is None:
            return None
        try:
            await require_staff(session, member, event_id)
        except (NotFound, NotPermitted):
            return None
    row = await badge_of_event(database, event_id=event_id, badge_id=badge_id)
    if row is None:
        return None

    design = await last_design(database, event_id)
    occasion, faces = await occasion_of(database, settings, event_id), [face_of(settings, row)]
    with tempfile.TemporaryDirectory(prefix="hallway-print-") as folder:
        output = Path(folder) / "badge.pdf"
        async with _few_at_a_time:
            await make_pdf(design, occasion, faces, output, cache=settings.cache, progress=_unheard)
        made = await asyncio.to_thread(output.read_bytes)
    async with database.write() as session:
        by_id = member.person_id
        await note_printed(session, event_id=event_id, design=design, badges=[badge_id], by_id=by_id, now=now)
        detail = {"event": event_id.hex, "badges": "1"}
        await record(session, actor_id=by_id, action=Action.BADGES_PRINTED, detail=detail, now=now)
    return made


async def _unheard(_done: int) -> None:
    pass
