"""People invite, accept, change and leave, by name, as the tests of invitations tell it."""

from dataclasses import dataclass
from typing import Any

from conftest import NOW
from sqlalchemy import select

from server.actor import ANONYMOUS, Actor, Member
from server.campuses.models import CampusAdministrator
from server.config import Settings
from server.db import Database
from server.events.booths import Booth, BoothStaff
from server.events.staff import EventStaff, StaffRole
from server.invitations.accept import accept_invitation
from server.invitations.change_membership import change_membership, end_membership
from server.invitations.invite import Made, invite
from server.invitations.models import InvitedTo
from server.organizations.models import Membership, Role
from server.seed import SeededCampus


@dataclass
class Roles:
    """A campus on which roles are given and taken."""

    database: Database
    settings: Settings
    campus: SeededCampus

    def actor(self, key: str | None) -> Actor:
        return ANONYMOUS if key is None else Member(self.campus.people[key])

    async def invite(
        self, key: str | None, *, to: str = "robotics-club", role: Role = Role.MEMBER, **more: Any
    ) -> Made:
        """`key` invites to an organization."""
        return await self._invite(key, InvitedTo.ORGANIZATION, self.campus.organizations[to], role=role, **more)

    async def invite_to_fair(self, key: str | None, role: StaffRole = StaffRole.DOOR, **more: Any) -> Made:
        return await self._invite(key, InvitedTo.EVENT, self.campus.events["fair"], staff_role=role, **more)

    async def invite_to_booth(self, key: str | None, organization: str = "halden-robotics", **more: Any) -> Made:
        return await self._invite(key, InvitedTo.BOOTH, await self.booth(organization), **more)

    async def invite_to_campus(self, key: str | None, campus: str = "boston", **more: Any) -> Made:
        return await self._invite(key, InvitedTo.CAMPUS, self.campus.campuses[campus], **more)

    async def accept(self, key: str | None, made: Made | str, *, now: Any = NOW) -> Any:
        token = made if isinstance(made, str) else made.token
        assert token is not None
        async with self.database.write() as session:
            return await accept_invitation(session, actor=self.actor(key), token=token, now=now)

    async def change(self, key: str | None, whose: str, role: Role, *, of: str = "robotics-club") -> None:
        async with self.database.write() as session:
            await change_membership(
                session,
                actor=self.actor(key),
                organization_id=self.campus.organizations[of],
                person_id=self.campus.people[whose],
                role=role,
                now=NOW,
            )

    async def end(self, key: str | None, whose: str | None = None, *, of: str = "robotics-club") -> None:
        async with self.database.write() as session:
            await end_membership(
                session,
                actor=self.actor(key),
                organization_id=self.campus.organizations[of],
                person_id=self.campus.people[whose] if whose else None,
                now=NOW,
            )

    async def make(self, key: str, role: Role, *, of: str = "robotics-club") -> None:
        """`key` has this role, whatever it was before."""
        ids = {"organization_id": self.campus.organizations[of], "person_id": self.campus.people[key]}
        async with self.database.write() as session:
            found = await session.get(Membership, tuple(ids.values()))
            if found is not None:
                found.role = role
            else:
                session.add(Membership(**ids, role=role, created_at=NOW))

    async def administrate(self, key: str, campus: str = "boston") -> None:
        async with self.database.write() as session:
            ids = {"campus_id": self.campus.campuses[campus], "person_id": self.campus.people[key]}
            session.add(CampusAdministrator(**ids))

    async def role(self, key: str, of: str = "robotics-club") -> Role | None:
        rows = await self.database.rows(
            select(Membership.role).where(
                Membership.organization_id == self.campus.organizations[of],
                Membership.person_id == self.campus.people[key],
            )
        )
        return rows[0].role if rows else None

    async def staff_role(self, key: str) -> StaffRole | None:
        """At the fair."""
        rows = await self.database.rows(
            select(EventStaff.role).where(
                EventStaff.event_id == self.campus.events["fair"], EventStaff.person_id == self.campus.people[key]
            )
        )
        return rows[0].role if rows else None

    async def stands_at(self, key: str, organization: str = "halden-robotics") -> bool:
        booth = await self.booth(organization)
        there = select(BoothStaff.person_id).where(
            BoothStaff.booth_id == booth, BoothStaff.person_id == self.campus.people[key]
        )
        return bool(await self.database.rows(there))

    async def administers(self, key: str, campus: str = "boston") -> bool:
        there = select(CampusAdministrator.person_id).where(
            CampusAdministrator.campus_id == self.campus.campuses[campus],
            CampusAdministrator.person_id == self.campus.people[key],
        )
        return bool(await self.database.rows(there))

    async def booth(self, organization: str) -> Any:
        """The id of its booth at the fair."""
        (row,) = await self.database.rows(
            select(Booth.id).where(
                Booth.event_id == self.campus.events["fair"],
                Booth.organization_id == self.campus.organizations[organization],
            )
        )
        return row.id

    async def _invite(self, key: str | None, to: InvitedTo, place: Any, **more: Any) -> Made:
        given = {"uses": 1, "days": 14, "now": NOW, **more}
        async with self.database.write() as session:
            return await invite(session, settings=self.settings, actor=self.actor(key), to=to, place_id=place, **given)
