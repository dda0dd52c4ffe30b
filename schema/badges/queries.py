"""One's own badge, and whose a code is."""

from typing import Annotated
from uuid import UUID

import strawberry

from schema.badges.types import Badge, ScannedBadge, as_badge, as_scanned_badge
from schema.context import Context, Info
from schema.nodes import fetched_by
from server.badges import queries


@strawberry.type
class BadgeHolder:
    """What `Viewer` has of this capability."""

    @strawberry.field(description="Your badge for everywhere; null when you have none.")
    async def badge(self, info: Info) -> Badge | None:
        context = info.context
        row = await queries.standing_badge(context.database, actor=context.actor)
        return as_badge(context, row) if row is not None else None


@strawberry.type
class BadgeQuery:
    @strawberry.field(
        description="Whose badge has this code; null for any other text, and for a badge that is no longer valid."
    )
    async def badge(
        self,
        info: Info,
        code: Annotated[str, strawberry.argument(description="In any spelling that `scanBadge` takes.")],
    ) -> ScannedBadge | None:
        context = info.context
        found = await queries.scanned_badge(context.database, actor=context.actor, code=code)
        return as_scanned_badge(found) if found is not None else None


@fetched_by("badge")
async def badge(context: Context, key: UUID) -> Badge | None:
    row = await queries.own_badge(context.database, actor=context.actor, id_=key)
    return as_badge(context, row) if row is not None else None
