"""Taking up an invitation."""

from typing import Annotated

import strawberry

import schema.invitations.enums  # noqa: F401  # describes the enums
from schema.context import Info
from schema.errors import ScopeMissing, SignInRequired, UserError, answers
from schema.ids import global_id
from server.invitations import errors
from server.invitations.accept import accept_invitation
from server.invitations.errors import WhyOver
from server.invitations.models import InvitedTo


@strawberry.input(description="An invitation to accept.")
class AcceptInvitationInput:
    token: str = strawberry.field(description="What follows `/invitations/` in its link.")


@strawberry.type(description="The role is yours, or a higher one still is. The second time changes nothing.")
class AcceptInvitationSuccess:
    to: InvitedTo = strawberry.field(description="What the role is in.")
    id: strawberry.ID = strawberry.field(description="Of the organization, event, booth or campus.")
    slug: str = strawberry.field(description="Its name in addresses; of a booth, its event's.")


@answers(errors.InvitationOver)
@strawberry.type(description="It can't be accepted any more, or there never was such an invitation.")
class InvitationOver(UserError):
    why: WhyOver | None = strawberry.field(description="Null where it was not for you.")


@answers(errors.InvitationForAnother)
@strawberry.type(description="It is for an e-mail address that is not your account's.")
class InvitationForAnother(UserError):
    pass


AcceptInvitationPayload = Annotated[
    AcceptInvitationSuccess | SignInRequired | ScopeMissing | InvitationOver | InvitationForAnother,
    strawberry.union("AcceptInvitationPayload", description="What you belong to now, or why not."),
]


@strawberry.type
class AcceptMutation:
    @strawberry.mutation(description="Accept an invitation, as yourself.")
    async def accept_invitation(
        self, info: Info, input: Annotated[AcceptInvitationInput, strawberry.argument(description="Its link.")]
    ) -> AcceptInvitationPayload:
        context = info.context
        async with context.database.write() as session:
            place = await accept_invitation(session, actor=context.actor, token=input.token, now=context.now)
        return AcceptInvitationSuccess(
            to=place.to, id=strawberry.ID(global_id(place.to.value.lower(), place.id)), slug=place.slug
        )
