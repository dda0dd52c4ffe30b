"""Giving, replacing and taking back badges of an event, in GraphQL."""

from typing import Annotated
from uuid import UUID

import strawberry

from schema.context import Info
from schema.errors import NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.ids import global_id, key_of
from server import errors as kernel
from server.badges.at_desk import replace_at_desk, revoke_at_desk
from server.badges.issue_for_event import issue_for_event


@strawberry.input(description="Who gets a badge of an event.")
class IssueBadgesInput:
    event: strawberry.ID = strawberry.field(description="The event, or one instance of a series.")
    people: list[strawberry.ID] | None = strawberry.field(
        default=None, description="Only these, by `personId`; null: all who go, speak, stand at a booth or work there."
    )


@strawberry.input(description="A badge of an event.")
class ReplaceEventBadgeInput:
    badge: strawberry.ID = strawberry.field(description="The lost one, by `id` of the event's badges.")


@strawberry.input(description="A badge of an event.")
class RevokeEventBadgeInput:
    badge: strawberry.ID = strawberry.field(description="By `id` of the event's badges.")


@strawberry.type(description="They have badges of the event.")
class IssueBadgesSuccess:
    issued: int = strawberry.field(description="How many are new; who had one keeps it.")


@strawberry.type(description="The old code is refused from now on; the new badge is to be printed.")
class ReplaceEventBadgeSuccess:
    badge: strawberry.ID = strawberry.field(description="The new one.")


@strawberry.type(description="The code is refused from now on.")
class RevokeEventBadgeSuccess:
    badge: strawberry.ID = strawberry.field(description="As it was given.")


IssueBadgesPayload = Annotated[
    IssueBadgesSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted,
    strawberry.union("IssueBadgesPayload", description="How many are new, or why none."),
]
ReplaceEventBadgePayload = Annotated[
    ReplaceEventBadgeSuccess | SignInRequired | ScopeMissing | NotFound,
    strawberry.union("ReplaceEventBadgePayload", description="The new badge, or why there is none."),
]
RevokeEventBadgePayload = Annotated[
    RevokeEventBadgeSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted,
    strawberry.union("RevokeEventBadgePayload", description="That it is taken back, or why not."),
]


@strawberry.type
class DeskMutation:
    @strawberry.mutation(
        description=(
            "Give badges of an event: to everybody who comes, which its organizers may, or to some, which all who work"
            " there may."
        )
    )
    async def issue_badges(
        self, info: Info, input: Annotated[IssueBadgesInput, strawberry.argument(description="To whom.")]
    ) -> IssueBadgesPayload:
        context = info.context
        people = None if input.people is None else [_key(id_, "person") for id_ in input.people]
        async with context.database.write() as session:
            issued = await issue_for_event(
                session,
                secret=context.settings.secret,
                actor=context.actor,
                occurrence_id=_key(input.event, "event"),
                people=people,
                now=context.now,
            )
        return IssueBadgesSuccess(issued=issued)

    @strawberry.mutation(
        description="Replace a badge of an event that was lost: the old code dies at once. Who works there may."
    )
    async def replace_event_badge(
        self, info: Info, input: Annotated[ReplaceEventBadgeInput, strawberry.argument(description="Which.")]
    ) -> ReplaceEventBadgePayload:
        context, key = info.context, _key(input.badge, "badge")
        async with context.database.write() as session:
            new = await replace_at_desk(
                session, secret=context.settings.secret, actor=context.actor, badge_id=key, now=context.now
            )
        return ReplaceEventBadgeSuccess(badge=strawberry.ID(global_id("badge", new.id)))

    @strawberry.mutation(description="Take a badge of an event back. Its organizers may.")
    async def revoke_event_badge(
        self, info: Info, input: Annotated[RevokeEventBadgeInput, strawberry.argument(description="Which.")]
    ) -> RevokeEventBadgePayload:
        context, key = info.context, _key(input.badge, "badge")
        async with context.database.write() as session:
            await revoke_at_desk(session, actor=context.actor, badge_id=key, now=context.now)
        return RevokeEventBadgeSuccess(badge=input.badge)


def _key(id_: strawberry.ID, type_: str) -> UUID:
    key = key_of(id_, type_)
    if key is None:
        raise kernel.NotFound
    return key
