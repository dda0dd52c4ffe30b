"""A person looks at their passkeys, calls them something else, and removes them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_session
from server.audit.models import Action
from server.audit.record import record
from server.db import Database, Key
from server.errors import FieldError, InvalidInput, NotFound
from server.people.passkeys import Passkey

LONGEST_NAME = 100

_THEIRS = (
    select(Passkey.id, Passkey.name, Passkey.created_at, Passkey.last_used_at)
    .where(Passkey.person_id == bindparam("person", type_=Key()))
    .order_by(Passkey.created_at.desc(), Passkey.id.desc())
)


async def passkeys(database: Database, *, actor: Actor) -> Sequence[Row[Any]]:
    """The actor's passkeys, newest first. Raises SignInRequired and SessionRequired."""
    member = require_session(actor)
    return await database.rows(_THEIRS, {"person": member.person_id})


async def rename_passkey(session: AsyncSession, *, actor: Actor, passkey_id: UUID, name: str) -> str:
    """Call one of one's passkeys something else; return its name. Raises SignInRequired, SessionRequired,
    InvalidInput and NotFound."""
    member = require_session(actor)
    name = " ".join(name.split())
    if not name or not name.isprintable():
        raise InvalidInput(FieldError(("name",), "Write a name by which you know it again."))
    if len(name) > LONGEST_NAME:
        raise InvalidInput(FieldError(("name",), f"{len(name)} letters are too many. Take {LONGEST_NAME} or fewer."))

    theirs = update(Passkey).where(Passkey.id == passkey_id, Passkey.person_id == member.person_id)
    if (await session.execute(theirs.values(name=name).returning(Passkey.id))).first() is None:
        raise NotFound
    return name


async def remove_passkey(session: AsyncSession, *, actor: Actor, passkey_id: UUID, now: datetime) -> None:
    """Nobody signs in by it from now on; who is signed in stays so.

    Raises SignInRequired, SessionRequired, and NotFound, also the second time.
    """
    member = require_session(actor)

    theirs = delete(Passkey).where(Passkey.id == passkey_id, Passkey.person_id == member.person_id)
    if (await session.execute(theirs.returning(Passkey.id))).first() is None:
        raise NotFound
    await record(session, actor_id=member.person_id, action=Action.PASSKEY_REMOVED, now=now)
