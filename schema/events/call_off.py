"""Cancelling, postponing and moving an event, and taking that back."""

from typing import Annotated, TypeAlias

import strawberry

from schema.context import Info
from schema.errors import NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.events.posted import AlreadyOver, Posted, PostEventSuccess, posted
from schema.events.telling import telling
from server.events import call_off as domain
from server.local_time import Fold

_LOCAL = "as local time of its zone: `2026-09-24T18:30`; of whole days `2026-09-24`"
_REASON = "Why, for its history and the mail to those who answered: at most 500 letters."
_FOLD = "Which of the two is meant where clocks are put back and that time comes twice."


@strawberry.input(description="An event that does not take place.")
class CancelEventInput:
    slug: str = strawberry.field(description="Its name in addresses.")
    reason: str | None = strawberry.field(
        default=None, description="Why, for everybody who sees the event: at most 500 letters."
    )


@strawberry.input(description="An event that takes place later, nobody knows yet when.")
class PostponeEventInput:
    slug: str = strawberry.field(description="Its name in addresses.")
    reason: str | None = strawberry.field(default=None, description=_REASON)


@strawberry.input(description="An event that takes place at another time.")
class RescheduleEventInput:
    slug: str = strawberry.field(description="Its name in addresses.")
    starts_at: str | None = strawberry.field(default=None, description=f"When it begins, {_LOCAL}.")
    starts_at_fold: Fold | None = strawberry.field(default=None, description=_FOLD)
    ends_at: str | None = strawberry.field(default=None, description=f"When it is over, {_LOCAL}: its last one.")
    ends_at_fold: Fold | None = strawberry.field(default=None, description=_FOLD)
    reason: str | None = strawberry.field(default=None, description=_REASON)


@strawberry.input(description="An event that takes place after all.")
class RestoreEventInput:
    slug: str = strawberry.field(description="Its name in addresses.")


_CalledOff: TypeAlias = Posted | AlreadyOver
_WHY = "How it stands now, or why it stays as it was."
CancelEventPayload = Annotated[_CalledOff, strawberry.union("CancelEventPayload", description=_WHY)]
PostponeEventPayload = Annotated[_CalledOff, strawberry.union("PostponeEventPayload", description=_WHY)]
RescheduleEventPayload = Annotated[Posted, strawberry.union("RescheduleEventPayload", description=_WHY)]
RestoreEventPayload = Annotated[
    PostEventSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | AlreadyOver,
    strawberry.union("RestoreEventPayload", description=_WHY),
]


@strawberry.type
class CallOffMutation:
    @strawberry.mutation(
        description=(
            "Say that an event does not take place. It stays to be seen, marked so; those who answered are mailed, and"
            " calendars told. A second time only changes the reason. Scope POST_EVENTS."
        )
    )
    async def cancel_event(
        self, info: Info, input: Annotated[CancelEventInput, strawberry.argument(description="Which, and why.")]
    ) -> CancelEventPayload:
        context = info.context
        async with context.database.write() as session, telling(context, session, input.slug, input.reason):
            event = await domain.cancel_event(
                session, actor=context.actor, slug=input.slug, reason=input.reason, now=context.now
            )
        return posted(context, event)

    @strawberry.mutation(
        description="Put an event off, without a new time yet. A second time changes nothing. Scope POST_EVENTS."
    )
    async def postpone_event(
        self, info: Info, input: Annotated[PostponeEventInput, strawberry.argument(description="Which, and why.")]
    ) -> PostponeEventPayload:
        context = info.context
        async with context.database.write() as session, telling(context, session, input.slug, input.reason):
            event = await domain.postpone_event(
                session, actor=context.actor, slug=input.slug, reason=input.reason, now=context.now
            )
        return posted(context, event)

    @strawberry.mutation(
        description=(
            "Move an event to another time; doors and agenda move along, and it says when it was to begin. A cancelled"
            " or postponed one takes place then. Scope POST_EVENTS."
        )
    )
    async def reschedule_event(
        self, info: Info, input: Annotated[RescheduleEventInput, strawberry.argument(description="Which, and to when.")]
    ) -> RescheduleEventPayload:
        context = info.context
        times = {name: value for name, value in vars(input).items() if name not in ("slug", "reason")}
        async with context.database.write() as session, telling(context, session, input.slug, input.reason):
            event = await domain.reschedule_event(
                session, actor=context.actor, slug=input.slug, times=times, reason=input.reason, now=context.now
            )
        return posted(context, event)

    @strawberry.mutation(
        description=(
            "Take a cancellation or postponement back: the event takes place as it was last announced. A second time"
            " changes nothing. Scope POST_EVENTS."
        )
    )
    async def restore_event(
        self, info: Info, input: Annotated[RestoreEventInput, strawberry.argument(description="Which.")]
    ) -> RestoreEventPayload:
        context = info.context
        async with context.database.write() as session, telling(context, session, input.slug):
            event = await domain.restore_event(session, actor=context.actor, slug=input.slug, now=context.now)
        return posted(context, event)
