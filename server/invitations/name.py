"""An organization's recruiters and officers put its own people at its booths."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.audit.models import Action
from server.audit.record import record
from server.db import Database, Key
from server.errors import NotFound, NotPermitted
from server.events.booths import Booth, BoothStaff
from server.invitations.give import give
from server.invitations.models import InvitedTo
from server.invitations.policies import may_name_booth_staff
from server.invitations.queries import MOST, called, name_seen, with_card
from server.invitations.standing import Place, load_place, lock
from server.organizations.models import Membership
from server.words import fold

_COLLEAGUES = (
    with_card(select(Membership.person_id, name_seen), Membership.person_id)
    .join(Booth, Booth.organization_id == Membership.organization_id)
    .where(
        Booth.id == bindparam("booth", type_=Key()),
        ~exists().where(BoothStaff.booth_id == Booth.id, BoothStaff.person_id == Membership.person_id),
    )
    .order_by(Membership.person_id)
    .limit(MOST)
)


async def colleagues(database: Database, place: Place) -> Sequence[Row[Any]]:
    """(person_id, name or NULL) of those of a booth's organization who don't stand there, by name; nobody for those who
    may not name them. One statement."""
    if place.to is not InvitedTo.BOOTH or not may_name_booth_staff(place.standing):
        return ()
    rows = await database.rows(_COLLEAGUES, {"booth": place.id, "viewer": place.standing.person_id})
    return sorted(rows, key=lambda row: (row.name is None, fold(called(row))))


async def name_booth_staff(
    session: AsyncSession, *, actor: Actor, booth_id: UUID, person_id: UUID, now: datetime
) -> None:
    """Somebody of the booth's organization stands there from now on. The second time nothing happens.

    Raises SignInRequired, ScopeMissing, NotFound, also for whoever does not belong to the organization, and
    NotPermitted.
    """
    member = require_member(actor)
    await lock(session, InvitedTo.BOOTH, booth_id)
    place = await load_place(session, InvitedTo.BOOTH, booth_id, viewer=member.person_id)
    if place is None:
        raise NotFound

    if not may_name_booth_staff(place.standing):
        raise NotPermitted

    theirs = select(Booth.organization_id).where(Booth.id == booth_id).scalar_subquery()
    belongs = select(Membership.person_id).where(Membership.organization_id == theirs)
    if await session.scalar(belongs.where(Membership.person_id == person_id).with_for_update()) is None:
        raise NotFound

    if await give(session, InvitedTo.BOOTH, booth_id, person_id=person_id, role=None, now=now):
        await record(
            session,
            actor_id=member.person_id,
            action=Action.ROLE_GIVEN,
            subject_id=person_id,
            campus_id=place.campus_id,
            detail={"to": place.to.value, "of": place.id.hex},
            now=now,
        )
