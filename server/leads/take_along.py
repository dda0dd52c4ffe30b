"""A booth's team takes its leads along in a file, and that is written down before anybody has it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from server.audit.models import Action, AuditEntry
from server.audit.record import record, written
from server.db import Database
from server.keys import new_key
from server.leads.as_table import Line, table
from server.leads.consent import LeadState, state_of
from server.leads.lead import Lead
from server.leads.narrow import LeadFilter, narrowed
from server.leads.questions import questions_at
from server.leads.read import colleagues, leads


async def lead_table(
    database: Database, booth: Any, *, viewer: UUID, filter: LeadFilter, how: str, now: datetime
) -> list[Line]:
    """The leads of a booth that the actor was given, as `server.leads.as_table.table` writes them.

    Their trail says that the viewer took them along, `how` (CSV, XLSX), and that of each person who shares something
    says so too. Raises InvalidInput for the filter.
    """
    chosen = narrowed(await leads(database, booth), filter)
    questions = await questions_at(database, booth)
    names = await colleagues(database, chosen, viewer=viewer)
    await _note(database, booth, chosen, viewer=viewer, how=how, now=now)
    return table(chosen, questions, names, booth.time_zone)


async def _note(
    database: Database, booth: Any, chosen: Sequence[Lead], *, viewer: UUID, how: str, now: datetime
) -> None:
    detail = {"booth": booth.id.hex, "how": how}
    exported = [lead for lead in chosen if state_of(lead) is LeadState.SHARED]
    entries = [
        {
            "id": new_key(),
            "at": now,
            "actor_id": viewer,
            "action": Action.LEADS_EXPORTED,
            "subject_id": lead.person_id,
            "campus_id": None,
            "detail": written(detail),
        }
        for lead in exported
    ]
    async with database.write() as session:
        count = {"leads": str(len(chosen))}
        await record(session, actor_id=viewer, action=Action.LEADS_EXPORTED, detail=detail | count, now=now)
        if entries:
            await session.execute(insert(AuditEntry), entries)
