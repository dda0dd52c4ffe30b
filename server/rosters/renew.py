"""Organizers give an event's rosters a new key, once somebody who has them lost their trust."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Scope, require_member
from server.attendance.organizing import require_organizer
from server.attendance.seats import event_of, lock
from server.audit.models import Action
from server.audit.record import record
from server.errors import NotFound
from server.rosters.models import RosterEpoch


async def renew_roster(session: AsyncSession, *, actor: Actor, occurrence_id: UUID, now: datetime) -> int:
    """Raise the epoch of the event of this instance; which it is now. Each call raises it.

    Whoever may have a roster gets the new one whole when their device asks next; one taken before never learns of
    changes again, and opens nothing once it expires. Raises SignInRequired, ScopeMissing, NotFound and NotPermitted.
    """
    member = require_member(actor, Scope.ADMIN)
    event_id = await event_of(session, occurrence_id)
    if event_id is None:
        raise NotFound
    await require_organizer(session, member, event_id)

    await lock(session, [event_id])
    kept = await session.scalar(select(RosterEpoch).where(RosterEpoch.event_id == event_id))
    if kept is None:
        kept = RosterEpoch(event_id=event_id, epoch=1, renewed_at=now)
        session.add(kept)
    kept.epoch, kept.renewed_at = kept.epoch + 1, now
    await session.flush()
    detail = {"event": event_id.hex}
    await record(session, actor_id=member.person_id, action=Action.ROSTER_RENEWED, detail=detail, now=now)
    return kept.epoch
