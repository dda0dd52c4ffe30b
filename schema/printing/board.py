"""Printing the badges of an event, as its organizers see it in GraphQL."""

from datetime import datetime
from typing import Annotated

import strawberry

from schema.attachments import Attachment, attachment
from schema.connections import Connection, Page
from schema.context import Info
from schema.errors import FieldError
from schema.ids import global_id
from schema.printing.design import BadgeDesign, BadgeDesignInput, BadgeStock, all_stocks, as_design, read_input
from schema.printing.prints import BadgePrint, as_print
from server.printing import preview
from server.printing.board import Board, jobs_of, last_design, printable
from server.printing.design import HanShapes
from server.printing.pieces import piece
from server.printing.unprintable import unprintable

_Design = Annotated[BadgeDesignInput, strawberry.argument(description="How they are to look.")]


@strawberry.type(description="A badge that can be printed.")
class PrintableBadge:
    id: strawberry.ID = strawberry.field(description="Give it to `requestPrint`.")
    name: str | None = strawberry.field(description="Whose it is; null where they share their name with nobody.")
    role: str | None = strawberry.field(description="What they are at the event; null for who just comes.")
    printed_at: datetime | None = strawberry.field(description="When it was last printed, in UTC; null where never.")


@strawberry.type(description="A badge that is printed without the name of its holder, or without all of it.")
class UnprintableBadge:
    id: strawberry.ID = strawberry.field(description="The badge.")
    name: str | None = strawberry.field(
        description="Whose it is; null where they share their name with nobody: then none is printed."
    )
    characters: str = strawberry.field(
        description="Those of the name that no font here has, each once; empty where there is no name."
    )


@strawberry.type(description="Printing the badges of an event.")
class Printing:
    board: strawberry.Private[Board]
    id: strawberry.ID = strawberry.field(description="The event's; give it to `requestPrint`.")
    slug: str = strawberry.field(description="The event's name in addresses.")
    name: str = strawberry.field(description="The event's name.")
    badge_count: int = strawberry.field(description="How many badges the event has now.")
    printed_count: int = strawberry.field(description="How many of them were printed at least once.")

    @strawberry.field(description="What badges can be printed on.")
    def stocks(self) -> list[BadgeStock]:
        return all_stocks()

    @strawberry.field(description="The design that is given, else that of the last print, else one to begin with.")
    async def design(
        self,
        info: Info,
        given: Annotated[BadgeDesignInput | None, strawberry.argument(description="One to look at.")] = None,
    ) -> BadgeDesign:
        if given is not None and not preview.faults_of(info.context.settings, read_input(given)):
            return as_design(read_input(given))
        return as_design(await last_design(info.context.database, self.board.event_id))

    @strawberry.field(description="What is the matter with a design; empty where it can be printed.")
    def faults(
        self,
        info: Info,
        design: Annotated[BadgeDesignInput | None, strawberry.argument(description="One to look at.")] = None,
    ) -> list[FieldError]:
        found = () if design is None else preview.faults_of(info.context.settings, read_input(design))
        return [FieldError(path=list(fault.path), message=fault.message) for fault in found]

    @strawberry.field(description="Badges on which the name is not, or not all of it; 100 at most.")
    async def unprintable(
        self,
        info: Info,
        han: Annotated[HanShapes, strawberry.argument(description="As in the design.")] = HanShapes.SC,
    ) -> list[UnprintableBadge]:
        found = await unprintable(info.context.database, event_id=self.board.event_id, han=han)
        return [
            UnprintableBadge(
                id=strawberry.ID(global_id("badge", one.badge_id)), name=one.name, characters=one.characters
            )
            for one in found
        ]

    @strawberry.field(description="The event's active badges, by family name.")
    async def badges(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = 20,
        after: Annotated[str | None, strawberry.argument(description="`endCursor` of the piece before.")] = None,
        text: Annotated[
            str | None, strawberry.argument(description="Beginnings of words of the name; case doesn't matter.")
        ] = None,
        not_printed: Annotated[bool, strawberry.argument(description="Only those never printed.")] = False,
    ) -> Connection[PrintableBadge]:
        database = info.context.database
        rows, printed = await printable(database, self.board.event_id, text=text or "", only_new=not_printed)
        some, more = piece(rows, first=first, after=after)
        nodes = [
            PrintableBadge(
                id=strawberry.ID(global_id("badge", row.badge_id)),
                name=row.name,
                role=row.role,
                printed_at=printed.get(row.badge_id),
            )
            for row in some
        ]
        return Page(nodes, cursor=lambda node: node.id, has_next_page=more, has_previous_page=after is not None)  # type: ignore[return-value]  # has a connection's attributes

    @strawberry.field(description="The newest prints first; 20 at most.")
    async def prints(self, info: Info) -> list[BadgePrint]:
        rows = await jobs_of(info.context.database, self.board.event_id)
        return [as_print(row, self.slug, info.context.now, by=row.by) for row in rows]

    @strawberry.field(description="A PNG of the first page, with outlines; null where the design has faults.")
    async def preview(self, info: Info, design: _Design) -> Attachment | None:
        context, read = info.context, read_input(design)
        made = await preview.preview(context.database, context.settings, event_id=self.board.event_id, design=read)
        return None if made is None else attachment(made, media_type="image/png", filename="badges.png")

    @strawberry.field(
        description="A PDF of one page of badges of nobody, with outlines, to hold against the sheet; null as above."
    )
    async def test_sheet(self, info: Info, design: _Design) -> Attachment | None:
        context, read = info.context, read_input(design)
        made = await preview.trial_sheet(context.database, context.settings, event_id=self.board.event_id, design=read)
        return None if made is None else attachment(made, media_type="application/pdf", filename="test-sheet.pdf")


def as_printing(board: Board) -> Printing:
    return Printing(
        board=board,
        id=strawberry.ID(global_id("event", board.event_id)),
        slug=board.slug,
        name=board.name,
        badge_count=board.badges,
        printed_count=board.printed,
    )
