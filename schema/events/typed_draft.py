"""Keeping what is typed into an event's form until it is finished."""

from datetime import datetime
from typing import Annotated

import strawberry

from schema.context import Info
from schema.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.scalars import TypedForm
from server.events import keep_draft as domain

_WHICH = "Slug of the organization whose new event it is; null where `slug` says which event is changed."
_SLUG = "Slug of the event that is changed; null for a new one."


@strawberry.input(description="An unfinished form.")
class KeepEventDraftInput:
    typed: TypedForm = strawberry.field(description="All of it, whatever is wrong with it.")
    organization: str | None = strawberry.field(default=None, description=_WHICH)
    slug: str | None = strawberry.field(default=None, description=_SLUG)


@strawberry.input(description="An unfinished form that is no longer wanted.")
class ForgetEventDraftInput:
    organization: str | None = strawberry.field(default=None, description=_WHICH)
    slug: str | None = strawberry.field(default=None, description=_SLUG)


@strawberry.type(description="It is kept, for you alone.")
class KeepEventDraftSuccess:
    kept_at: datetime = strawberry.field(description="Since when, in UTC.")


@strawberry.type(description="Nothing is kept any more.")
class ForgetEventDraftSuccess:
    forgotten: bool = strawberry.field(description="Always true.")


KeepEventDraftPayload = Annotated[
    KeepEventDraftSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | InvalidInput,
    strawberry.union("KeepEventDraftPayload", description="That it is kept, or why it isn't."),
]
ForgetEventDraftPayload = Annotated[
    ForgetEventDraftSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted,
    strawberry.union("ForgetEventDraftPayload", description="That it is gone, or why it isn't."),
]


@strawberry.type
class TypedDraftMutation:
    @strawberry.mutation(
        description=(
            "Keep what you typed into an event's form, however unfinished, until you come back. It replaces what was"
            " kept of the same form; nobody else sees it. Scope POST_EVENTS."
        )
    )
    async def keep_event_draft(
        self, info: Info, input: Annotated[KeepEventDraftInput, strawberry.argument(description="What, of which.")]
    ) -> KeepEventDraftPayload:
        context = info.context
        async with context.database.write() as session:
            kept_at = await domain.keep_draft(
                session,
                actor=context.actor,
                organization=input.organization,
                slug=input.slug,
                typed=input.typed,
                now=context.now,
            )
        return KeepEventDraftSuccess(kept_at=kept_at)

    @strawberry.mutation(
        description="Throw away what was kept of an event's form; the second time there is nothing. Scope POST_EVENTS."
    )
    async def forget_event_draft(
        self, info: Info, input: Annotated[ForgetEventDraftInput, strawberry.argument(description="Of which.")]
    ) -> ForgetEventDraftPayload:
        context = info.context
        async with context.database.write() as session:
            await domain.forget_draft(session, actor=context.actor, organization=input.organization, slug=input.slug)
        return ForgetEventDraftSuccess(forgotten=True)
