"""A person signs in with a browser or lets a program act for them, and ends it again.

Tokens are 256 random bits, given out once; the database holds only their SHA-256, which needs neither
salt nor stretching, since nobody guesses 256 bits.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import ANONYMOUS, Actor, Member
from server.db import Database
from server.keys import new_key
from server.people.models import ApiToken, Session

SESSION_LASTS = timedelta(days=30)
"""Since it was last used."""
SLIDES_AFTER = timedelta(days=1)
"""A use is written down at most this often, so that reading pages doesn't write."""


async def start_session(session: AsyncSession, *, person_id: UUID, user_agent: str, now: datetime) -> str:
    """Sign a browser in; return the token for its cookie. Their expired sessions are cleared away by the way.

    Each time is a new session: a person may be signed in on several devices.
    """
    token = _new_token()

    await session.execute(delete(Session).where(Session.person_id == person_id, Session.expires_at <= now))
    await session.execute(
        insert(Session).values(
            id=new_key(),
            person_id=person_id,
            token_hash=token_hash(token),
            user_agent=user_agent[:200],
            created_at=now,
            last_used_at=now,
            expires_at=now + SESSION_LASTS,
        )
    )
    return token


async def end_session(session: AsyncSession, *, token: str, now: datetime) -> None:
    """Sign a browser out, from `now` on. An unknown token, or the same a second time, changes nothing."""
    ended = update(Session).where(Session.token_hash == token_hash(token), Session.expires_at > now)
    await session.execute(ended.values(expires_at=now))


_LIVE_SESSION = select(Session.id, Session.person_id, Session.last_used_at).where(
    Session.token_hash == bindparam("hash"), Session.expires_at > bindparam("now")
)


async def actor_of_session(database: Database, token: str, *, now: datetime) -> Actor:
    """Whose cookie this is; ANONYMOUS for one that is unknown, ended, or unused for 30 days."""
    rows = await database.rows(_LIVE_SESSION, {"hash": token_hash(token), "now": now})
    if not rows:
        return ANONYMOUS
    found = rows[0]
    if now - found.last_used_at >= SLIDES_AFTER:
        async with database.write() as session:
            await session.execute(
                update(Session)
                .where(Session.id == found.id, Session.last_used_at < now)
                .values(last_used_at=now, expires_at=now + SESSION_LASTS)
            )
    return Member(found.person_id)


async def issue_api_token(
    session: AsyncSession, *, person_id: UUID, name: str, now: datetime, token: str | None = None
) -> str:
    """Let a program act as a person until the token is taken back; return the token, which is shown once.

    `name` is what the person calls the program; `token` is one made elsewhere, of at least 256 bits.
    """
    token = token or _new_token()
    await session.execute(
        insert(ApiToken).values(
            id=new_key(), person_id=person_id, name=name, token_hash=token_hash(token), created_at=now
        )
    )
    return token


_LIVE_API_TOKEN = select(ApiToken.id, ApiToken.person_id, ApiToken.last_used_at).where(
    ApiToken.token_hash == bindparam("hash"),
    or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > bindparam("now")),
)


async def actor_of_api_token(database: Database, token: str, *, now: datetime) -> Actor:
    """Whose program this is; ANONYMOUS for a token that is unknown or expired."""
    rows = await database.rows(_LIVE_API_TOKEN, {"hash": token_hash(token), "now": now})
    if not rows:
        return ANONYMOUS
    found = rows[0]
    if found.last_used_at is None or now - found.last_used_at >= SLIDES_AFTER:
        async with database.write() as session:
            await session.execute(update(ApiToken).where(ApiToken.id == found.id).values(last_used_at=now))
    return Member(found.person_id)


def token_hash(token: str) -> bytes:
    """What the database keeps of a token: 32 octets."""
    return sha256(token.encode("utf-8", "surrogateescape")).digest()


def _new_token() -> str:
    return secrets.token_urlsafe(32)
