"""Whoever let somebody in, and works at the event, finds the badge to print for them."""

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from server.actor import Actor, Scope, member_with
from server.badges.models import Badge, BadgeState
from server.db import Database, Key
from server.doors.models import CheckIn
from server.doors.open import works_at
from server.events.models import Event

_BADGE: Any = (
    select(Badge.id)
    .join(CheckIn, (CheckIn.person_id == Badge.person_id) & (CheckIn.event_id == Badge.event_id))
    .join(Event, Event.id == Badge.event_id)
    .where(
        CheckIn.id == bindparam("check_in", type_=Key()),
        Badge.state == BadgeState.ACTIVE,
        works_at(bindparam("viewer", type_=Key())),
    )
)


async def badge_to_print(database: Database, *, actor: Actor, check_in_id: UUID) -> UUID | None:
    """The key of the active badge of the event that whoever came by this check-in has; None where they have none, or
    the actor may not print. One statement."""
    member = member_with(actor, Scope.ADMIN)
    if member is None:
        return None
    rows = await database.rows(_BADGE, {"check_in": check_in_id, "viewer": member.person_id})
    return rows[0].id if rows else None
