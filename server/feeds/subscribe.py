"""A person makes a calendar of their own, changes what it holds, gives it another address, and removes it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_session
from server.audit.models import Action
from server.audit.record import record
from server.errors import FieldError, InvalidInput, NotFound
from server.feeds.models import FeedSubscription
from server.feeds.subscriptions import as_text, one_of
from server.feeds.wish import CalendarWish
from server.finding.models import SavedFilter
from server.keys import new_key
from server.people.models import Person
from server.people.sign_in import token_hash

MOST = 20
"""Of one person."""


@dataclass(frozen=True, slots=True)
class MadeAddress:
    secret: str
    """Shown this once: `/feeds/<secret>.ics`."""
    row: Row[Any]
    """In the columns of `calendar_subscriptions`."""


async def subscribe(session: AsyncSession, *, actor: Actor, wish: CalendarWish, now: datetime) -> MadeAddress:
    """Make a calendar. Each time is another one. Raises SignInRequired, SessionRequired and InvalidInput."""
    member = require_session(actor)
    # Two at once count one after the other.
    await session.execute(select(Person.id).where(Person.id == member.person_id).with_for_update())
    theirs = FeedSubscription.person_id == member.person_id
    count = await session.scalar(select(func.count()).select_from(FeedSubscription).where(theirs))

    faults = [*wish.faults(), *await _unknown(session, member.person_id, wish)]
    if (count or 0) >= MOST:
        faults.append(FieldError(("name",), f"You have {MOST} calendars already. Remove one first."))
    if faults:
        raise InvalidInput(*faults)

    secret, id_ = secrets.token_urlsafe(32), new_key()
    facts = {"secret_hash": token_hash(secret), "created_at": now, "addressed_at": now, **_columns(wish)}
    await session.execute(insert(FeedSubscription).values(id=id_, person_id=member.person_id, **facts))
    await record(session, actor_id=member.person_id, action=Action.CALENDAR_ADDRESS_MADE, now=now)
    return MadeAddress(secret, (await session.execute(one_of(member.person_id, id_))).one())


async def change_subscription(session: AsyncSession, *, actor: Actor, id: UUID, wish: CalendarWish) -> Row[Any]:
    """Let a calendar be called otherwise and hold something else; its address stays.

    Raises SignInRequired, SessionRequired, NotFound and InvalidInput.
    """
    member = require_session(actor)
    await _load(session, member.person_id, id)

    if faults := [*wish.faults(), *await _unknown(session, member.person_id, wish)]:
        raise InvalidInput(*faults)

    await session.execute(update(FeedSubscription).where(FeedSubscription.id == id).values(**_columns(wish)))
    return await _load(session, member.person_id, id)


async def rotate_subscription(session: AsyncSession, *, actor: Actor, id: UUID, now: datetime) -> MadeAddress:
    """Give a calendar another address; the old one leads nowhere from now on. Each time is another one.

    Raises SignInRequired, SessionRequired and NotFound.
    """
    member = require_session(actor)
    await _load(session, member.person_id, id)

    secret = secrets.token_urlsafe(32)
    facts = {"secret_hash": token_hash(secret), "addressed_at": now, "last_used_at": None}
    await session.execute(update(FeedSubscription).where(FeedSubscription.id == id).values(**facts))
    await record(session, actor_id=member.person_id, action=Action.CALENDAR_ADDRESS_TAKEN_BACK, now=now)
    await record(session, actor_id=member.person_id, action=Action.CALENDAR_ADDRESS_MADE, now=now)
    return MadeAddress(secret, await _load(session, member.person_id, id))


async def unsubscribe(session: AsyncSession, *, actor: Actor, id: UUID, now: datetime) -> None:
    """Remove a calendar: its address leads nowhere from now on.

    Raises SignInRequired, SessionRequired, and NotFound, also the second time.
    """
    member = require_session(actor)
    await _load(session, member.person_id, id)

    await session.execute(delete(FeedSubscription).where(FeedSubscription.id == id))
    await record(session, actor_id=member.person_id, action=Action.CALENDAR_ADDRESS_TAKEN_BACK, now=now)


async def _load(session: AsyncSession, person_id: UUID, id_: UUID) -> Row[Any]:
    found: Sequence[Row[Any]] = (await session.execute(one_of(person_id, id_))).all()
    if not found:
        raise NotFound
    return found[0]


async def _unknown(session: AsyncSession, person_id: UUID, wish: CalendarWish) -> list[FieldError]:
    if wish.saved_filter_id is None:
        return []
    theirs = (SavedFilter.id == wish.saved_filter_id, SavedFilter.person_id == person_id)
    found = await session.scalar(select(SavedFilter.id).where(*theirs))
    return [] if found is not None else [FieldError(("savedFilter",), "Choose one of your saved filters.")]


def _columns(wish: CalendarWish) -> dict[str, Any]:
    return {
        "name": wish.name,
        "sources": as_text(wish.sources),
        "saved_filter_id": wish.saved_filter_id,
        "remind_minutes": wish.remind_minutes,
    }
