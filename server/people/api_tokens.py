"""A person lets a program act for them, as far and as long as they say, sees when it last did, and takes it back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Scope, require_session
from server.audit.models import Action
from server.audit.record import record
from server.db import Database, Instant, Key
from server.errors import FieldError, InvalidInput, NotFound
from server.people.models import ApiToken
from server.people.sign_in import issue_api_token, token_hash

LONGEST_NAME = 100
LONGEST_DAYS = 366
MOST = 50
"""Of one person, of those that have not expired."""

_LIVE = or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > bindparam("now", type_=Instant()))
_THEIRS = (
    select(ApiToken.id, ApiToken.name, ApiToken.scopes, ApiToken.created_at, ApiToken.last_used_at, ApiToken.expires_at)
    .where(ApiToken.person_id == bindparam("person", type_=Key()), _LIVE)
    .order_by(ApiToken.created_at.desc(), ApiToken.id.desc())
)


@dataclass(frozen=True, slots=True)
class MadeToken:
    token: str
    """Shown this once."""
    row: Any
    """In the columns of `api_tokens`."""


async def api_tokens(database: Database, *, actor: Actor, now: datetime) -> Sequence[Row[Any]]:
    """The actor's tokens that have not expired, newest first. Raises SignInRequired and SessionRequired."""
    member = require_session(actor)
    return await database.rows(_THEIRS, {"person": member.person_id, "now": now})


async def create_api_token(
    session: AsyncSession, *, actor: Actor, name: str, scopes: Collection[Scope], days: int, now: datetime
) -> MadeToken:
    """Make a token that may do what `scopes` say for so many days. Each time is another one.

    Raises SignInRequired, SessionRequired and InvalidInput.
    """
    member = require_session(actor)
    name = " ".join(name.split())
    mine = {"person": member.person_id, "now": now}
    count = await session.scalar(select(func.count()).select_from(_THEIRS.subquery()), mine)

    _check(name, scopes, days, count or 0)

    token = await issue_api_token(
        session,
        person_id=member.person_id,
        name=name,
        scopes=scopes,
        expires_at=now + timedelta(days=days),
        now=now,
    )
    await record(session, actor_id=member.person_id, action=Action.API_TOKEN_MADE, now=now)
    made = (await session.execute(_THEIRS.where(ApiToken.token_hash == token_hash(token)), mine)).one()
    return MadeToken(token, made)


async def revoke_api_token(session: AsyncSession, *, actor: Actor, token_id: UUID, now: datetime) -> None:
    """Take a token back: its program can do nothing from now on.

    Raises SignInRequired, SessionRequired, and NotFound, also the second time.
    """
    member = require_session(actor)

    theirs = delete(ApiToken).where(ApiToken.id == token_id, ApiToken.person_id == member.person_id)
    if (await session.execute(theirs.returning(ApiToken.id))).first() is None:
        raise NotFound
    await record(session, actor_id=member.person_id, action=Action.API_TOKEN_TAKEN_BACK, now=now)


def _check(name: str, scopes: Collection[Scope], days: int, count: int) -> None:
    faults = []
    if not name or not name.isprintable():
        faults.append(FieldError(("name",), "Write what it is for, so that you know it again."))
    elif len(name) > LONGEST_NAME:
        faults.append(FieldError(("name",), f"{len(name)} letters are too many. Take {LONGEST_NAME} or fewer."))
    if not scopes:
        faults.append(FieldError(("scopes",), "Choose at least one thing that it may do."))
    if not 1 <= days <= LONGEST_DAYS:
        faults.append(FieldError(("days",), f"A token lasts from 1 to {LONGEST_DAYS} days."))
    if count >= MOST:
        faults.append(FieldError(("name",), f"You have {MOST} tokens already. Take one back first."))
    if faults:
        raise InvalidInput(*faults)
