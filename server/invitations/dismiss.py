"""Somebody no longer works at an event or a booth, or looks after a campus: they leave, or are dismissed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.audit.models import Action
from server.audit.record import record
from server.campuses.models import CampusAdministrator
from server.errors import NotFound, NotPermitted
from server.events.booths import BoothStaff
from server.events.staff import EventStaff
from server.invitations.errors import LastAdministrator
from server.invitations.give import take
from server.invitations.models import InvitedTo
from server.invitations.policies import (
    may_appoint_administrators,
    may_see_booth_staff,
    may_see_staff,
    may_staff_booth,
    staff_roles_to_give,
)
from server.invitations.standing import Place, load_place, lock


async def dismiss_from_event(
    session: AsyncSession, *, actor: Actor, event_id: UUID, person_id: UUID | None, now: datetime
) -> None:
    """End what somebody does at one event; `person_id` None: the actor leaves.

    Raises SignInRequired, ScopeMissing, NotFound, also the second time, and NotPermitted.
    """
    place, leaver = await _load(session, actor, InvitedTo.EVENT, event_id, person_id)
    role = await session.scalar(
        select(EventStaff.role).where(EventStaff.event_id == event_id, EventStaff.person_id == leaver)
    )
    if role is None or not may_see_staff(place.standing):
        raise NotFound

    if leaver != place.standing.person_id and role not in staff_roles_to_give(place.standing):
        raise NotPermitted

    await _take(session, place, leaver, role, now)


async def dismiss_from_booth(
    session: AsyncSession, *, actor: Actor, booth_id: UUID, person_id: UUID | None, now: datetime
) -> None:
    """As `dismiss_from_event`, at a booth."""
    place, leaver = await _load(session, actor, InvitedTo.BOOTH, booth_id, person_id)
    there = select(BoothStaff.person_id).where(BoothStaff.booth_id == booth_id, BoothStaff.person_id == leaver)
    if await session.scalar(there) is None or not may_see_booth_staff(place.standing):
        raise NotFound

    if leaver != place.standing.person_id and not may_staff_booth(place.standing):
        raise NotPermitted

    await _take(session, place, leaver, None, now)


async def dismiss_administrator(
    session: AsyncSession, *, actor: Actor, campus_id: UUID, person_id: UUID | None, now: datetime
) -> None:
    """As `dismiss_from_event`, on a campus. Raises LastAdministrator too."""
    place, leaver = await _load(session, actor, InvitedTo.CAMPUS, campus_id, person_id)
    there = select(CampusAdministrator.person_id).where(CampusAdministrator.campus_id == campus_id)
    administers = await session.scalar(there.where(CampusAdministrator.person_id == leaver))
    if administers is None or not may_appoint_administrators(place.standing):
        raise NotFound

    if (await session.scalar(select(func.count()).select_from(there.subquery())) or 0) < 2:
        raise LastAdministrator

    await _take(session, place, leaver, None, now)


async def _load(
    session: AsyncSession, actor: Actor, to: InvitedTo, place_id: UUID, person_id: UUID | None
) -> tuple[Place, UUID]:
    """The place, which stays locked, and who is to go."""
    member = require_member(actor)
    await lock(session, to, place_id)
    place = await load_place(session, to, place_id, viewer=member.person_id)
    if place is None:
        raise NotFound
    return place, person_id or member.person_id


async def _take(session: AsyncSession, place: Place, leaver: UUID, role: Any, now: datetime) -> None:
    await take(session, place.to, place.id, person_id=leaver)
    await record(
        session,
        actor_id=place.standing.person_id,
        action=Action.ROLE_TAKEN,
        subject_id=leaver,
        campus_id=place.campus_id,
        detail={"to": place.to.value, "of": place.id.hex, **({"role": role.value} if role else {})},
        now=now,
    )
