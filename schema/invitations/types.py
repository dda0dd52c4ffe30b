"""Roles, who has them, and what one is invited to, as GraphQL shows them."""

from datetime import datetime
from typing import Any

import strawberry

import schema.invitations.enums  # noqa: F401  # describes the enums
from schema.context import Info
from schema.ids import global_id
from server.events.staff import StaffRole
from server.invitations.models import InvitedTo
from server.invitations.name import colleagues
from server.invitations.policies import (
    may_change_members,
    may_dismiss,
    may_invite_anybody,
    roles_to_give,
    staff_roles_to_give,
)
from server.invitations.queries import called, open_invitations, people_of
from server.invitations.standing import Place
from server.organizations.models import Role


@strawberry.type(description="A role in one organization, event, booth or campus.")
class RolePlace:
    to: InvitedTo = strawberry.field(description="What it is in.")
    id: strawberry.ID = strawberry.field(description="Of the organization, event, booth or campus.")
    slug: str = strawberry.field(description="Its name in addresses; of a booth, its event's.")
    name: str = strawberry.field(description="Its name; of a booth, its event's.")
    role: Role | None = strawberry.field(description="In an organization; else null.")
    staff_role: StaffRole | None = strawberry.field(description="At an event; else null.")
    booth: str | None = strawberry.field(description="What the booth's sign says; null if it is not a booth.")
    exhibitor: str | None = strawberry.field(description="Whose booth it is; null if it is not a booth.")


@strawberry.type(description="Somebody who has a role.")
class RoleHolder:
    name: str = strawberry.field(
        description="As they share it with you; “Somebody who shares no name” where they don't."
    )
    role: Role | None = strawberry.field(description="In an organization; else null.")
    staff_role: StaffRole | None = strawberry.field(description="At an event; else null.")
    own: bool = strawberry.field(description="Whether it is you.")
    person_id: strawberry.ID | None = strawberry.field(
        description="By which to change or end it. Null where that is not for you."
    )


@strawberry.type(description="An invitation that can still be accepted. Its link is not here: it was shown once.")
class OpenInvitation:
    id: strawberry.ID = strawberry.field(description="To withdraw it by.")
    role: Role | None = strawberry.field(description="In an organization; else null.")
    staff_role: StaffRole | None = strawberry.field(description="At an event; else null.")
    email: str | None = strawberry.field(
        description="Only the account with this address may accept; null: whoever has the link."
    )
    uses: int = strawberry.field(description="How many have accepted.")
    max_uses: int = strawberry.field(description="How many may.")
    made_by: str = strawberry.field(description="Who invites, as they share their name with you.")
    created_at: datetime = strawberry.field(description="When it was made.")
    expires_at: datetime = strawberry.field(description="Until when it works.")


@strawberry.type(description="Somebody of a booth's organization who does not stand there.")
class Colleague:
    name: str = strawberry.field(
        description="As they share it with you; “Somebody who shares no name” where they don't."
    )
    person_id: strawberry.ID = strawberry.field(description="For `nameBoothStaff`.")


@strawberry.type(description="The people of one organization, event, booth or campus, and who is invited.")
class Team:
    place: strawberry.Private[Place]
    id: strawberry.ID = strawberry.field(description="Of the organization, event, booth or campus.")
    slug: str = strawberry.field(description="Its name in addresses; of a booth, its event's.")
    name: str = strawberry.field(description="Its name; of a booth, its event's.")
    booth: str | None = strawberry.field(description="What the booth's sign says; null if it is not a booth.")
    exhibitor: str | None = strawberry.field(description="Whose booth it is; null if it is not a booth.")
    may_invite: bool = strawberry.field(description="Whether you may invite to any role there.")
    may_change_roles: bool = strawberry.field(description="Whether you may give its members other roles.")
    roles_to_give: list[Role] = strawberry.field(description="To which roles of an organization you may invite.")
    staff_roles_to_give: list[StaffRole] = strawberry.field(description="To which roles at an event you may invite.")

    @strawberry.field(description="Who has a role there: those whose name you may see first, by name. At most 1000.")
    async def people(self, info: Info) -> list[RoleHolder]:
        rows = await people_of(info.context.database, self.place)
        return [self._holder(row) for row in rows]

    @strawberry.field(description="Whom you may put at a booth with `nameBoothStaff`, by name. At most 1000.")
    async def colleagues(self, info: Info) -> list[Colleague]:
        rows = await colleagues(info.context.database, self.place)
        ids = [strawberry.ID(global_id("person", row.person_id)) for row in rows]
        return [Colleague(name=called(row), person_id=id_) for row, id_ in zip(rows, ids, strict=True)]

    @strawberry.field(description="Open invitations to roles that you may give, newest first. At most 1000.")
    async def invitations(self, info: Info) -> list[OpenInvitation]:
        if not self.may_invite:
            return []
        rows = await open_invitations(info.context.database, self.place, now=info.context.now)
        return [as_invitation(row) for row in rows]

    def _holder(self, row: Any) -> RoleHolder:
        viewer = self.place.standing.person_id
        ends = row.person_id == viewer or may_dismiss(self.place.standing, self.place.to, row.staff_role)
        return RoleHolder(
            name=called(row),
            role=row.role,
            staff_role=row.staff_role,
            own=row.person_id == viewer,
            person_id=strawberry.ID(global_id("person", row.person_id)) if ends else None,
        )


def as_team(place: Place) -> Team:
    standing, to = place.standing, place.to
    return Team(
        place=place,
        id=strawberry.ID(global_id(to.value.lower(), place.id)),
        slug=place.slug,
        name=place.name,
        booth=place.label,
        exhibitor=place.exhibitor,
        may_invite=may_invite_anybody(standing, to),
        may_change_roles=to is InvitedTo.ORGANIZATION and may_change_members(standing),
        roles_to_give=list(roles_to_give(standing)) if to is InvitedTo.ORGANIZATION else [],
        staff_roles_to_give=list(staff_roles_to_give(standing)) if to is InvitedTo.EVENT else [],
    )


def as_invitation(row: Any) -> OpenInvitation:
    """From a row of `server.invitations.queries.open_invitations`."""
    return OpenInvitation(
        id=strawberry.ID(global_id("invitation", row.id)),
        role=row.role,
        staff_role=row.staff_role,
        email=row.email,
        uses=row.uses,
        max_uses=row.max_uses,
        made_by=called(row),
        created_at=row.created_at,
        expires_at=row.expires_at,
    )


def as_role_place(row: Any) -> RolePlace:
    """From a row of `server.invitations.belonging.belongings`."""
    to = InvitedTo(row.to)
    return RolePlace(
        to=to,
        id=strawberry.ID(global_id(row.to.lower(), row.key)),
        slug=row.slug,
        name=row.place,
        role=Role(row.role_name) if to is InvitedTo.ORGANIZATION else None,
        staff_role=StaffRole(row.role_name) if to is InvitedTo.EVENT else None,
        booth=row.label,
        exhibitor=row.exhibitor,
    )
