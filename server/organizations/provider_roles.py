"""A provider's groups become roles here, and stop being them: it takes back only what it gave."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from server.audit.models import Action
from server.audit.record import record
from server.campuses.models import Campus, CampusAdministrator
from server.db import Base
from server.organizations.models import Membership, Organization, Role
from server.people.models import Person
from server.providers import Provider

ADMINISTRATOR = "ADMINISTRATOR"


class ProviderRole(Base):
    """A role that somebody has because a provider says so."""

    __tablename__ = "provider_role"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    issuer: Mapped[str] = mapped_column(String(255), primary_key=True)
    place_id: Mapped[UUID] = mapped_column(primary_key=True)
    """An organization or a campus. Not a foreign key, since it is either."""
    role: Mapped[str] = mapped_column(String(32))
    """A name of Role, or ADMINISTRATOR."""
    before: Mapped[str | None] = mapped_column(String(32))
    """The role that they had in the place, which they have again when this one goes."""
    created_at: Mapped[datetime]

    __table_args__ = (Index(None, "place_id"),)


@dataclass(frozen=True, slots=True)
class _Claim:
    place_id: UUID
    role: str


async def follow_provider(
    session: AsyncSession, *, provider: Provider, person_id: UUID, groups: Collection[str], now: datetime
) -> None:
    """Give what `groups` entitle to by the provider's configuration, take back what it gave and they no longer do.

    What somebody gave by hand stays, or comes back. A second time changes nothing. Places that are not here are left
    out.
    """
    # Two sign-ins of one person at once change roles one after the other.
    await session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    ours = (ProviderRole.person_id == person_id, ProviderRole.issuer == provider.issuer)
    given = {row.place_id: row for row in await session.scalars(select(ProviderRole).where(*ours))}
    claimed = {one.place_id: one for one in await _claims(session, provider, groups)}

    for place_id, row in given.items():
        if place_id not in claimed or claimed[place_id].role != row.role:
            await _take(session, provider, row, now)
    for place_id, one in claimed.items():
        if place_id not in given or given[place_id].role != one.role:
            await _give(session, provider, person_id, one, now)


async def _claims(session: AsyncSession, provider: Provider, groups: Collection[str]) -> list[_Claim]:
    """What the configuration makes of groups; of several for one place the last in the file counts."""
    roles = [one for one in provider.roles if one.group in groups]
    if not roles:
        return []
    slugs = [one.organization for one in roles if one.organization], [one.campus for one in roles if one.campus]
    organizations = await session.execute(
        select(Organization.slug, Organization.id).where(Organization.slug.in_(slugs[0]))
    )
    campuses = await session.execute(select(Campus.slug, Campus.id).where(Campus.slug.in_(slugs[1])))
    of_organization, of_campus = {row.slug: row.id for row in organizations}, {row.slug: row.id for row in campuses}
    places = [of_organization.get(one.organization or "") or of_campus.get(one.campus or "") for one in roles]
    return [_Claim(place, one.role) for place, one in zip(places, roles, strict=True) if place is not None]


async def _give(session: AsyncSession, provider: Provider, person_id: UUID, claim: _Claim, now: datetime) -> None:
    has = await _role_in(session, person_id, claim.place_id, claim.role)
    if has == claim.role:
        return  # by hand, or by another provider
    await _set(session, person_id, claim.place_id, role=claim.role, has=has, now=now)
    row = ProviderRole(
        person_id=person_id,
        issuer=provider.issuer,
        place_id=claim.place_id,
        role=claim.role,
        before=has,
        created_at=now,
    )
    session.add(row)
    await _record(session, Action.ROLE_GIVEN, provider, row, now)


async def _take(session: AsyncSession, provider: Provider, row: ProviderRole, now: datetime) -> None:
    has = await _role_in(session, row.person_id, row.place_id, row.role)
    await session.execute(
        delete(ProviderRole).where(
            ProviderRole.person_id == row.person_id,
            ProviderRole.issuer == row.issuer,
            ProviderRole.place_id == row.place_id,
        )
    )
    if has != row.role:
        return  # somebody changed it by hand meanwhile
    await _set(session, row.person_id, row.place_id, role=row.before, has=has, now=now)
    await _record(session, Action.ROLE_TAKEN, provider, row, now)


async def _role_in(session: AsyncSession, person_id: UUID, place_id: UUID, kind: str) -> str | None:
    if kind == ADMINISTRATOR:
        found = await session.scalar(
            select(CampusAdministrator.person_id).where(
                CampusAdministrator.campus_id == place_id, CampusAdministrator.person_id == person_id
            )
        )
        return ADMINISTRATOR if found is not None else None
    ours = (Membership.organization_id == place_id, Membership.person_id == person_id)
    return await session.scalar(select(Membership.role).where(*ours))


async def _set(
    session: AsyncSession, person_id: UUID, place_id: UUID, *, role: str | None, has: str | None, now: datetime
) -> None:
    if ADMINISTRATOR in (role, has):
        key = {"campus_id": place_id, "person_id": person_id}
        if role is not None:
            await session.execute(insert(CampusAdministrator).values(**key))
        else:
            await session.execute(delete(CampusAdministrator).filter_by(**key))
        return
    ours = (Membership.organization_id == place_id, Membership.person_id == person_id)
    if role is None:
        await session.execute(delete(Membership).where(*ours))
    elif has is None:
        key = {"organization_id": place_id, "person_id": person_id}
        await session.execute(insert(Membership).values(**key, role=Role(role), created_at=now))
    else:
        await session.execute(update(Membership).where(*ours).values(role=Role(role)))


async def _record(session: AsyncSession, action: Action, provider: Provider, row: ProviderRole, now: datetime) -> None:
    to = "CAMPUS" if row.role == ADMINISTRATOR else "ORGANIZATION"
    detail = {"to": to, "of": row.place_id.hex, "role": row.role, "provider": provider.id}
    of = select(Organization.campus_id).where(Organization.id == row.place_id).scalar_subquery()
    campus = row.place_id if to == "CAMPUS" else of
    who = row.person_id
    await record(session, actor_id=None, action=action, subject_id=who, campus_id=campus, detail=detail, now=now)
