"""At the desk of an event a lost badge is replaced, and one that is not to be used is taken back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Member, require_member
from server.attendance.organizing import Organizing, require_staff
from server.audit.models import Action
from server.audit.record import record
from server.badges.issue import end_badge, issue_badge
from server.badges.models import Badge, BadgeState
from server.errors import NotFound, NotPermitted
from server.live import person_topic, publish


async def replace_at_desk(
    session: AsyncSession, *, secret: bytes, actor: Actor, badge_id: UUID, now: datetime
) -> Badge:
    """The new badge in place of a lost one of an event; the old code is refused from now on.

    Whoever works at the event may. Raises SignInRequired, ScopeMissing, NotFound, also where it has ended already and
    where it is a standing badge, which its holder alone replaces, and NotPermitted.
    """
    member, badge, _ = await _load(session, actor, badge_id)

    if badge.state is not BadgeState.ACTIVE:
        raise NotFound

    await end_badge(session, badge, BadgeState.REPLACED, now)
    new = await issue_badge(session, secret=secret, person_id=badge.person_id, event_id=badge.event_id, now=now)
    await _tell(session, member, badge, Action.BADGE_REPLACED, now)
    return new


async def revoke_at_desk(session: AsyncSession, *, actor: Actor, badge_id: UUID, now: datetime) -> Badge:
    """Take back a badge of an event; its code is refused from now on. The second time nothing changes.

    Whoever organizes the event may. Raises as `replace_at_desk`.
    """
    member, badge, standing = await _load(session, actor, badge_id)

    if not standing.organizes:
        raise NotPermitted
    if badge.state is not BadgeState.ACTIVE:
        return badge

    await end_badge(session, badge, BadgeState.REVOKED, now)
    await _tell(session, member, badge, Action.BADGE_REVOKED, now)
    return badge


async def _load(session: AsyncSession, actor: Actor, badge_id: UUID) -> tuple[Member, Badge, Organizing]:
    member = require_member(actor)
    badge = await session.get(Badge, badge_id, with_for_update=True)
    if badge is None or badge.event_id is None:
        raise NotFound
    try:
        standing = await require_staff(session, member, badge.event_id)
    except NotPermitted:
        # An event may be seen by everybody; that somebody holds a badge of it may not.
        raise NotFound from None
    return member, badge, standing


async def _tell(session: AsyncSession, member: Member, badge: Badge, action: Action, now: datetime) -> None:
    assert badge.event_id is not None, "a badge of an event"
    detail = {"event": badge.event_id.hex, "badge": badge.id.hex}
    await record(session, actor_id=member.person_id, action=action, subject_id=badge.person_id, detail=detail, now=now)
    await publish(session, person_topic(badge.person_id))
