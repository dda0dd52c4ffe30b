"""A person looks where they are signed in, and signs out there: one device, all others, or all."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_session
from server.audit.models import Action
from server.audit.record import record
from server.db import Database, Instant, Key
from server.errors import NotFound
from server.people.models import Session
from server.people.sign_in import token_hash

_LIVE = (
    select(
        Session.id,
        Session.user_agent,
        Session.created_at,
        Session.last_used_at,
        (Session.token_hash == bindparam("hash")).label("current"),
    )
    .where(
        Session.person_id == bindparam("person", type_=Key()), Session.expires_at > bindparam("now", type_=Instant())
    )
    .order_by(Session.last_used_at.desc(), Session.id.desc())
)


async def sessions(database: Database, *, actor: Actor, token: str | None, now: datetime) -> Sequence[Row[Any]]:
    """The actor's sessions, last used first: (id, user_agent, created_at, last_used_at, current).

    `token` is that of the session that asks. Raises SignInRequired and SessionRequired.
    """
    member = require_session(actor)
    return await database.rows(_LIVE, {"person": member.person_id, "hash": token_hash(token or ""), "now": now})


async def end_own_session(session: AsyncSession, *, actor: Actor, session_id: UUID, now: datetime) -> None:
    """Sign one device out, from `now` on. Raises SignInRequired, SessionRequired, and NotFound also the second time."""
    member = require_session(actor)

    ended = await session.execute(
        update(Session)
        .where(Session.id == session_id, Session.person_id == member.person_id, Session.expires_at > now)
        .values(expires_at=now)
        .returning(Session.id)
    )
    if ended.first() is None:
        raise NotFound


async def end_all_sessions(session: AsyncSession, *, actor: Actor, but: str | None, now: datetime) -> int:
    """Sign every device out, save the one whose token is `but`; return how many were signed in.

    Raises SignInRequired and SessionRequired.
    """
    member = require_session(actor)

    theirs = update(Session).where(Session.person_id == member.person_id, Session.expires_at > now)
    if but is not None:
        theirs = theirs.where(Session.token_hash != token_hash(but))
    ended = await session.execute(theirs.values(expires_at=now).returning(Session.id))
    await record(session, actor_id=member.person_id, action=Action.SIGNED_OUT_EVERYWHERE, now=now)
    return len(ended.all())
