"""Who belongs to what, and what an invitation's link leads to."""

from datetime import datetime
from typing import Annotated

import strawberry

from schema.context import Info
from schema.ids import global_id
from schema.invitations.types import RolePlace, Team, as_role_place, as_team
from server.invitations import queries
from server.invitations.accept import place_of
from server.invitations.belonging import belongings
from server.invitations.models import InvitedTo
from server.invitations.offer import Offer, OfferState, offer


@strawberry.type(description="What somebody who has an invitation's link is invited to.")
class Invitation:
    state: OfferState = strawberry.field(description="Whether you can accept it, or why not.")
    place: RolePlace = strawberry.field(description="What it is to, and the role.")
    made_by: str = strawberry.field(description="Who invites, as they share their name with you.")
    expires_at: datetime = strawberry.field(description="Until when it works.")


@strawberry.type
class InvitationQuery:
    @strawberry.field(
        description=(
            "What an invitation's link is about; asking changes nothing. Null where there is no such invitation, and"
            " where it no longer works and was not for you."
        )
    )
    async def invitation(
        self, info: Info, token: Annotated[str, strawberry.argument(description="What follows `/invitations/`.")]
    ) -> Invitation | None:
        context = info.context
        found = await offer(context.database, actor=context.actor, token=token, now=context.now)
        return _as_offer(found) if found is not None else None

    @strawberry.field(description="Who belongs to an organization. Null unless you do, or look after its campus.")
    async def organization_team(
        self, info: Info, slug: Annotated[str, strawberry.argument(description="The organization's name in addresses.")]
    ) -> Team | None:
        return await _team(info, InvitedTo.ORGANIZATION, slug)

    @strawberry.field(description="Who works at an event. Null unless you do, or may staff it.")
    async def event_team(
        self, info: Info, slug: Annotated[str, strawberry.argument(description="The event's name in addresses.")]
    ) -> Team | None:
        return await _team(info, InvitedTo.EVENT, slug)

    @strawberry.field(description="Who stands at an event's booths, by their label: those that you may see.")
    async def booth_teams(
        self, info: Info, slug: Annotated[str, strawberry.argument(description="The event's name in addresses.")]
    ) -> list[Team]:
        context = info.context
        return [as_team(place) for place in await queries.booths(context.database, actor=context.actor, slug=slug)]

    @strawberry.field(description="Who looks after a campus. Null unless you do.")
    async def campus_team(
        self, info: Info, slug: Annotated[str, strawberry.argument(description="The campus's name in addresses.")]
    ) -> Team | None:
        return await _team(info, InvitedTo.CAMPUS, slug)


@strawberry.type
class Belonging:
    @strawberry.field(description="Every role that you have, organizations first. An API token needs ADMIN for it.")
    async def roles(self, info: Info) -> list[RolePlace]:
        return [as_role_place(row) for row in await belongings(info.context.database, actor=info.context.actor)]


async def _team(info: Info, to: InvitedTo, slug: str) -> Team | None:
    place = await queries.team(info.context.database, actor=info.context.actor, to=to, slug=slug)
    return as_team(place) if place is not None else None


def _as_offer(found: Offer) -> Invitation:
    row = found.row
    return Invitation(
        state=found.state,
        place=RolePlace(
            to=row.to,
            id=strawberry.ID(global_id(row.to.value.lower(), place_of(row))),
            slug=row.slug,
            name=row.place,
            role=row.role,
            staff_role=row.staff_role,
            booth=row.label,
            exhibitor=row.exhibitor,
        ),
        made_by=found.maker,
        expires_at=row.expires_at,
    )
