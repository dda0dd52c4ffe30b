"""An administrator closes a report, with a note for the others."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.audit.models import Action
from server.audit.record import record
from server.campuses.models import CampusAdministrator
from server.contacts.reported import Report
from server.errors import FieldError, InvalidInput, NotFound

LONGEST_NOTE = 2000


async def close_report(session: AsyncSession, *, actor: Actor, report_id: UUID, note: str, now: datetime) -> None:
    """Close it. What is closed already stays as it is, with its first note; the next report of them is a new one.

    `note`: 1 to 2,000 characters, read by administrators only. Raises SignInRequired, ScopeMissing, InvalidInput, and
    NotFound unless the actor looks after its campus, or any where it is for all, and is not who is reported.
    """
    member = require_member(actor)
    mine = (CampusAdministrator.person_id == member.person_id,)
    theirs = exists().where(*mine, or_(CampusAdministrator.campus_id == Report.campus_id, Report.campus_id.is_(None)))
    found = select(Report).where(Report.id == report_id, Report.reported_id != member.person_id, theirs)
    report = await session.scalar(found.with_for_update(of=Report))
    if report is None:
        raise NotFound

    note = note.strip()
    if not note:
        raise InvalidInput(FieldError(("note",), "Write what was done, for the other administrators."))
    if len(note) > LONGEST_NOTE:
        raise InvalidInput(FieldError(("note",), f"{len(note)} characters are too many. Take {LONGEST_NOTE}."))

    if report.closed_at is not None:
        return
    report.closed_at, report.closed_by_id, report.closing_note = now, member.person_id, note
    await record(
        session,
        actor_id=member.person_id,
        action=Action.REPORT_CLOSED,
        campus_id=report.campus_id,
        detail={"report": report.id.hex},
        now=now,
    )
