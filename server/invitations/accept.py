"""Somebody takes an invitation up."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.audit.models import Action
from server.audit.record import record
from server.invitations.errors import InvitationForAnother, InvitationOver, WhyOver
from server.invitations.give import give
from server.invitations.invite import invitation_hash
from server.invitations.models import Invitation, InvitationAcceptance
from server.invitations.policies import may_invite
from server.invitations.standing import Place, load_place, lock
from server.people.models import Person

_BY_TOKEN = select(Invitation.__table__)


async def accept_invitation(session: AsyncSession, *, actor: Actor, token: str, now: datetime) -> Place:
    """Take up the role that a link invites to; return what it is in, as the actor stands to it now.

    A higher role there is never lowered, and who has the role already uses nothing up. The second time changes
    nothing, also if the role was lost since. Raises SignInRequired, ScopeMissing, InvitationForAnother and
    InvitationOver, which says why only to those whom the invitation was for.
    """
    member = require_member(actor)
    # Locked, so that of two who take the last use at once the second sees it gone.
    by_token = _BY_TOKEN.where(Invitation.token_hash == invitation_hash(token)).with_for_update()
    invitation = (await session.execute(by_token)).one_or_none()
    if invitation is None:
        raise InvitationOver
    email = await session.scalar(select(Person.email).where(Person.id == member.person_id))
    accepted = await session.scalar(
        select(InvitationAcceptance.accepted_at).where(
            InvitationAcceptance.invitation_id == invitation.id, InvitationAcceptance.person_id == member.person_id
        )
    )

    why = await why_over(session, invitation, now=now)
    if invitation.email not in (None, email):
        raise InvitationOver if why is not None else InvitationForAnother

    if accepted is None and why is not None:
        raise InvitationOver(why)
    given = accepted is None and await _take_up(session, invitation, member.person_id, now)
    place = await load_place(session, invitation.to, place_of(invitation), viewer=member.person_id)
    if place is None:
        raise InvitationOver
    if given:
        await _record(session, invitation, place, now)
    return place


async def why_over(session: AsyncSession, invitation: Any, *, now: datetime) -> WhyOver | None:
    """Why nobody can accept it any more, or None. Whoever made it must still be somebody who may."""
    if invitation.withdrawn_at is not None:
        return WhyOver.WITHDRAWN
    if invitation.expires_at <= now:
        return WhyOver.EXPIRED
    if invitation.uses >= invitation.max_uses:
        return WhyOver.USED_UP
    place = await load_place(session, invitation.to, place_of(invitation), viewer=invitation.made_by_id)
    if place is None or not may_invite(place.standing, invitation.to, invitation.role, invitation.staff_role):
        return WhyOver.WITHDRAWN
    return None


def place_of(invitation: Any) -> UUID:
    """The id of what an invitation is to."""
    ids: tuple[UUID | None, ...] = (
        invitation.organization_id,
        invitation.event_id,
        invitation.booth_id,
        invitation.campus_id,
    )
    return next(id_ for id_ in ids if id_ is not None)


async def _take_up(session: AsyncSession, invitation: Row[Any], person_id: UUID, now: datetime) -> bool:
    """Whether that gave a role; one as high or higher stays."""
    await lock(session, invitation.to, place_of(invitation))
    role = invitation.role or invitation.staff_role
    if not await give(session, invitation.to, place_of(invitation), person_id=person_id, role=role, now=now):
        return False
    await session.execute(update(Invitation).where(Invitation.id == invitation.id).values(uses=Invitation.uses + 1))
    await session.execute(
        insert(InvitationAcceptance).values(invitation_id=invitation.id, person_id=person_id, accepted_at=now)
    )
    return True


async def _record(session: AsyncSession, invitation: Row[Any], place: Place, now: datetime) -> None:
    role = invitation.role or invitation.staff_role
    await record(
        session,
        actor_id=invitation.made_by_id,
        action=Action.ROLE_GIVEN,
        subject_id=place.standing.person_id,
        campus_id=place.campus_id,
        detail={
            "to": place.to.value,
            "of": place.id.hex,
            "invitation": invitation.id.hex,
            **({"role": role.value} if role else {}),
        },
        now=now,
    )
