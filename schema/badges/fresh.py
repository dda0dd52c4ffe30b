"""Replacing the code of one's own badge where it was copied, in GraphQL."""

from datetime import datetime
from typing import Annotated

import strawberry

from schema.badges.types import Badge, as_badge
from schema.context import Info
from schema.errors import SessionRequired, SignInRequired, UserError, answers
from server.badges import errors
from server.badges.fresh import AN_HOUR, fresh_badge


@answers(errors.TooManyFreshCodes)
@strawberry.type(description="Fresh codes were asked for too often; the one there is stays good.")
class TooManyFreshCodes(UserError):
    retry_at: datetime = strawberry.field(description="When there is another, in UTC.")


@strawberry.type(description="Your badge has a new code; the old one is refused, also where it is printed.")
class FreshBadgeSuccess:
    badge: Badge = strawberry.field(description="With the new code.")


FreshBadgePayload = Annotated[
    FreshBadgeSuccess | SignInRequired | SessionRequired | TooManyFreshCodes,
    strawberry.union("FreshBadgePayload", description="The new code, or why the old one stays."),
]


@strawberry.type
class FreshBadgeMutation:
    @strawberry.mutation(
        description="Replace the code of your own badge, as where somebody copied it: the old one dies at once, and "
        f"scans of it that still wait on devices are refused. At most {AN_HOUR} an hour."
    )
    async def fresh_badge(self, info: Info) -> FreshBadgePayload:
        context = info.context
        async with context.database.write() as session:
            made = await fresh_badge(session, settings=context.settings, actor=context.actor, now=context.now)
        badge = as_badge(context, made)
        assert badge is not None, "it was made now"
        return FreshBadgeSuccess(badge=badge)
