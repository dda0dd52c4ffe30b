"""Somebody shows their badge on a screen: who has set that shows another code each time, and the last one dies."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_session
from server.badges.issue import active_badge, end_badge, issue_badge
from server.badges.models import Badge, BadgeState
from server.config import Settings
from server.errors import NotFound
from server.people.models import Card
from server.people.throttle import charge, subject

AN_HOUR = 120
"""Codes of one person; whoever shows their badge more often shows the last one again."""
LATE = timedelta(days=7)
"""How long a scan of a code that died may be on its way."""


async def show_badge(session: AsyncSession, *, settings: Settings, actor: Actor, now: datetime) -> Badge:
    """The actor's standing badge as it is to be shown now: with another code where their card says so, else as it is.

    Scans that were made while the last code was good are taken for a week, since they may wait on a device without
    network. Badges of single events stay as they are. Raises SignInRequired, SessionRequired, and NotFound without a
    badge.
    """
    member = require_session(actor)
    badge = await active_badge(session, member.person_id, None)
    if badge is None:
        raise NotFound

    wanted = select(Card.fresh_codes).where(Card.person_id == member.person_id)
    if not (await session.execute(wanted)).scalar_one():
        return badge
    shown = subject(settings.secret, "shown-codes", member.person_id.hex)
    if await charge(session, subject=shown, limit=AN_HOUR, within=timedelta(hours=1), now=now):
        return badge

    await end_badge(session, badge, BadgeState.REPLACED, now, late_until=now + LATE)
    return await issue_badge(session, secret=settings.secret, person_id=member.person_id, now=now)
