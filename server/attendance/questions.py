"""What the organizers of an event ask those who come, and what was answered."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.attendance.models import EventAnswer, EventQuestion
from server.db import Database, Key

_events = bindparam("events", type_=Key(), expanding=True)
_viewer = bindparam("viewer", type_=Key())
_asked: Any = EventQuestion.__table__
_QUESTIONS: Any = (
    select(*_asked.c, EventAnswer.text.label("answer"))
    .outerjoin(EventAnswer, and_(EventAnswer.question_id == EventQuestion.id, EventAnswer.person_id == _viewer))
    .where(EventQuestion.event_id.in_(_events))
    .order_by(EventQuestion.event_id, EventQuestion.position, EventQuestion.id)
)
_ANSWERS: Any = (
    select(EventAnswer.person_id, EventAnswer.question_id, EventAnswer.text)
    .join(EventQuestion, EventQuestion.id == EventAnswer.question_id)
    .where(EventQuestion.event_id == bindparam("event", type_=Key()))
)


async def questions(database: Database, event_ids: Collection[UUID], *, person_id: UUID) -> dict[UUID, list[Row[Any]]]:
    """The questions of each event in their order, with `answer`, which is this person's own. One statement."""
    found: dict[UUID, list[Row[Any]]] = {}
    for row in await database.rows(_QUESTIONS, {"events": list(event_ids), "viewer": person_id}):
        found.setdefault(row.event_id, []).append(row)
    return found


async def load_questions(session: AsyncSession, event_id: UUID, *, person_id: UUID) -> Sequence[Row[Any]]:
    """As `questions` for one event, within a transaction."""
    rows: Sequence[Row[Any]] = (await session.execute(_QUESTIONS, {"events": [event_id], "viewer": person_id})).all()
    return rows


async def all_answers(database: Database, event_id: UUID) -> Mapping[UUID, Mapping[UUID, str]]:
    """What everybody answered, by person and question: for the organizers alone. One statement."""
    found: dict[UUID, dict[UUID, str]] = {}
    for row in await database.rows(_ANSWERS, {"event": event_id}):
        found.setdefault(row.person_id, {})[row.question_id] = row.text
    return found
