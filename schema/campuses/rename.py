"""Other names for campuses and their places."""

from typing import Annotated

import strawberry

from schema.context import Info
from schema.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.ids import key_of
from server import errors
from server.events import rename_place


@strawberry.input(description="Another name for a campus.")
class RenameCampusInput:
    campus: strawberry.ID = strawberry.field(description="Which one.")
    name: str = strawberry.field(description="Its new name: at most 120 letters.")


@strawberry.input(description="Another name for a place.")
class RenamePlaceInput:
    place: strawberry.ID = strawberry.field(description="Which one.")
    name: str = strawberry.field(description="Its new name: at most 200 letters, and no other place's of its campus.")


@strawberry.type(
    description="The campus has the name, in its calendar too. Search follows; of a large one some moments later."
)
class RenameCampusSuccess:
    id: strawberry.ID = strawberry.field(description="Of the campus.")
    name: str = strawberry.field(description="Its name now.")


@strawberry.type(description="The place has the name, and so have its events, in search and in calendars.")
class RenamePlaceSuccess:
    id: strawberry.ID = strawberry.field(description="Of the place.")
    name: str = strawberry.field(description="Its name now.")


RenameCampusPayload = Annotated[
    RenameCampusSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | InvalidInput,
    strawberry.union("RenameCampusPayload", description="Its name, or why it keeps the old one."),
]
RenamePlacePayload = Annotated[
    RenamePlaceSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | InvalidInput,
    strawberry.union("RenamePlacePayload", description="Its name, or why it keeps the old one."),
]
_WHO = "Those who look after the campus may; a program needs ADMIN."


@strawberry.type
class RenameCampusMutation:
    @strawberry.mutation(description=f"Give a campus another name. Its address stays. {_WHO}")
    async def rename_campus(
        self,
        info: Info,
        input: Annotated[RenameCampusInput, strawberry.argument(description="Which one, and its name.")],
    ) -> RenameCampusPayload:
        context, key = info.context, key_of(input.campus, "campus")
        if key is None:
            raise errors.NotFound
        async with context.database.write() as session:
            found = await rename_place.rename_campus(
                session, actor=context.actor, campus_id=key, name=input.name, now=context.now
            )
        return RenameCampusSuccess(id=input.campus, name=found.name)

    @strawberry.mutation(description=f"Give a place another name; calendars are told. {_WHO}")
    async def rename_place(
        self,
        info: Info,
        input: Annotated[RenamePlaceInput, strawberry.argument(description="Which one, and its name.")],
    ) -> RenamePlacePayload:
        context, key = info.context, key_of(input.place, "place")
        if key is None:
            raise errors.NotFound
        async with context.database.write() as session:
            found = await rename_place.rename_place(
                session, actor=context.actor, place_id=key, name=input.name, now=context.now
            )
        return RenamePlaceSuccess(id=input.place, name=found.name)
