"""Letting everybody see an event, and taking it back."""

from typing import Annotated

import strawberry

from schema.context import Info
from schema.errors import NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.events.posted import Posted, PostEventSuccess, posted
from server.events import publish as domain


@strawberry.input(description="The event that everybody is to see.")
class PublishEventInput:
    slug: str = strawberry.field(description="Its name in addresses.")


@strawberry.input(description="The event that nobody else is to see any more.")
class UnpublishEventInput:
    slug: str = strawberry.field(description="Its name in addresses.")


PublishEventPayload = Annotated[
    Posted, strawberry.union("PublishEventPayload", description="Who sees it now, or why nobody else does.")
]
UnpublishEventPayload = Annotated[
    PostEventSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted,
    strawberry.union("UnpublishEventPayload", description="That it is a draft, or why it stays as it was."),
]


@strawberry.type
class PublishEventMutation:
    @strawberry.mutation(
        description=(
            "Let everybody see an event, or send it to the campus's administrators where its host's events are"
            " reviewed. A second time changes nothing. Scope POST_EVENTS."
        )
    )
    async def publish_event(
        self, info: Info, input: Annotated[PublishEventInput, strawberry.argument(description="Which.")]
    ) -> PublishEventPayload:
        context = info.context
        async with context.database.write() as session:
            event = await domain.publish_event(session, actor=context.actor, slug=input.slug, now=context.now)
        return posted(context, event)

    @strawberry.mutation(
        description=(
            "Make an event a draft again, also one that waits for its reviewers. Whoever has it in a calendar loses it"
            " there: an event that doesn't take place is better cancelled. Scope POST_EVENTS."
        )
    )
    async def unpublish_event(
        self, info: Info, input: Annotated[UnpublishEventInput, strawberry.argument(description="Which.")]
    ) -> UnpublishEventPayload:
        context = info.context
        async with context.database.write() as session:
            event = await domain.unpublish_event(session, actor=context.actor, slug=input.slug, now=context.now)
        return posted(context, event)
