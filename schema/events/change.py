"""Changing what an event says."""

from typing import Annotated

import strawberry

from schema.context import Info
from schema.events.fields import EventFields, given
from schema.events.posted import ChangedMeanwhile, Posted, posted
from schema.events.telling import telling
from server.attendance.fill import fill_event
from server.events import change as domain
from server.events import keep_draft, publish


@strawberry.input(description="What to change of an event.")
class ChangeEventInput(EventFields):
    slug: str = strawberry.field(description="Its name in addresses.")
    version: str = strawberry.field(
        description="`version` of what you read. Where somebody changed the event since, nothing is written."
    )
    finishes_draft: bool = strawberry.field(
        default=False, description="Whether what `keepEventDraft` kept of this form is no longer wanted then."
    )
    publish: bool = strawberry.field(
        default=False, description="Whether to publish it too, or to send it to the reviewers where there are some."
    )


ChangeEventPayload = Annotated[
    Posted | ChangedMeanwhile,
    strawberry.union("ChangeEventPayload", description="The event as it is now, or why it stays as it was."),
]


@strawberry.type
class ChangeEventMutation:
    @strawberry.mutation(
        description=(
            "Change what an event says. What matters to those who come raises its `sequence`; a published one that"
            " begins at another time is RESCHEDULED. A second time changes nothing. Scope POST_EVENTS."
        )
    )
    async def change_event(
        self, info: Info, input: Annotated[ChangeEventInput, strawberry.argument(description="Which, and what.")]
    ) -> ChangeEventPayload:
        context, actor = info.context, info.context.actor
        said = given(input, "slug", "version", "publish", "finishes_draft")
        async with context.database.write() as session:
            async with telling(context, session, input.slug):
                event = await domain.change_event(
                    session, actor=actor, slug=input.slug, version=input.version, given=said, now=context.now
                )
            await fill_event(session, settings=context.settings, event_id=event.id, now=context.now)
            if input.finishes_draft:
                await keep_draft.forget_draft(session, actor=actor, slug=input.slug)
            if input.publish:
                await publish.publish_event(session, actor=actor, slug=event.slug, now=context.now)
        return posted(context, event)
