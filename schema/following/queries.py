"""What the viewer follows."""

from typing import Annotated
from uuid import UUID

import strawberry

from schema.context import Info
from schema.following.follow import FollowInput, as_what
from server.following.queries import followed, follows


@strawberry.type(description="An organization or a campus that you follow.")
class FollowedThing:
    slug: str = strawberry.field(description="Its name in addresses and filters.")
    name: str = strawberry.field(description="Its name.")


@strawberry.type(description="All that you follow. Nobody else can see it.")
class Following:
    organizations: list[FollowedThing] = strawberry.field(description="By name; 200 at most.")
    campuses: list[FollowedThing] = strawberry.field(description="By name; 200 at most.")
    tags: list[str] = strawberry.field(description="By letters; 200 at most.")


@strawberry.type
class Follower:
    """What `Viewer` has of following."""

    person_id: strawberry.Private[UUID]

    @strawberry.field(description="What you follow.")
    async def following(self, info: Info) -> Following:
        found = await followed(info.context.database, actor=info.context.actor)
        return Following(
            organizations=[FollowedThing(slug=row.slug, name=row.name) for row in found.organization],
            campuses=[FollowedThing(slug=row.slug, name=row.name) for row in found.campus],
            tags=[row.slug for row in found.tag],
        )

    @strawberry.field(description="Whether you follow this.")
    async def follows(self, info: Info, what: Annotated[FollowInput, strawberry.argument(description="What.")]) -> bool:
        return await follows(info.context.database, person_id=self.person_id, what=as_what(what))
