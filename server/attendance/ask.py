"""Organizers ask something of those who come, ask it otherwise, or no longer."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.attendance.models import EventQuestion, QuestionKind
from server.attendance.organizing import require_organizer
from server.attendance.seats import event_of, lock
from server.errors import FieldError, InvalidInput, NotFound
from server.keys import new_key
from server.people.card_lines import Unusable
from server.people.card_lines import text as in_a_line

MOST_QUESTIONS = 20
MOST_OPTIONS = 30
LONGEST_OPTION = 200


async def ask_question(
    session: AsyncSession,
    *,
    actor: Actor,
    key: UUID,
    text: str,
    kind: QuestionKind,
    options: Sequence[str] = (),
    required: bool = False,
    question_id: UUID | None = None,
) -> UUID:
    """Ask something new at the event `key`, or at the one whose instance it is; with `question_id` what is asked
    already otherwise. Its id. Answers that were given stay.

    `options`: what can be chosen, for CHOICE only. Raises SignInRequired, ScopeMissing, NotFound, NotPermitted and
    InvalidInput.
    """
    member = require_member(actor)
    event_id = await event_of(session, key) or key
    await lock(session, [event_id])
    mine = select(EventQuestion.id).where(EventQuestion.event_id == event_id)
    there = set(await session.scalars(mine))

    await require_organizer(session, member, event_id)
    if question_id is not None and question_id not in there:
        raise NotFound

    said = {**read_question(text, kind, options), "required": required}
    if question_id is not None:
        await session.execute(update(EventQuestion).where(EventQuestion.id == question_id).values(**said))
        return question_id
    if len(there) >= MOST_QUESTIONS:
        raise InvalidInput(
            FieldError(("text",), f"An event asks {MOST_QUESTIONS} questions at most. Remove one first.")
        )
    id_ = new_key()
    last = select(func.coalesce(func.max(EventQuestion.position), 0)).where(EventQuestion.event_id == event_id)
    position = (await session.scalar(last) or 0) + 1
    await session.execute(insert(EventQuestion).values(id=id_, event_id=event_id, position=position, **said))
    return id_


async def remove_question(session: AsyncSession, *, actor: Actor, question_id: UUID) -> UUID:
    """Ask it no longer; what was answered to it goes with it. The event's id.

    Raises SignInRequired, ScopeMissing, NotFound, also the second time, and NotPermitted.
    """
    member = require_member(actor)
    event_id = await session.scalar(select(EventQuestion.event_id).where(EventQuestion.id == question_id))
    if event_id is None:
        raise NotFound

    await require_organizer(session, member, event_id)

    await session.execute(delete(EventQuestion).where(EventQuestion.id == question_id))
    return event_id


def read_question(text: str, kind: QuestionKind, options: Sequence[str]) -> dict[str, Any]:
    """A question as it is kept: text, kind, and a line for each option. Raises InvalidInput."""
    faults = []
    asked = None
    try:
        asked = in_a_line(text, EventQuestion.text)
        if not asked:
            faults.append(FieldError(("text",), "Write the question."))
    except Unusable as fault:
        faults.append(FieldError(("text",), str(fault)))
    lines = [line for option in options for line in option.splitlines()]
    offered = list(dict.fromkeys(" ".join(line.split()) for line in lines if line.strip()))
    if kind is QuestionKind.TEXT:
        offered = []
    elif not 2 <= len(offered) <= MOST_OPTIONS:
        faults.append(FieldError(("options",), f"Offer 2 to {MOST_OPTIONS} answers, a line each."))
    elif any(len(option) > LONGEST_OPTION or not option.isprintable() for option in offered):
        faults.append(FieldError(("options",), f"Keep each answer plain, of {LONGEST_OPTION} characters at most."))
    if faults:
        raise InvalidInput(*faults)
    return {"text": asked, "kind": kind, "options": "\n".join(offered)}
