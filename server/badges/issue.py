"""Somebody gets a badge, replaces it, or gives it up; and the badge is shown to its holder again."""

import secrets as entropy
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.badges.models import Badge, BadgeState
from server.badges.token import SEED_OCTETS, derive, hash_of, write
from server.config import Settings
from server.errors import NotFound
from server.keys import new_key
from server.people.models import Person


class Issued(Protocol):
    """A badge, or a row with the two columns that show it."""

    @property
    def seed(self) -> bytes: ...

    @property
    def token_hash(self) -> bytes: ...


async def issue_badge(
    session: AsyncSession,
    *,
    secret: bytes,
    person_id: UUID,
    event_id: UUID | None = None,
    now: datetime,
    seed: bytes | None = None,
) -> Badge:
    """The person's active badge, for one event or standing; made now if there is none.

    `seed` (16 octets) is random unless given; given, the same secret prints the same badge on every machine.
    """
    badge = await active_badge(session, person_id, event_id)
    if badge is not None:
        return badge

    seed = seed if seed is not None else entropy.token_bytes(SEED_OCTETS)
    badge = Badge(
        id=new_key(),
        person_id=person_id,
        event_id=event_id,
        seed=seed,
        token_hash=hash_of(derive(secret, seed)),
        state=BadgeState.ACTIVE,
        issued_at=now,
    )
    session.add(badge)
    await session.flush()
    return badge


async def active_badge(session: AsyncSession, person_id: UUID, event_id: UUID | None) -> Badge | None:
    """The person's, for one event or standing; until the end of the transaction nobody else issues them one."""
    # Two requests at once would both find none; the person's row makes the second one wait.
    await session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    statement = select(Badge).where(
        Badge.person_id == person_id,
        Badge.event_id.is_(None) if event_id is None else Badge.event_id == event_id,
        Badge.state == BadgeState.ACTIVE,
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def replace_badge(session: AsyncSession, *, secret: bytes, actor: Actor, badge_id: UUID, now: datetime) -> Badge:
    """The new badge in place of one of the actor's own; the old code is refused from now on.

    Raises SignInRequired, and NotFound when it is not an active badge of the actor.
    """
    badge = await _own(session, actor, badge_id)

    await end_badge(session, badge, BadgeState.REPLACED, now)
    return await issue_badge(session, secret=secret, person_id=badge.person_id, event_id=badge.event_id, now=now)


async def revoke_badge(session: AsyncSession, *, actor: Actor, badge_id: UUID, now: datetime) -> Badge:
    """One of the actor's own badges, which is refused from now on. Raises as `replace_badge`."""
    badge = await _own(session, actor, badge_id)

    await end_badge(session, badge, BadgeState.REVOKED, now)
    return badge


def token_of(secrets: Sequence[bytes], badge: Issued) -> bytes | None:
    """The badge's token, by whichever of `secrets` made it; None when that one is gone, so that it can't be shown."""
    for secret in secrets:
        token = derive(secret, badge.seed)
        if hash_of(token) == badge.token_hash:
            return token
    return None


def badge_text(settings: Settings, badge: Issued) -> str | None:
    """What the square says: `HTTPS://HOST/B/` and 25 letters, all upper-case; None as in `token_of`."""
    token = token_of(settings.secrets, badge)
    return address_of(settings, token) if token is not None else None


def address_of(settings: Settings, token: bytes) -> str:
    """The badge's address in capitals, which a QR code writes in half the room (ISO/IEC 18004 §7.3.4)."""
    return f"{settings.base_url.upper()}/B/{write(token)}"


async def _own(session: AsyncSession, actor: Actor, badge_id: UUID) -> Badge:
    member = require_member(actor)
    badge = await session.get(Badge, badge_id, with_for_update=True)
    if badge is None or badge.person_id != member.person_id or badge.state is not BadgeState.ACTIVE:
        raise NotFound
    return badge


async def end_badge(
    session: AsyncSession, badge: Badge, state: BadgeState, now: datetime, late_until: datetime | None = None
) -> None:
    """Let the badge's code be refused from now on; `late_until`: but for scans of before that arrive until then."""
    badge.state, badge.ended_at, badge.late_until = state, now, late_until
    await session.flush()
