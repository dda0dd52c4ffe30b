"""Whoever posts for a series takes one of its instances in hand."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Member
from server.errors import NotFound
from server.events.models import Event, EventOverride, Occurrence
from server.events.posting import load_event


@dataclass(frozen=True, slots=True)
class One:
    """An instance of a series, which nobody else changes until the transaction ends, and who changes it."""

    member: Member
    event: Event
    at: datetime
    """When the rule has it start."""
    occurrence: Occurrence
    override: EventOverride | None
    """What was changed for it until now."""


async def load_instance(session: AsyncSession, *, actor: Actor, slug: str, at: datetime) -> One:
    """The instance that the rule starts at `at`. Raises as `load_event`, and NotFound where the series has none."""
    member, event = await load_event(session, actor=actor, slug=slug)
    listed = select(Occurrence).where(Occurrence.event_id == event.id, Occurrence.recurrence_id == at)
    occurrence = await session.scalar(listed)
    if occurrence is None:
        raise NotFound
    return One(member, event, at, occurrence, await session.get(EventOverride, (event.id, at)))
