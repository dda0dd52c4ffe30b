"""Showing one's own badge, in GraphQL: by a code that is new each time for whoever has set that."""

from typing import Annotated

import strawberry

from schema.badges.types import Badge, as_badge
from schema.context import Info
from schema.errors import NotFound, SessionRequired, SignInRequired
from server.badges.show import AN_HOUR, show_badge
from server.errors import NotFound as Absent


@strawberry.type(description="Your badge, as it is good now.")
class ShowBadgeSuccess:
    badge: Badge = strawberry.field(description="With the code to show.")


ShowBadgePayload = Annotated[
    ShowBadgeSuccess | SignInRequired | SessionRequired | NotFound,
    strawberry.union("ShowBadgePayload", description="The badge to show, or why there is none."),
]


@strawberry.type
class ShowBadgeMutation:
    @strawberry.mutation(
        description="Ask for your badge, to show it. With `Card.freshCodes` its code is another one each time, up to "
        f"{AN_HOUR} an hour, and the last one dies: it is refused, but for scans of before that arrive within a week. "
        "Without, the badge stays as it is."
    )
    async def show_badge(self, info: Info) -> ShowBadgePayload:
        context = info.context
        async with context.database.write() as session:
            shown = await show_badge(session, settings=context.settings, actor=context.actor, now=context.now)
        badge = as_badge(context, shown)
        if badge is None:
            raise Absent
        return ShowBadgeSuccess(badge=badge)
