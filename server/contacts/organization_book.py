"""A person's address book holds organizations too: whose booth they visited, or whose people they met at one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Scope, member_with, require_member
from server.contacts.organizations_met import OrganizationContact
from server.db import Database, Key
from server.errors import NotFound
from server.events.booths import Booth
from server.events.models import Event

MOST = 200
"""That one page shows: the last met."""

_MET: Any = (
    select(
        OrganizationContact.id,
        OrganizationContact.organization_id,
        OrganizationContact.first_met_at,
        OrganizationContact.last_met_at,
        Booth.label,
        Event.name.label("event"),
        Event.slug,
    )
    .outerjoin(Booth, Booth.id == OrganizationContact.booth_id)
    .outerjoin(Event, Event.id == Booth.event_id)
    .where(OrganizationContact.owner_id == bindparam("owner", type_=Key()))
    .order_by(OrganizationContact.last_met_at.desc(), OrganizationContact.id.desc())
    .limit(MOST)
)


async def organizations_met(database: Database, *, actor: Actor) -> Sequence[Row[Any]]:
    """(id, organization_id, first_met_at, last_met_at, label, event, slug) of the actor's, last met first, MOST at
    most; the booth's are None where it was none, or is there no longer. A program needs CONTACTS. One statement."""
    member = member_with(actor, Scope.CONTACTS)
    return await database.rows(_MET, {"owner": member.person_id}) if member is not None else ()


async def forget_organization(session: AsyncSession, *, actor: Actor, contact_id: UUID) -> None:
    """Take an organization out of the actor's address book; that they visited its booth stays a fact.

    Raises SignInRequired, ScopeMissing, and NotFound, also the second time.
    """
    member = require_member(actor, Scope.CONTACTS)
    mine = delete(OrganizationContact).where(
        OrganizationContact.id == contact_id, OrganizationContact.owner_id == member.person_id
    )
    if (await session.execute(mine.returning(OrganizationContact.id))).first() is None:
        raise NotFound
