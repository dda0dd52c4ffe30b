"""Saying what becomes of events at an address that are likely there already."""

from typing import Annotated

import strawberry

from schema.context import Info
from schema.imports.ask_now import ask_now
from schema.imports.follow import WHAT, Done, ImportSourceSuccess, source_in_hand
from schema.imports.source import as_source
from server.imports.held import decide_held

DecideHeldEventsPayload = Annotated[Done, strawberry.union("DecideHeldEventsPayload", description=WHAT)]


@strawberry.input(description="What becomes of events that are likely there already.")
class DecideHeldEventsInput:
    id: strawberry.ID = strawberry.field(description="Which address.")
    let_in: list[str] = strawberry.field(
        default_factory=list, description="`uid`s of those of its `held` that come in all the same."
    )
    left_out: list[str] = strawberry.field(
        default_factory=list, description="`uid`s of those that never come in. Who is in neither list waits on."
    )


@strawberry.type
class HeldEventMutation:
    @strawberry.mutation(
        description=(
            "Say which events of an address come in although they are likely there already, and which stay out; it is"
            " asked anew at once. The first decision holds: a second one of the same event changes nothing."
        )
    )
    async def decide_held_events(
        self, info: Info, input: Annotated[DecideHeldEventsInput, strawberry.argument(description="What of which.")]
    ) -> DecideHeldEventsPayload:
        context = info.context
        _, source = await source_in_hand(info, input.id)
        async with context.database.write() as session:
            await decide_held(session, source, let_in=input.let_in, left_out=input.left_out, now=context.now)
        await ask_now(context, source.id)
        host, source = await source_in_hand(info, input.id)
        return ImportSourceSuccess(source=as_source(source, host))
