"""An organization's people put colleagues at its booths, in GraphQL."""

from typing import Annotated

import strawberry

from schema.context import Info
from schema.errors import NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.ids import key_of
from server import errors
from server.invitations.name import name_booth_staff


@strawberry.input(description="Somebody who is to stand at a booth.")
class NameBoothStaffInput:
    booth: strawberry.ID = strawberry.field(description="Which booth.")
    person: strawberry.ID = strawberry.field(description="Whom, by the `personId` of one of `Team.colleagues`.")


@strawberry.type(description="They stand there.")
class NameBoothStaffSuccess:
    id: strawberry.ID = strawberry.field(description="The booth's.")


NameBoothStaffPayload = Annotated[
    NameBoothStaffSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted,
    strawberry.union("NameBoothStaffPayload", description="That they stand there, or why not."),
]


@strawberry.type
class NameMutation:
    @strawberry.mutation(
        description="Put somebody of an organization at its booth. The organization's recruiters and officers may."
    )
    async def name_booth_staff(
        self, info: Info, input: Annotated[NameBoothStaffInput, strawberry.argument(description="Whom, and where.")]
    ) -> NameBoothStaffPayload:
        context = info.context
        booth, person = key_of(input.booth, "booth"), key_of(input.person, "person")
        if booth is None or person is None:
            raise errors.NotFound
        async with context.database.write() as session:
            await name_booth_staff(session, actor=context.actor, booth_id=booth, person_id=person, now=context.now)
        return NameBoothStaffSuccess(id=input.booth)
