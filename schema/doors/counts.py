"""How many are in, and being told when that changes, in GraphQL."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import Annotated
from uuid import UUID

import strawberry

from schema.context import Context, Info
from schema.ids import global_id, key_of
from schema.loaders import loader
from server import errors as kernel
from server.doors.counts import Counts, counts, watch_counts


@strawberry.type(description="Who came in through one door before any other.")
class DoorCount:
    station: strawberry.ID = strawberry.field(description="The door.")
    came: int = strawberry.field(description="How many people.")


@strawberry.type(description="Numbers of an event, or of one instance of a series, at one moment.")
class DoorCounts:
    came: int = strawberry.field(description="How many people are in, each once.")
    going: int = strawberry.field(description="How many said that they come, or came.")
    capacity: int | None = strawberry.field(description="Places there are; null without a limit.")
    elsewhere: int = strawberry.field(description="How many came by the desk, or checked in themselves.")
    doors: list[DoorCount] = strawberry.field(description="Doors through which somebody came.")


@strawberry.type
class DoorCountsSubscription:
    @strawberry.subscription(
        description=(
            "The numbers now, and again whenever somebody comes in, is taken back or answers: for whoever works at the"
            " event or stands at one of its doors, and programs that may scan for them."
        )
    )
    async def door_counts(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The event, or one instance.")],
    ) -> AsyncGenerator[DoorCounts, None]:
        context = info.context
        key = key_of(id, "event")
        if key is None:
            raise kernel.NotFound
        found = watch_counts(
            context.database, context.resources.live, actor=context.actor, occurrence_id=key, now=context.resources.now
        )
        async with aclosing(found):
            async for one in found:
                yield as_counts(one)


def as_counts(found: Counts) -> DoorCounts:
    doors = [
        DoorCount(station=strawberry.ID(global_id("station", id_)), came=came)
        for id_, came in found.doors.items()
        if id_ is not None
    ]
    elsewhere = found.doors.get(None, 0)
    return DoorCounts(came=found.came, going=found.going, capacity=found.capacity, elsewhere=elsewhere, doors=doors)


async def load_counts(context: Context, occurrence_id: UUID) -> DoorCounts:
    """Once in a request, for however many doors ask."""

    async def load(keys: Sequence[UUID]) -> Mapping[UUID, DoorCounts]:
        return {key: as_counts(await counts(context.database, key)) for key in keys}

    found = await loader(context, "door_counts", load).load(occurrence_id)
    assert found is not None, "every key was counted"
    return found
