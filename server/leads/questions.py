"""What an organization's people ask those whom they meet."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Member, require_member
from server.attendance.ask import MOST_QUESTIONS, read_question
from server.attendance.models import QuestionKind
from server.db import Database, Key
from server.errors import FieldError, InvalidInput, NotFound, NotPermitted
from server.events.booths import Booth
from server.keys import new_key
from server.leads.models import LeadQuestion
from server.leads.standing import BOOTH
from server.live import booth_topic, publish

_asked: Any = LeadQuestion.__table__
_HERE = (
    select(*_asked.c)
    .where(
        _asked.c.organization_id == bindparam("organization", type_=Key()),
        or_(_asked.c.event_id.is_(None), _asked.c.event_id == bindparam("event", type_=Key())),
    )
    .order_by(_asked.c.position, _asked.c.id)
)


async def questions_at(database: Database, booth: Any) -> Sequence[Any]:
    """The questions of a booth that the actor was given, in their order, also those that have ended. One statement."""
    return await database.rows(_HERE, {"organization": booth.organization_id, "event": booth.event_id})


async def ask_at_booth(
    session: AsyncSession,
    *,
    actor: Actor,
    booth_id: UUID,
    text: str,
    kind: QuestionKind,
    options: Sequence[str] = (),
    everywhere: bool = False,
) -> UUID:
    """Ask those whom the booth meets; its id. `everywhere`: at every fair, for whoever recruits for the organization.

    Two at once each add one. Raises SignInRequired, ScopeMissing, NotFound, NotPermitted and InvalidInput.
    """
    member = require_member(actor)
    booth = await _load(session, member, booth_id)

    if everywhere and not booth.recruits:
        raise NotPermitted

    said = read_question(text, kind, options)
    mine = select(func.count(), func.coalesce(func.max(LeadQuestion.position), 0)).where(
        LeadQuestion.organization_id == booth.organization_id, LeadQuestion.ended_at.is_(None)
    )
    count, last = (await session.execute(mine)).one()
    if count >= MOST_QUESTIONS:
        raise InvalidInput(FieldError(("text",), f"Ask {MOST_QUESTIONS} questions at most. End one first."))

    id_, event_id = new_key(), None if everywhere else booth.event_id
    values = {"id": id_, "organization_id": booth.organization_id, "event_id": event_id, "position": last + 1}
    await session.execute(insert(LeadQuestion).values(**values, **said))
    await publish(session, booth_topic(booth_id))
    return id_


async def end_question(
    session: AsyncSession, *, actor: Actor, booth_id: UUID, question_id: UUID, now: datetime
) -> UUID:
    """Ask it no longer; what was answered stays. The second time changes nothing. Raises as `ask_at_booth`."""
    member = require_member(actor)
    booth = await _load(session, member, booth_id)
    question = await session.get(LeadQuestion, question_id)
    if question is None or question.organization_id != booth.organization_id:
        raise NotFound
    if question.event_id not in (None, booth.event_id):
        raise NotFound

    if question.event_id is None and not booth.recruits:
        raise NotPermitted

    ends = update(LeadQuestion).where(LeadQuestion.id == question_id, LeadQuestion.ended_at.is_(None))
    await session.execute(ends.values(ended_at=now))
    await publish(session, booth_topic(booth_id))
    return question_id


async def _load(session: AsyncSession, member: Member, booth_id: UUID) -> Any:
    found = await session.execute(BOOTH.where(Booth.id == booth_id), {"viewer": member.person_id})
    booth = found.one_or_none()
    if booth is None:
        raise NotFound
    return booth
