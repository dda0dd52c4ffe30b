"""Changing roles, taking them away, and leaving."""

from typing import Annotated, TypeAlias
from uuid import UUID

import strawberry

import schema.invitations.enums  # noqa: F401  # describes the enums
from schema.context import Info
from schema.errors import NotFound, NotPermitted, ScopeMissing, SignInRequired, UserError, answers
from schema.ids import key_of
from server import errors as kernel
from server.invitations import errors
from server.invitations.change_membership import change_membership, end_membership
from server.invitations.dismiss import dismiss_administrator, dismiss_from_booth, dismiss_from_event
from server.organizations.models import Role

_WHOM = "Whose role ends, by `personId`; null: your own, you leave."


@strawberry.input(description="Another role for a member.")
class ChangeMembershipInput:
    organization: strawberry.ID = strawberry.field(description="Of which organization.")
    person: strawberry.ID = strawberry.field(description="Whose, by `personId`.")
    role: Role = strawberry.field(description="The new role.")


@strawberry.input(description="A membership to end.")
class EndMembershipInput:
    organization: strawberry.ID = strawberry.field(description="Of which organization.")
    person: strawberry.ID | None = strawberry.field(default=None, description=_WHOM)


@strawberry.input(description="Somebody who no longer works at an event.")
class DismissFromEventInput:
    event: strawberry.ID = strawberry.field(description="Which event.")
    person: strawberry.ID | None = strawberry.field(default=None, description=_WHOM)


@strawberry.input(description="Somebody who no longer stands at a booth.")
class DismissFromBoothInput:
    booth: strawberry.ID = strawberry.field(description="Which booth.")
    person: strawberry.ID | None = strawberry.field(default=None, description=_WHOM)


@strawberry.input(description="Somebody who no longer looks after a campus.")
class DismissAdministratorInput:
    campus: strawberry.ID = strawberry.field(description="Which campus.")
    person: strawberry.ID | None = strawberry.field(default=None, description=_WHOM)


@strawberry.type(description="The role is as you said.")
class ChangeRoleSuccess:
    id: strawberry.ID = strawberry.field(description="Of the organization, event, booth or campus.")


@answers(errors.LastOfficer)
@strawberry.type(description="An organization keeps at least one officer.")
class LastOfficer(UserError):
    pass


@answers(errors.LastAdministrator)
@strawberry.type(description="A campus keeps at least one administrator.")
class LastAdministrator(UserError):
    pass


_Changed: TypeAlias = ChangeRoleSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | LastOfficer
_Dismissed: TypeAlias = ChangeRoleSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted
_SteppedDown: TypeAlias = ChangeRoleSuccess | SignInRequired | ScopeMissing | NotFound | LastAdministrator
_ENDED = "What ended, or why nothing did."
ChangeMembershipPayload = Annotated[
    _Changed, strawberry.union("ChangeMembershipPayload", description="What changed, or why nothing did.")
]
EndMembershipPayload = Annotated[_Changed, strawberry.union("EndMembershipPayload", description=_ENDED)]
DismissFromEventPayload = Annotated[_Dismissed, strawberry.union("DismissFromEventPayload", description=_ENDED)]
DismissFromBoothPayload = Annotated[_Dismissed, strawberry.union("DismissFromBoothPayload", description=_ENDED)]
DismissAdministratorPayload = Annotated[
    _SteppedDown, strawberry.union("DismissAdministratorPayload", description=_ENDED)
]


@strawberry.type
class RoleMutation:
    @strawberry.mutation(description="Give a member of an organization another role. Its officers may.")
    async def change_membership(
        self, info: Info, input: Annotated[ChangeMembershipInput, strawberry.argument(description="Whose, and which.")]
    ) -> ChangeMembershipPayload:
        context = info.context
        organization, person = _key(input.organization, "organization"), _key(input.person, "person")
        async with context.database.write() as session:
            await change_membership(
                session,
                actor=context.actor,
                organization_id=organization,
                person_id=person,
                role=input.role,
                now=context.now,
            )
        return ChangeRoleSuccess(id=input.organization)

    @strawberry.mutation(description="Leave an organization, or take somebody out of it.")
    async def end_membership(
        self, info: Info, input: Annotated[EndMembershipInput, strawberry.argument(description="Whose.")]
    ) -> EndMembershipPayload:
        context = info.context
        organization, person = _key(input.organization, "organization"), _whom(input.person)
        async with context.database.write() as session:
            await end_membership(
                session, actor=context.actor, organization_id=organization, person_id=person, now=context.now
            )
        return ChangeRoleSuccess(id=input.organization)

    @strawberry.mutation(description="Stop working at an event, or dismiss somebody from it.")
    async def dismiss_from_event(
        self, info: Info, input: Annotated[DismissFromEventInput, strawberry.argument(description="Whom.")]
    ) -> DismissFromEventPayload:
        context = info.context
        event, person = _key(input.event, "event"), _whom(input.person)
        async with context.database.write() as session:
            await dismiss_from_event(session, actor=context.actor, event_id=event, person_id=person, now=context.now)
        return ChangeRoleSuccess(id=input.event)

    @strawberry.mutation(description="Stop standing at a booth, or dismiss somebody from it.")
    async def dismiss_from_booth(
        self, info: Info, input: Annotated[DismissFromBoothInput, strawberry.argument(description="Whom.")]
    ) -> DismissFromBoothPayload:
        context = info.context
        booth, person = _key(input.booth, "booth"), _whom(input.person)
        async with context.database.write() as session:
            await dismiss_from_booth(session, actor=context.actor, booth_id=booth, person_id=person, now=context.now)
        return ChangeRoleSuccess(id=input.booth)

    @strawberry.mutation(description="Stop looking after a campus, or dismiss another administrator.")
    async def dismiss_administrator(
        self, info: Info, input: Annotated[DismissAdministratorInput, strawberry.argument(description="Whom.")]
    ) -> DismissAdministratorPayload:
        context = info.context
        campus, person = _key(input.campus, "campus"), _whom(input.person)
        async with context.database.write() as session:
            await dismiss_administrator(
                session, actor=context.actor, campus_id=campus, person_id=person, now=context.now
            )
        return ChangeRoleSuccess(id=input.campus)


def _key(id_: strawberry.ID, type_: str) -> UUID:
    key = key_of(id_, type_)
    if key is None:
        raise kernel.NotFound
    return key


def _whom(id_: strawberry.ID | None) -> UUID | None:
    return _key(id_, "person") if id_ is not None else None
