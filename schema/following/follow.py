"""Following organizations, campuses and tags."""

from typing import Annotated

import strawberry

from schema.context import Info
from schema.errors import InvalidInput, NotFound, ScopeMissing, SignInRequired, UserError, answers
from server.following import errors
from server.following.follow import follow, unfollow
from server.following.what import ACampus, AnOrganization, ATag, What


@strawberry.input(one_of=True, description="Exactly one thing that can be followed.")
class FollowInput:
    organization: strawberry.Maybe[str] = strawberry.field(description="An organization, by its slug.")
    campus: strawberry.Maybe[str] = strawberry.field(description="A campus, by its slug.")
    tag: strawberry.Maybe[str] = strawberry.field(description="A tag; case doesn't matter. At most 60 characters.")


def as_what(given: FollowInput) -> What:
    match given:
        case FollowInput(organization=strawberry.Some(value=slug)):
            return AnOrganization(slug)
        case FollowInput(campus=strawberry.Some(value=slug)):
            return ACampus(slug)
        case _:
            assert given.tag is not None, "GraphQL lets exactly one through"
            return ATag(given.tag.value)


@strawberry.type(description="It counts for `followed` and `viewer.forYou` from now on.")
class FollowSuccess:
    follows: bool = strawberry.field(description="Whether you follow it now.")


@strawberry.type(description="It counts no more.")
class UnfollowSuccess:
    follows: bool = strawberry.field(description="Whether you follow it now.")


@answers(errors.FollowsTooMuch)
@strawberry.type(description="You follow as many of these as one can.")
class FollowsTooMuch(UserError):
    most: int = strawberry.field(description="How many of each sort one can follow.")


FollowPayload = Annotated[
    FollowSuccess | SignInRequired | ScopeMissing | NotFound | InvalidInput | FollowsTooMuch,
    strawberry.union("FollowPayload", description="That you follow it, or why not."),
]
UnfollowPayload = Annotated[
    UnfollowSuccess | SignInRequired | ScopeMissing | NotFound | InvalidInput,
    strawberry.union("UnfollowPayload", description="That you follow it no more, or why it can't be told."),
]


@strawberry.type
class FollowMutation:
    @strawberry.mutation(description="Follow something. The second time nothing changes. Nobody is told.")
    async def follow(
        self, info: Info, input: Annotated[FollowInput, strawberry.argument(description="What.")]
    ) -> FollowPayload:
        context = info.context
        async with context.database.write() as session:
            await follow(session, actor=context.actor, what=as_what(input), now=context.now)
        return FollowSuccess(follows=True)

    @strawberry.mutation(description="Follow something no more. The second time nothing changes.")
    async def unfollow(
        self, info: Info, input: Annotated[FollowInput, strawberry.argument(description="What.")]
    ) -> UnfollowPayload:
        context = info.context
        async with context.database.write() as session:
            await unfollow(session, actor=context.actor, what=as_what(input))
        return UnfollowSuccess(follows=False)
