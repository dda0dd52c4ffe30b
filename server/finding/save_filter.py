"""Somebody keeps a filter under a name, or gives it up."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.errors import FieldError, InvalidInput, NotFound
from server.events.filter import EventFilter
from server.finding.filter_text import to_text
from server.finding.models import SavedFilter
from server.keys import new_key

MOST = 50
"""That one person may keep."""
LONGEST_NAME = 100


async def save_filter(
    session: AsyncSession, *, actor: Actor, name: str, filter: EventFilter, now: datetime
) -> SavedFilter:
    """Keep it under a name. Whoever knows its address sees its name and the public events that it finds, and not whose
    it is. The same filter again is another one.

    Raises SignInRequired, ScopeMissing and InvalidInput.
    """
    member = require_member(actor)
    name = " ".join(name.split())
    kept = filter.normal()

    faults = []
    if not name or len(name) > LONGEST_NAME:
        faults.append(FieldError(("name",), f"Name it in 1 to {LONGEST_NAME} characters."))
    if kept == EventFilter():
        faults.append(FieldError(("filter",), "This filters nothing. Choose a kind, a campus or a tag first."))
    mine = select(func.count()).where(SavedFilter.person_id == member.person_id)
    if (await session.scalar(mine) or 0) >= MOST:
        faults.append(FieldError(("name",), f"You keep {MOST} filters already. Remove one first."))
    if faults:
        raise InvalidInput(*faults)

    saved = SavedFilter(
        id=new_key(),
        slug=secrets.token_hex(8),
        person_id=member.person_id,
        name=name,
        filter=to_text(kept),
        created_at=now,
    )
    session.add(saved)
    await session.flush()
    return saved


async def remove_filter(session: AsyncSession, *, actor: Actor, filter_id: UUID) -> None:
    """Its address shows nothing from now on. Raises SignInRequired, ScopeMissing, and NotFound, also the second time
    and for somebody else's."""
    member = require_member(actor)
    gone = await session.execute(
        delete(SavedFilter)
        .where(SavedFilter.id == filter_id, SavedFilter.person_id == member.person_id)
        .returning(SavedFilter.id),
        execution_options={"synchronize_session": False},
    )
    if gone.first() is None:
        raise NotFound
