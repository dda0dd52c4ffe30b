"""What every mutation of an event answers with: what it is now, or why it stays as it was."""

from datetime import datetime
from typing import TypeAlias
from uuid import UUID

import strawberry

from schema.context import Context
from schema.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired, UserError, answers
from schema.events.queries import load_event
from schema.events.types import Event
from server.events import errors
from server.events.keep import version_of
from server.events.models import Event as Row
from server.events.models import Publication


@strawberry.type(description="The event is as you said.")
class PostEventSuccess:
    key: strawberry.Private[UUID]
    context: strawberry.Private[Context]
    slug: str = strawberry.field(description="Its name in addresses.")
    version: str = strawberry.field(description="What `changeEvent` is to be given to change it from here.")
    publication: Publication = strawberry.field(description="Who sees it now.")

    @strawberry.field(
        description="The event, of a series its next instance; null for a program that may not read drafts."
    )
    async def event(self) -> Event | None:
        return await load_event(self.context, self.key)


@answers(errors.ChangedMeanwhile)
@strawberry.type(
    description="Somebody changed the event since you read it, and nothing was written. Read it again, then decide."
)
class ChangedMeanwhile(UserError):
    by: str | None = strawberry.field(description="Who changed it last; null where Hallway or an import did.")
    at: datetime = strawberry.field(description="When they last did, in UTC.")
    fields: list[str] = strawberry.field(description="Which fields were changed since, as this API names them.")


@answers(errors.AlreadyOver)
@strawberry.type(description="The event is over.")
class AlreadyOver(UserError):
    pass


@answers(errors.AlreadyPublished)
@strawberry.type(description="The event was published, so that somebody may have it in a calendar.")
class AlreadyPublished(UserError):
    pass


Posted: TypeAlias = PostEventSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | InvalidInput


def posted(context: Context, event: Row) -> PostEventSuccess:
    """Call it once the event is committed."""
    return PostEventSuccess(
        key=event.id, context=context, slug=event.slug, version=version_of(event), publication=event.publication
    )
