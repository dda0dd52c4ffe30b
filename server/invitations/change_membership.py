"""An officer gives a member another role, or somebody's membership ends, be it their own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.audit.models import Action
from server.audit.record import record
from server.errors import NotFound, NotPermitted
from server.events.booths import Booth, BoothStaff
from server.invitations.errors import LastOfficer
from server.invitations.give import take
from server.invitations.models import InvitedTo
from server.invitations.policies import may_change_members, may_see_members
from server.invitations.standing import Place, load_place, lock
from server.organizations.models import Membership, Role


async def change_membership(
    session: AsyncSession, *, actor: Actor, organization_id: UUID, person_id: UUID, role: Role, now: datetime
) -> None:
    """Give a member another role. The second time changes nothing.

    Raises SignInRequired, ScopeMissing, NotFound, NotPermitted and LastOfficer.
    """
    place, has = await _load(session, actor, organization_id, person_id)

    if not may_change_members(place.standing):
        raise NotPermitted

    if has is role:
        return
    await _keep_an_officer(session, place, has)

    await session.execute(
        update(Membership)
        .where(Membership.organization_id == place.id, Membership.person_id == person_id)
        .values(role=role)
    )
    await _record(session, Action.ROLE_TAKEN, place, person_id=person_id, role=has, now=now)
    await _record(session, Action.ROLE_GIVEN, place, person_id=person_id, role=role, now=now)


async def end_membership(
    session: AsyncSession, *, actor: Actor, organization_id: UUID, person_id: UUID | None, now: datetime
) -> None:
    """Take somebody out of an organization; `person_id` None: the actor leaves.

    Raises SignInRequired, ScopeMissing, NotFound, also the second time, NotPermitted and LastOfficer.
    """
    leaver = person_id or require_member(actor).person_id
    place, has = await _load(session, actor, organization_id, leaver)

    if leaver != place.standing.person_id and not may_change_members(place.standing):
        raise NotPermitted

    await _keep_an_officer(session, place, has)

    await take(session, InvitedTo.ORGANIZATION, place.id, person_id=leaver)
    # Its booths' leads are the organization's: whoever leaves it stands at none of them any more.
    booths = select(Booth.id).where(Booth.organization_id == place.id)
    await session.execute(delete(BoothStaff).where(BoothStaff.person_id == leaver, BoothStaff.booth_id.in_(booths)))
    await _record(session, Action.ROLE_TAKEN, place, person_id=leaver, role=has, now=now)


async def _load(session: AsyncSession, actor: Actor, organization_id: UUID, person_id: UUID) -> tuple[Place, Role]:
    """The organization, which stays locked, and the role that the person has in it."""
    member = require_member(actor)
    # Before anything is read: of two officers who leave at once, the second sees that the first is gone.
    await lock(session, InvitedTo.ORGANIZATION, organization_id)
    place = await load_place(session, InvitedTo.ORGANIZATION, organization_id, viewer=member.person_id)
    if place is None or not may_see_members(place.standing):
        raise NotFound
    has = await session.scalar(
        select(Membership.role).where(Membership.organization_id == organization_id, Membership.person_id == person_id)
    )
    if has is None:
        raise NotFound
    return place, has


async def _keep_an_officer(session: AsyncSession, place: Place, has: Role) -> None:
    if has is not Role.OFFICER:
        return
    officers = select(Membership.person_id).where(
        Membership.organization_id == place.id, Membership.role == Role.OFFICER
    )
    if len((await session.execute(officers.limit(2))).all()) < 2:
        raise LastOfficer


async def _record(
    session: AsyncSession, action: Action, place: Place, *, person_id: UUID, role: Role, now: datetime
) -> None:
    await record(
        session,
        actor_id=place.standing.person_id,
        action=action,
        subject_id=person_id,
        campus_id=place.campus_id,
        detail={"to": place.to.value, "of": place.id.hex, "role": role.value},
        now=now,
    )
