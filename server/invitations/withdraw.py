"""Somebody takes an invitation back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.errors import NotFound
from server.invitations.accept import place_of
from server.invitations.models import Invitation
from server.invitations.policies import may_invite
from server.invitations.standing import load_place


async def withdraw_invitation(session: AsyncSession, *, actor: Actor, invitation_id: UUID, now: datetime) -> None:
    """Let nobody accept it from now on; who has accepted keeps the role. The second time changes nothing.

    Whoever made it may, and whoever may make such ones now. Raises SignInRequired, ScopeMissing and NotFound.
    """
    member = require_member(actor)
    found = (
        await session.execute(select(Invitation.__table__).where(Invitation.id == invitation_id).with_for_update())
    ).one_or_none()
    if found is None:
        raise NotFound

    if found.made_by_id != member.person_id:
        place = await load_place(session, found.to, place_of(found), viewer=member.person_id)
        if place is None or not may_invite(place.standing, found.to, found.role, found.staff_role):
            raise NotFound

    if found.withdrawn_at is None:
        await session.execute(update(Invitation).where(Invitation.id == invitation_id).values(withdrawn_at=now))
