"""Somebody whose code was copied replaces it; the old one is refused from then on, whenever it was scanned."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_session
from server.audit.models import Action
from server.audit.record import record
from server.badges.errors import TooManyFreshCodes
from server.badges.issue import active_badge, end_badge, issue_badge
from server.badges.models import Badge, BadgeState
from server.config import Settings
from server.people.throttle import charge, subject

AN_HOUR = 30
"""Fresh codes of one person."""


async def fresh_badge(session: AsyncSession, *, settings: Settings, actor: Actor, now: datetime) -> Badge:
    """The actor's standing badge with a new code; without one, or after it was revoked, they have one again.

    Each call makes another. Scans of the old code, and of those before it, that still wait on devices are refused.
    Badges of single events stay as they are. Raises SignInRequired, SessionRequired and
    TooManyFreshCodes.
    """
    member = require_session(actor)
    asked = subject(settings.secret, "fresh-codes", member.person_id.hex)
    if until := await charge(session, subject=asked, limit=AN_HOUR, within=timedelta(hours=1), now=now):
        raise TooManyFreshCodes(until)
    old = await active_badge(session, member.person_id, None)

    if old is not None:
        await end_badge(session, old, BadgeState.REPLACED, now)
    before = update(Badge).where(Badge.person_id == member.person_id, Badge.event_id.is_(None))
    await session.execute(before.where(Badge.late_until.is_not(None)).values(late_until=None))
    new = await issue_badge(session, secret=settings.secret, person_id=member.person_id, now=now)
    detail = {"badge": new.id.hex}
    await record(session, actor_id=member.person_id, action=Action.BADGE_REPLACED, detail=detail, now=now)
    return new
