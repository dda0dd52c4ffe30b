"""A series is parted, and what is asked of those who come, and was answered, is so of both parts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor
from server.attendance.models import EventAdmission, EventAnswer, EventQuestion
from server.events import change_series
from server.events.models import Event
from server.keys import new_key


async def change_following(
    session: AsyncSession, *, actor: Actor, slug: str, at: datetime, given: dict[str, Any], now: datetime
) -> Event:
    """As server.events.change_series.change_following, which says what it raises."""
    event = await change_series.change_following(session, actor=actor, slug=slug, at=at, given=given, now=now)
    old = await session.scalar(select(Event.id).where(Event.slug == slug))
    if old is not None and old != event.id:
        await _take_along(session, old, event.id)
    return event


async def _take_along(session: AsyncSession, old: UUID, new: UUID) -> None:
    admitted = await _rows(session, EventAdmission, EventAdmission.event_id == old)
    asked = await _rows(session, EventQuestion, EventQuestion.event_id == old)
    keys = {row["id"]: new_key() for row in asked}
    answered = await _rows(session, EventAnswer, EventAnswer.question_id.in_(list(keys)))
    copies: list[tuple[Any, list[dict[str, Any]]]] = [
        (EventAdmission, [{**row, "event_id": new} for row in admitted]),
        (EventQuestion, [{**row, "event_id": new, "id": keys[row["id"]]} for row in asked]),
        (EventAnswer, [{**row, "question_id": keys[row["question_id"]]} for row in answered]),
    ]
    for model, rows in copies:
        if rows:
            await session.execute(insert(model), rows)


async def _rows(session: AsyncSession, model: Any, where: Any) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in await session.execute(select(*model.__table__.columns).where(where))]
