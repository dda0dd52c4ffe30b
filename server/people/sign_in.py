"""A person signs in with a browser or lets a program act for them, and ends it again.

Tokens are 256 random bits, given out once; the database holds only their SHA-256, which needs neither
salt nor stretching, since nobody guesses 256 bits.
"""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import ALL_SCOPES, ANONYMOUS, Actor, Member, Program, Scope
from server.db import Database
from server.keys import new_key
from server.people.models import ApiToken, Session

SESSION_LASTS = timedelta(days=30)
"""Since it was last used."""
SLIDES_AFTER = timedelta(days=1)
"""A use is written down at most this often, so that reading pages doesn't write."""
API_TOKEN_BEGINS = "hallway_"  # noqa: S105  # the same for all
"""So that whoever looks for lost secrets in files finds ours."""


async def start_session(
    session: AsyncSession, *, person_id: UUID, user_agent: str, replaces: str | None = None, now: datetime
) -> str:
    """Sign a browser in; return the token for its cookie. Their expired sessions are cleared away by the way.

    Each time is a new session: a person may be signed in on several devices. `replaces` is the token that the
    browser had until now, whosever it is: that session ends.
    """
    token = _new_token()

    if replaces is not None:
        await end_session(session, token=replaces, now=now)
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
    session: AsyncSession,
    *,
    person_id: UUID,
    name: str,
    now: datetime,
    scopes: Collection[Scope] = ALL_SCOPES,
    expires_at: datetime | None = None,
) -> str:
    """Let a program act as a person until the token is taken back; return the token, which is shown once.

    `name` is what the person calls the program. `expires_at` None: never.
    """
    token = API_TOKEN_BEGINS + _new_token()
    await session.execute(
        insert(ApiToken).values(
            id=new_key(),
            person_id=person_id,
            name=name,
            token_hash=token_hash(token),
            scopes=scopes_as_text(scopes),
            created_at=now,
            expires_at=expires_at,
        )
    )
    return token


def scopes_as_text(scopes: Collection[Scope]) -> str:
    """What the database keeps of scopes."""
    return " ".join(scope.value for scope in Scope if scope in scopes)


def scopes_of_text(text: str) -> frozenset[Scope]:
    """The scopes that `scopes_as_text` wrote; one that this version doesn't know lets nobody do anything."""
    return frozenset(scope for scope in Scope if scope.value in text.split())


_LIVE_API_TOKEN = select(ApiToken.id, ApiToken.person_id, ApiToken.scopes, ApiToken.last_used_at).where(
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
    scopes = scopes_of_text(found.scopes)
    return Member(found.person_id, scopes) if scopes == ALL_SCOPES else Program(found.person_id, scopes)


def token_hash(token: str) -> bytes:
    """What the database keeps of a token: 32 octets."""
    return sha256(token.encode("utf-8", "surrogateescape")).digest()


def _new_token() -> str:
    return secrets.token_urlsafe(32)
