"""Passkeys are offered to somebody, once."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from server.people.passkeys import PasskeyHolder


async def offer_passkey(session: AsyncSession, *, person_id: UUID, now: datetime) -> bool:
    """Whether to offer them a passkey: True the first time, and never again. One statement."""
    one = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert(PasskeyHolder)
    offered = one.values(person_id=person_id, user_handle=secrets.token_bytes(64), created_at=now)
    return await session.scalar(offered.on_conflict_do_nothing().returning(PasskeyHolder.person_id)) is not None


async def user_handle_of(session: AsyncSession, *, person_id: UUID, now: datetime) -> bytes:
    """What authenticators know them by: the same for all of their passkeys."""
    await offer_passkey(session, person_id=person_id, now=now)
    known = select(PasskeyHolder.user_handle).where(PasskeyHolder.person_id == person_id)
    return (await session.execute(known)).scalar_one()
