"""Somebody reports a person to those who look after the campus. Whoever is reported learns nothing of it."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.audit.models import Action
from server.audit.record import record
from server.config import Settings
from server.contacts.errors import TooManyReports
from server.contacts.report_readers import mail_readers, readers_campus
from server.contacts.reported import Report, ReportReason
from server.contacts.whom_to_report import Through, reportable
from server.errors import FieldError, InvalidInput, NotFound
from server.keys import new_key
from server.live import person_topic, publish
from server.people.block import block_person
from server.people.models import Person
from server.people.throttle import charge, subject

LONGEST_WORDS = 2000
NEW_IN_A_DAY = 20
"""Of one person: each is a mail to every administrator."""


async def report_person(
    session: AsyncSession,
    *,
    settings: Settings,
    actor: Actor,
    through: Through,
    key: UUID,
    reason: ReportReason,
    words: str = "",
    block: bool = False,
    now: datetime,
) -> UUID:
    """Report whom the receipt, contact or block `key` is about, and block them too if `block` says so.

    Returns the report's id. While it is open, a second time changes its reason and words, and nobody is mailed again.
    `words`: up to 2,000 characters, needed for OTHER. Raises SignInRequired, ScopeMissing, InvalidInput,
    TooManyReports, and NotFound for what is not the actor's or leads to nobody any more.
    """
    member = require_member(actor)
    # The reporter's row serialises two identical requests: the second finds the first one's report.
    await session.get(Person, member.person_id, with_for_update=True)
    reported = await session.scalar(reportable(through), {"viewer": member.person_id, "key": key})
    if reported is None:
        raise NotFound

    words = _checked(words, reason)

    theirs = (Report.reporter_id == member.person_id, Report.reported_id == reported, Report.closed_at.is_(None))
    report = await session.scalar(select(Report).where(*theirs))
    if report is None:
        report = await _open(session, settings, member.person_id, reported, now=now)
    report.reason, report.words, report.updated_at = reason, words, now
    if block:
        await block_person(session, actor=actor, person_id=reported, now=now)
        await publish(session, person_topic(member.person_id))
    return report.id


def _checked(words: str, reason: ReportReason) -> str:
    words = words.strip()
    if len(words) > LONGEST_WORDS:
        raise InvalidInput(FieldError(("words",), f"{len(words)} characters are too many. Take {LONGEST_WORDS}."))
    if not words and reason is ReportReason.OTHER:
        raise InvalidInput(FieldError(("words",), "Write what happened, since none of the reasons says it."))
    return words


async def _open(session: AsyncSession, settings: Settings, me: UUID, reported: UUID, *, now: datetime) -> Report:
    counted = subject(settings.secret, "reports-of-person", me.hex)
    if until := await charge(session, subject=counted, limit=NEW_IN_A_DAY, within=timedelta(days=1), now=now):
        raise TooManyReports(until)
    campus = await readers_campus(session, reporter=me, reported=reported)
    report = Report(id=new_key(), reporter_id=me, reported_id=reported, campus_id=campus, created_at=now)
    # Without the subject: whoever is reported reads in their own activity what has them as its subject.
    facts = {"report": report.id.hex}
    await record(session, actor_id=me, action=Action.PERSON_REPORTED, campus_id=campus, detail=facts, now=now)
    await mail_readers(session, settings, campus=campus, reported=reported, now=now)
    session.add(report)
    return report
