"""Organizers look at printing, and are told how far it is."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

import strawberry

from schema.context import Info
from schema.ids import key_of
from schema.printing.board import Printing, as_printing
from schema.printing.prints import BadgePrint, as_print
from server.printing.board import changes, one_print, print_board

_Slug = Annotated[str, strawberry.argument(description="The event's name in addresses.")]


@strawberry.type
class PrintQuery:
    @strawberry.field(
        description="Printing the badges of an event; null unless you organize it. A program needs the scope ADMIN."
    )
    async def event_printing(self, info: Info, slug: _Slug) -> Printing | None:
        context = info.context
        board = await print_board(context.database, actor=context.actor, slug=slug, now=context.now)
        return None if board is None else as_printing(board)

    @strawberry.field(description="A print of badges; null unless you organize its event.")
    async def badge_print(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Of the print.")]
    ) -> BadgePrint | None:
        context, key = info.context, key_of(id, "print")
        if key is None:
            return None
        row = await one_print(context.database, actor=context.actor, id_=key, now=context.now)
        return None if row is None else as_print(row, row.slug, context.now, by=row.by)


@strawberry.type
class PrintSubscription:
    @strawberry.subscription(
        description=(
            "Printing the badges of an event: at once, and whenever one of its prints is further on. Ends when you no"
            " longer organize it."
        )
    )
    async def printing_changed(self, info: Info, slug: _Slug) -> AsyncGenerator[Printing, None]:
        context = info.context
        boards = changes(context.database, context.resources.live, actor=context.actor, slug=slug, now=context.now)
        async with aclosing(boards):
            async for board in boards:
                yield as_printing(board)
