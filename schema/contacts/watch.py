"""Being told of scans of one's own badge while they happen."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime
from typing import Annotated

import strawberry

from schema.contacts.types import Encounter, as_encounter
from schema.context import Info
from server.contacts.watch import scans_of_me


@strawberry.type
class ScanSubscription:
    @strawberry.subscription(
        description=(
            "Somebody scanned your badge: each scan once, when it is on disk, with what they share with you."
            " Needs you signed in, or a program that may read your contacts."
        )
    )
    async def scanned(
        self,
        info: Info,
        after: Annotated[
            datetime | None,
            strawberry.argument(
                description=(
                    "Those as well that this server received after this moment, an hour ago at most: give the"
                    " `receivedAt` of the last one you know when you come back. Null for what comes from now on."
                )
            ),
        ] = None,
    ) -> AsyncGenerator[Encounter, None]:
        context = info.context
        scans = scans_of_me(context.database, context.resources.live, actor=context.actor, after=after, now=context.now)
        async with aclosing(scans):
            async for met in scans:
                yield as_encounter(met)
