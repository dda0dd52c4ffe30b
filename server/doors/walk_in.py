"""Somebody who comes without having said so is registered at the door, gets a badge, and is in."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Scope, require_member
from server.attendance.organizing import require_staff
from server.attendance.seats import event_of, lock
from server.audit.models import Action
from server.audit.record import record
from server.badges.bring_in import bring_in
from server.badges.models import Badge, BadgeState, Guest
from server.badges.newcomer import Newcomer, checked
from server.doors.check_in import check_in_at_desk
from server.errors import FieldError, InvalidInput, NotFound
from server.people.models import Person


async def walk_in(
    session: AsyncSession,
    *,
    secret: bytes,
    actor: Actor,
    id_: UUID,
    occurrence_id: UUID,
    newcomer: Newcomer,
    now: datetime,
) -> Any:
    """Register somebody as a guest and let them in: (id, name, headline, seed, token_hash) of their badge.

    `id_` is made by the device; the same one again answers as the first time. An address never leads to an account:
    whoever types one at a door proves nothing; its owner takes the guest over once they sign in. Whoever works at the
    event may. Raises SignInRequired, ScopeMissing, NotFound, NotPermitted, InvalidInput, and as `check_in_at_desk`.
    """
    member = require_member(actor, Scope.SCAN)
    event_id = await event_of(session, occurrence_id)
    if event_id is None:
        raise NotFound
    await require_staff(session, member, event_id)
    newcomer = checked(newcomer)
    await lock(session, [event_id])
    key = uuid5(occurrence_id, id_.hex)

    made = (await session.execute(_badge(key, event_id))).one_or_none()
    if made is not None:
        return made
    if newcomer.email:
        same = select(Guest.person_id).where(Guest.event_id == event_id, Guest.email == newcomer.email)
        if (await session.execute(same)).first() is not None:
            fault = "A guest of this event has this address already. Look for their badge by name."
            raise InvalidInput(FieldError(("email",), fault))

    of = {"event_id": event_id, "occurrence_id": occurrence_id}
    await bring_in(session, secret=secret, **of, newcomers=[(key, newcomer)], now=now)
    await check_in_at_desk(session, actor=actor, id_=id_, occurrence_id=occurrence_id, person_id=key, now=now)
    detail = {"event": event_id.hex, "how": "WALK_IN"}
    await record(
        session, actor_id=member.person_id, action=Action.GUEST_BROUGHT_IN, subject_id=key, detail=detail, now=now
    )
    return (await session.execute(_badge(key, event_id))).one()


def _badge(person_id: UUID, event_id: UUID) -> Any:
    return (
        select(Badge.id, Person.name, Person.headline, Badge.seed, Badge.token_hash)
        .join(Badge, Badge.person_id == Person.id)
        .where(Person.id == person_id, Badge.event_id == event_id, Badge.state == BadgeState.ACTIVE)
    )
