"""Keeping a filter, and giving it up."""

from typing import Annotated

import strawberry

from schema.context import Info
from schema.errors import InvalidInput, NotFound, ScopeMissing, SignInRequired
from schema.events.filters import EventFilter, as_filter
from schema.finding.saved_filters import SavedFilter, as_saved
from schema.ids import key_of
from server import errors
from server.finding.save_filter import remove_filter, save_filter


@strawberry.input(description="A filter to keep.")
class SaveFilterInput:
    name: str = strawberry.field(description="1 to 100 characters; whoever has the address sees it.")
    filter: EventFilter = strawberry.field(
        description="What it narrows to. What depends on who looks, such as `followed`, is left out."
    )


@strawberry.input(description="A filter to give up.")
class RemoveFilterInput:
    id: strawberry.ID = strawberry.field(description="One of `viewer.savedFilters`.")


@strawberry.type(description="It is kept.")
class SaveFilterSuccess:
    saved_filter: SavedFilter = strawberry.field(description="The filter, with its address.")


@strawberry.type(description="Its address shows nothing any more.")
class RemoveFilterSuccess:
    id: strawberry.ID = strawberry.field(description="The one that was named.")


SaveFilterPayload = Annotated[
    SaveFilterSuccess | SignInRequired | ScopeMissing | InvalidInput,
    strawberry.union("SaveFilterPayload", description="The kept filter, or why it isn't."),
]
RemoveFilterPayload = Annotated[
    RemoveFilterSuccess | SignInRequired | ScopeMissing | NotFound,
    strawberry.union("RemoveFilterPayload", description="The one that is gone, or why it isn't."),
]


@strawberry.type
class SaveFilterMutation:
    @strawberry.mutation(description="Keep a filter under a name. The same again is another one.")
    async def save_filter(
        self, info: Info, input: Annotated[SaveFilterInput, strawberry.argument(description="Which.")]
    ) -> SaveFilterPayload:
        context = info.context
        async with context.database.write() as session:
            saved = await save_filter(
                session, actor=context.actor, name=input.name, filter=as_filter(input.filter), now=context.now
            )
        return SaveFilterSuccess(saved_filter=as_saved(saved))

    @strawberry.mutation(description="Give a filter up. The second time it is not found.")
    async def remove_filter(
        self, info: Info, input: Annotated[RemoveFilterInput, strawberry.argument(description="Which.")]
    ) -> RemoveFilterPayload:
        key = key_of(input.id, "filter")
        if key is None:
            raise errors.NotFound
        async with info.context.database.write() as session:
            await remove_filter(session, actor=info.context.actor, filter_id=key)
        return RemoveFilterSuccess(id=input.id)
