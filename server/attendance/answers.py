"""Whoever comes answers what the organizers ask."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from server.attendance.models import EventAnswer, EventQuestion, QuestionKind
from server.attendance.questions import load_questions
from server.errors import FieldError, InvalidInput
from server.events.attendance import Attendance, AttendanceStatus

LONGEST = 1000
"""Characters."""

Answers = Sequence[tuple[UUID, str | None]]
"""Questions and what is answered to them; None takes an answer back."""


async def keep_answers(
    session: AsyncSession, *, event_id: UUID, person_id: UUID, answers: Answers, now: datetime
) -> None:
    """Keep what somebody who comes answers; what they answered before and don't name stays.

    Raises InvalidInput at `answers`, or at `answers.N.text`, for what is no answer, and where one that must be is not.
    """
    asked = {row.id: row for row in await load_questions(session, event_id, person_id=person_id)}
    given = {id_: (number, (text or "").strip()) for number, (id_, text) in enumerate(answers) if id_ in asked}
    faults = []
    for id_, row in asked.items():
        number, text = given.get(id_, (None, row.answer or ""))
        if (fault := _fault(row, text)) is not None:
            path = ("answers", str(number), "text") if number is not None else ("answers",)
            faults.append(FieldError(path, fault))
    if faults:
        raise InvalidInput(*faults)

    rows = [
        {"question_id": id_, "person_id": person_id, "text": text, "updated_at": now}
        for id_, (_, text) in given.items()
        if text and text != asked[id_].answer
    ]
    if rows:
        await session.execute(_KEEP[session.get_bind().dialect.name], rows)
    if empty := [id_ for id_, (_, text) in given.items() if not text and asked[id_].answer]:
        theirs = (EventAnswer.person_id == person_id, EventAnswer.question_id.in_(empty))
        await session.execute(delete(EventAnswer).where(*theirs))


async def forget_answers(session: AsyncSession, *, event_id: UUID, person_id: UUID) -> None:
    """Of whoever comes to no instance of the event any more."""
    coming = exists().where(
        Attendance.event_id == event_id,
        Attendance.person_id == person_id,
        Attendance.status.in_((AttendanceStatus.GOING, AttendanceStatus.WAITLISTED)),
    )
    of_event = select(EventQuestion.id).where(EventQuestion.event_id == event_id)
    theirs = (EventAnswer.person_id == person_id, EventAnswer.question_id.in_(of_event))
    await session.execute(delete(EventAnswer).where(*theirs, ~coming))


def _fault(row: Any, text: str) -> str | None:
    if not text:
        return f"Answer this to come: {row.text}" if row.required else None
    if row.kind is QuestionKind.CHOICE:
        return None if text in row.options.split("\n") else "Choose one of the answers that are offered."
    if len(text) > LONGEST:
        return f"That is {len(text)} characters. Take {LONGEST} or fewer."
    return None if all(letter.isprintable() or letter in "\r\n\t" for letter in text) else "Write plain text."


def _keep(insert: Any) -> Any:
    statement = insert(EventAnswer.__table__)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["question_id", "person_id"], set_={"text": new.text, "updated_at": new.updated_at}
    )


_KEEP = {"sqlite": _keep(sqlite.insert), "postgresql": _keep(postgresql.insert)}
