"""Beginning an event, from nothing or from another one, and throwing a draft away."""

from typing import Annotated

import strawberry
from strawberry import UNSET

from schema.context import Info
from schema.errors import NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.events.fields import EventFields, given
from schema.events.posted import AlreadyPublished, Posted, PostEventSuccess, posted
from server.events import create as domain
from server.events import discard, duplicate, keep_draft, publish
from server.events.repetition import Repeats, Weekday


@strawberry.input(description="A new event. It needs a name, a kind, and when it begins and ends.")
class CreateEventInput(EventFields):
    organization: str = strawberry.field(description="Slug of the organization whose it is.")
    finishes_draft: bool = strawberry.field(
        default=False, description="Whether what `keepEventDraft` kept of this form is no longer wanted then."
    )
    publish: bool = strawberry.field(
        default=False, description="Whether to publish it at once, or to send it to the reviewers where there are some."
    )
    repeats: Repeats | None = strawberry.field(default=UNSET, description="How often it takes place; null: once.")
    every: int | None = strawberry.field(default=UNSET, description="Of how many days, weeks or months one: 1 to 52.")
    weekdays: list[Weekday] | None = strawberry.field(
        default=UNSET, description="Of WEEKLY, with the one of its first day; null: only that one."
    )
    until: str | None = strawberry.field(default=UNSET, description="Its last local day, `2026-12-18`.")
    times: int | None = strawberry.field(default=UNSET, description="How often in all, instead of `until`: 1 to 1000.")
    rrule: str | None = strawberry.field(
        default=UNSET, description="Instead of all that: any rule of RFC 5545 that is not finer than days."
    )


@strawberry.input(description="The event from which another one is made.")
class DuplicateEventInput:
    slug: str = strawberry.field(description="Its name in addresses.")


@strawberry.input(description="A draft that is no longer wanted.")
class DiscardEventInput:
    slug: str = strawberry.field(description="Its name in addresses.")


@strawberry.type(description="The draft is gone.")
class DiscardEventSuccess:
    organization: str = strawberry.field(description="Slug of the organization whose it was.")


CreateEventPayload = Annotated[
    Posted, strawberry.union("CreateEventPayload", description="The new event, or why there is none.")
]
DuplicateEventPayload = Annotated[
    PostEventSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted,
    strawberry.union("DuplicateEventPayload", description="The new draft, or why there is none."),
]
DiscardEventPayload = Annotated[
    DiscardEventSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | AlreadyPublished,
    strawberry.union("DiscardEventPayload", description="That it is gone, or why it stays."),
]


@strawberry.type
class CreateEventMutation:
    @strawberry.mutation(
        description=(
            "Begin an event of an organization for which you post: a draft that only those see who post for it, unless"
            " you publish it at once. Each call makes another. Scope POST_EVENTS."
        )
    )
    async def create_event(
        self, info: Info, input: Annotated[CreateEventInput, strawberry.argument(description="What it says.")]
    ) -> CreateEventPayload:
        context, actor = info.context, info.context.actor
        said = given(input, "organization", "publish", "finishes_draft")
        async with context.database.write() as session:
            event = await domain.create_event(
                session, actor=actor, organization=input.organization, given=said, now=context.now
            )
            if input.finishes_draft:
                await keep_draft.forget_draft(session, actor=actor, organization=input.organization)
            if input.publish:
                await publish.publish_event(session, actor=actor, slug=event.slug, now=context.now)
        return posted(context, event)

    @strawberry.mutation(
        description=(
            "Begin a draft that says the same as an event, with the same agenda, under a slug of its own. Each call"
            " makes another. Scope POST_EVENTS."
        )
    )
    async def duplicate_event(
        self, info: Info, input: Annotated[DuplicateEventInput, strawberry.argument(description="Of which.")]
    ) -> DuplicateEventPayload:
        context = info.context
        async with context.database.write() as session:
            event = await duplicate.duplicate_event(session, actor=context.actor, slug=input.slug, now=context.now)
        return posted(context, event)

    @strawberry.mutation(description="Delete a draft that was never published. Scope POST_EVENTS.")
    async def discard_event(
        self, info: Info, input: Annotated[DiscardEventInput, strawberry.argument(description="Which.")]
    ) -> DiscardEventPayload:
        context = info.context
        async with context.database.write() as session:
            organization = await discard.discard_event(session, actor=context.actor, slug=input.slug)
        return DiscardEventSuccess(organization=organization)
