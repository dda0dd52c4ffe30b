"""Inviting to a role, and taking an invitation back."""

from datetime import datetime
from typing import Annotated, TypeAlias

import strawberry

import schema.invitations.enums  # noqa: F401  # describes the enums
from schema.context import Info
from schema.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired, UserError, answers
from schema.ids import global_id, key_of
from server import errors as kernel
from server.events.staff import StaffRole
from server.invitations import errors, invite
from server.invitations.models import InvitedTo
from server.invitations.withdraw import withdraw_invitation
from server.organizations.models import Role

_EMAIL = "Mail it there, and let only that account accept; null: get a link to hand on."
_USES = "How many people may accept, 1 to 500; 1 with `email`."
_DAYS = "For how many days it works, 1 to 90."


@strawberry.input(description="An invitation to belong to an organization.")
class InviteToOrganizationInput:
    organization: strawberry.ID = strawberry.field(description="Which one.")
    role: Role = strawberry.field(description="As what. Who has a higher role keeps it.")
    email: str | None = strawberry.field(default=None, description=_EMAIL)
    uses: int = strawberry.field(default=1, description=_USES)
    days: int = strawberry.field(default=invite.USUAL_DAYS, description=_DAYS)


@strawberry.input(description="An invitation to work at one event.")
class InviteToEventInput:
    event: strawberry.ID = strawberry.field(description="Which one: `eventTeam.id`.")
    role: StaffRole = strawberry.field(description="As what. Who has a higher role keeps it.")
    email: str | None = strawberry.field(default=None, description=_EMAIL)
    uses: int = strawberry.field(default=1, description=_USES)
    days: int = strawberry.field(default=invite.USUAL_DAYS, description=_DAYS)


@strawberry.input(description="An invitation to stand at a booth.")
class InviteToBoothInput:
    booth: strawberry.ID = strawberry.field(description="Which one: the `id` of one of `boothTeams`.")
    email: str | None = strawberry.field(default=None, description=_EMAIL)
    uses: int = strawberry.field(default=1, description=_USES)
    days: int = strawberry.field(default=invite.USUAL_DAYS, description=_DAYS)


@strawberry.input(description="An invitation to look after a campus.")
class InviteToCampusInput:
    campus: strawberry.ID = strawberry.field(description="Which one.")
    email: str | None = strawberry.field(default=None, description=_EMAIL)
    uses: int = strawberry.field(default=1, description=_USES)
    days: int = strawberry.field(default=invite.USUAL_DAYS, description=_DAYS)


@strawberry.input(description="An invitation to take back.")
class WithdrawInvitationInput:
    id: strawberry.ID = strawberry.field(description="Of an open invitation.")


@strawberry.type(description="An invitation that was just made. Each time is another one.")
class InviteSuccess:
    id: strawberry.ID = strawberry.field(description="To withdraw it by.")
    link: str | None = strawberry.field(
        description="The address to hand on; it is not shown again. Null where it was mailed."
    )


@strawberry.type(description="Nobody can accept it any more. Whoever has accepted keeps the role.")
class WithdrawInvitationSuccess:
    id: strawberry.ID = strawberry.field(description="Of the invitation.")


@answers(errors.TooManyInvitations)
@strawberry.type(description="You have mailed as many invitations as may be in a day.")
class TooManyInvitations(UserError):
    retry_at: datetime = strawberry.field(description="When to go on.")


_Invited: TypeAlias = (
    InviteSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | InvalidInput | TooManyInvitations
)
_WHAT = "The invitation, or why there is none."
InviteToOrganizationPayload = Annotated[_Invited, strawberry.union("InviteToOrganizationPayload", description=_WHAT)]
InviteToEventPayload = Annotated[_Invited, strawberry.union("InviteToEventPayload", description=_WHAT)]
InviteToBoothPayload = Annotated[_Invited, strawberry.union("InviteToBoothPayload", description=_WHAT)]
InviteToCampusPayload = Annotated[_Invited, strawberry.union("InviteToCampusPayload", description=_WHAT)]
WithdrawInvitationPayload = Annotated[
    WithdrawInvitationSuccess | SignInRequired | ScopeMissing | NotFound,
    strawberry.union("WithdrawInvitationPayload", description="What was taken back, or why nothing was."),
]


@strawberry.type
class InviteMutation:
    @strawberry.mutation(description="Invite somebody to an organization, by mail or by a link.")
    async def invite_to_organization(
        self,
        info: Info,
        input: Annotated[InviteToOrganizationInput, strawberry.argument(description="To what, and whom.")],
    ) -> InviteToOrganizationPayload:
        return await _invite(info, InvitedTo.ORGANIZATION, input.organization, input, role=input.role)

    @strawberry.mutation(description="Invite somebody to work at an event, by mail or by a link.")
    async def invite_to_event(
        self, info: Info, input: Annotated[InviteToEventInput, strawberry.argument(description="To what, and whom.")]
    ) -> InviteToEventPayload:
        return await _invite(info, InvitedTo.EVENT, input.event, input, staff_role=input.role)

    @strawberry.mutation(description="Invite somebody to stand at a booth, by mail or by a link.")
    async def invite_to_booth(
        self, info: Info, input: Annotated[InviteToBoothInput, strawberry.argument(description="To what, and whom.")]
    ) -> InviteToBoothPayload:
        return await _invite(info, InvitedTo.BOOTH, input.booth, input)

    @strawberry.mutation(description="Invite somebody to look after a campus, by mail or by a link.")
    async def invite_to_campus(
        self, info: Info, input: Annotated[InviteToCampusInput, strawberry.argument(description="To what, and whom.")]
    ) -> InviteToCampusPayload:
        return await _invite(info, InvitedTo.CAMPUS, input.campus, input)

    @strawberry.mutation(description="Take an invitation back. The second time changes nothing.")
    async def withdraw_invitation(
        self, info: Info, input: Annotated[WithdrawInvitationInput, strawberry.argument(description="Which one.")]
    ) -> WithdrawInvitationPayload:
        context = info.context
        key = key_of(input.id, "invitation")
        if key is None:
            raise kernel.NotFound
        async with context.database.write() as session:
            await withdraw_invitation(session, actor=context.actor, invitation_id=key, now=context.now)
        return WithdrawInvitationSuccess(id=input.id)


async def _invite(
    info: Info,
    to: InvitedTo,
    place: strawberry.ID,
    input: InviteToOrganizationInput | InviteToEventInput | InviteToBoothInput | InviteToCampusInput,
    *,
    role: Role | None = None,
    staff_role: StaffRole | None = None,
) -> InviteSuccess:
    context = info.context
    key = key_of(place, to.value.lower())
    if key is None:
        raise kernel.NotFound
    async with context.database.write() as session:
        made = await invite.invite(
            session,
            settings=context.settings,
            actor=context.actor,
            to=to,
            place_id=key,
            role=role,
            staff_role=staff_role,
            email=input.email,
            uses=input.uses,
            days=input.days,
            now=context.now,
        )
    link = f"{context.settings.base_url}/invitations/{made.token}" if made.token is not None else None
    return InviteSuccess(id=strawberry.ID(global_id("invitation", made.id)), link=link)
