"""What would be left to nobody if somebody went."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from server.campuses.models import Campus, CampusAdministrator
from server.organizations.models import Membership, Organization, Role


async def looked_after_alone(session: AsyncSession, person_id: UUID) -> list[str]:
    """Names of organizations whose last officer, and of campuses whose last administrator, a person is."""
    other = aliased(Membership)
    organizations = (
        select(Organization.name)
        .join(Membership, Membership.organization_id == Organization.id)
        .where(
            Membership.person_id == person_id,
            Membership.role == Role.OFFICER,
            ~exists().where(
                other.organization_id == Organization.id, other.role == Role.OFFICER, other.person_id != person_id
            ),
        )
        .order_by(Organization.name_key)
    )
    another = aliased(CampusAdministrator)
    campuses = (
        select(Campus.name)
        .join(CampusAdministrator, CampusAdministrator.campus_id == Campus.id)
        .where(
            CampusAdministrator.person_id == person_id,
            ~exists().where(another.campus_id == Campus.id, another.person_id != person_id),
        )
        .order_by(Campus.name)
    )
    return [*(await session.scalars(organizations)), *(await session.scalars(campuses))]
