"""Somebody takes a fresh code for their own badge; the old one is refused from then on."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_session
from server.audit.models import Action
from server.audit.record import record
from server.badges.errors import TooManyFreshCodes
from server.badges.issue import end_badge, issue_badge
from server.badges.models import Badge, BadgeState
from server.config import Settings
from server.people.throttle import charge, subject

AN_HOUR = 30
"""Fresh codes of one person."""


async def fresh_badge(session: AsyncSession, *, settings: Settings, actor: Actor, now: datetime) -> Badge:
    """The actor's standing badge with a new code; without one, or after it was revoked, they have one again.

    Each call makes another. Badges of single events stay as they are. Raises SignInRequired, SessionRequired and
    TooManyFreshCodes.
    """
    member = require_session(actor)
    asked = subject(settings.secret, "fresh-codes", member.person_id.hex)
    if until := await charge(session, subject=asked, limit=AN_HOUR, within=timedelta(hours=1), now=now):
        raise TooManyFreshCodes(until)
    standing = select(Badge).where(
        Badge.person_id == member.person_id, Badge.event_id.is_(None), Badge.state == BadgeState.ACTIVE
    )
    old = (await session.execute(standing.with_for_update())).scalar_one_or_none()

    if old is not None:
        await end_badge(session, old, BadgeState.REPLACED, now)
    new = await issue_badge(session, secret=settings.secret, person_id=member.person_id, now=now)
    detail = {"badge": new.id.hex}
    await record(session, actor_id=member.person_id, action=Action.BADGE_REPLACED, detail=detail, now=now)
    return new
