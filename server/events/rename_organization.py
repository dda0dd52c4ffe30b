"""An officer gives an organization another name, and its events say so: in search, and in every calendar."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Scope, require_member
from server.audit.models import Action
from server.audit.record import record
from server.campuses.models import CampusAdministrator
from server.errors import FieldError, InvalidInput, NotFound, NotPermitted
from server.events.models import Event, EventHost
from server.events.search_index import index_events
from server.organizations.models import Membership, Organization, Role

LONGEST_NAME = 200


async def rename_organization(
    session: AsyncSession, *, actor: Actor, organization_id: UUID, name: str, now: datetime
) -> Organization:
    """Give an organization the name; its address stays. The same name changes nothing.

    Raises SignInRequired, ScopeMissing, NotFound, NotPermitted and InvalidInput.
    """
    member = require_member(actor, Scope.ADMIN)
    found = await session.get(Organization, organization_id)
    if found is None:
        raise NotFound

    if not await _may_rename(session, found, member.person_id):
        raise NotPermitted

    name = " ".join(name.split())
    if not name or not name.isprintable():
        raise InvalidInput(FieldError(("name",), "Write a name."))
    if len(name) > LONGEST_NAME:
        raise InvalidInput(FieldError(("name",), f"{len(name)} letters are too many. Take {LONGEST_NAME} or fewer."))

    if name == found.name:
        return found
    found.name, found.updated_at = name, now
    together = select(EventHost.event_id).where(EventHost.organization_id == found.id)
    theirs = or_(Event.organization_id == found.id, Event.id.in_(together))
    # So that calendars are told, and know when: what they write of an event has changed.
    renamed = await session.execute(update(Event).where(theirs).values(updated_at=now).returning(Event.id))
    await index_events(session, list(renamed.scalars()))
    await record(session, actor_id=member.person_id, action=Action.ORGANIZATION_RENAMED, subject_id=found.id, now=now)
    return found


async def _may_rename(session: AsyncSession, organization: Organization, person_id: UUID) -> bool:
    """Its officers may, and those who look after its campus."""
    officer = exists().where(
        Membership.organization_id == organization.id,
        Membership.person_id == person_id,
        Membership.role == Role.OFFICER,
    )
    looks_after = exists().where(
        CampusAdministrator.campus_id == organization.campus_id, CampusAdministrator.person_id == person_id
    )
    return bool(await session.scalar(select(or_(officer, looks_after))))
