"""Another name for an organization."""

from typing import Annotated

import strawberry

from schema.context import Info
from schema.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.ids import key_of
from server import errors
from server.events.rename_organization import rename_organization


@strawberry.input(description="Another name for an organization.")
class RenameOrganizationInput:
    organization: strawberry.ID = strawberry.field(description="Which one.")
    name: str = strawberry.field(description="Its new name: at most 200 letters.")


@strawberry.type(description="The organization has the name, and so have its events, in search and in calendars.")
class RenameOrganizationSuccess:
    id: strawberry.ID = strawberry.field(description="Of the organization.")
    name: str = strawberry.field(description="Its name now.")


RenameOrganizationPayload = Annotated[
    RenameOrganizationSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | InvalidInput,
    strawberry.union("RenameOrganizationPayload", description="Its name, or why it keeps the old one."),
]


@strawberry.type
class RenameOrganizationMutation:
    @strawberry.mutation(
        description=(
            "Give an organization another name. Its officers may, and those who look after its campus; a program needs"
            " ADMIN. Its address stays."
        )
    )
    async def rename_organization(
        self,
        info: Info,
        input: Annotated[RenameOrganizationInput, strawberry.argument(description="Which one, and its name.")],
    ) -> RenameOrganizationPayload:
        context = info.context
        key = key_of(input.organization, "organization")
        if key is None:
            raise errors.NotFound
        async with context.database.write() as session:
            found = await rename_organization(
                session, actor=context.actor, organization_id=key, name=input.name, now=context.now
            )
        return RenameOrganizationSuccess(id=input.organization, name=found.name)
