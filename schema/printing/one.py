"""One badge on paper, in GraphQL."""

from typing import Annotated

import strawberry

from schema.attachments import Attachment, attachment
from schema.context import Info
from schema.ids import key_of
from server.printing.print_one import print_one


@strawberry.type
class PrintOneQuery:
    @strawberry.field(
        description=(
            "A PDF of one badge of an event, as the event's last print looked, for whoever works at it; null for"
            " others, and for a badge that is not good any more. It counts as printed. A program needs the scope ADMIN."
        )
    )
    async def printed_badge(
        self, info: Info, badge: Annotated[strawberry.ID, strawberry.argument(description="Which.")]
    ) -> Attachment | None:
        context, key = info.context, key_of(badge, "badge")
        if key is None:
            return None
        made = await print_one(context.database, context.settings, actor=context.actor, badge_id=key, now=context.now)
        return None if made is None else attachment(made, media_type="application/pdf", filename="badge.pdf")
