"""Looking at events before everybody sees them."""

from typing import Annotated

import strawberry

from schema.context import Info
from schema.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired, UserError, answers
from schema.events.posted import PostEventSuccess, posted
from server.events import errors
from server.events import review as domain


@answers(errors.NotInReview)
@strawberry.type(description="The event doesn't wait for a review any more.")
class NotInReview(UserError):
    pass


@strawberry.input(description="An event that may be seen by everybody.")
class ApproveEventInput:
    slug: str = strawberry.field(description="Its name in addresses.")
    trust: bool = strawberry.field(
        default=False, description="Whether what its sender posts for that organization is published unreviewed then."
    )


@strawberry.input(description="An event that is to be changed first.")
class SendBackEventInput:
    slug: str = strawberry.field(description="Its name in addresses.")
    reason: str | None = strawberry.field(
        default=None, description="What to change: at most 500 letters. Those who post it read it; it can't be empty."
    )


ApproveEventPayload = Annotated[
    PostEventSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | NotInReview,
    strawberry.union("ApproveEventPayload", description="That everybody sees it, or why they don't."),
]
SendBackEventPayload = Annotated[
    PostEventSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | InvalidInput | NotInReview,
    strawberry.union("SendBackEventPayload", description="That it is a draft again, or why it still waits."),
]


@strawberry.type
class ReviewMutation:
    @strawberry.mutation(
        description="Let everybody see an event that waits for the administrators of your campus. Scope POST_EVENTS."
    )
    async def approve_event(
        self, info: Info, input: Annotated[ApproveEventInput, strawberry.argument(description="Which.")]
    ) -> ApproveEventPayload:
        context = info.context
        async with context.database.write() as session:
            event = await domain.approve_event(
                session, actor=context.actor, slug=input.slug, trust=input.trust, now=context.now
            )
        return posted(context, event)

    @strawberry.mutation(
        description=(
            "Send an event that waits for the administrators of your campus back to those who post it. Whoever sent it"
            " is mailed the reason. Scope POST_EVENTS."
        )
    )
    async def send_back_event(
        self, info: Info, input: Annotated[SendBackEventInput, strawberry.argument(description="Which, and why.")]
    ) -> SendBackEventPayload:
        context = info.context
        async with context.database.write() as session:
            event = await domain.send_back_event(
                session,
                settings=context.settings,
                actor=context.actor,
                slug=input.slug,
                reason=input.reason,
                now=context.now,
            )
        return posted(context, event)
