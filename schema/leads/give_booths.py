"""Giving and changing the booths of a fair by a table, in GraphQL."""

from typing import Annotated

import strawberry
from strawberry.file_uploads import Upload

from schema.context import Info
from schema.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.leads.booth_columns import (
    MOST_SHOWN,
    BoothColumn,
    BoothColumns,
    BoothFault,
    PlannedBooth,
    as_columns,
    planned,
)
from schema.pasted import WHOLE, pasted, pieces
from server.leads.booth_table import MAX_BOOTHS, MAX_LETTERS
from server.leads.give_booths import BoothLook, give_booths, look_at_booths
from server.leads.plan_booths import Becomes


@strawberry.input(description="A table of booths, to be looked at. Give `file` or `text`.")
class PreviewBoothsInput:
    slug: str = strawberry.field(description="The event's name in addresses.")
    file: Upload | None = strawberry.field(
        default=None, description="CSV, separated by commas, semicolons, tabs or bars; UTF-8 or Windows-1252."
    )
    text: list[str] | None = strawberry.field(default=None, description=WHOLE)
    columns: BoothColumns | None = strawberry.field(default=None, description="Null: as the headings say.")


@strawberry.input(description="A table of booths to give.")
class GiveBoothsInput:
    slug: str = strawberry.field(description="The event's name in addresses.")
    text: list[str] = strawberry.field(description=WHOLE)
    columns: BoothColumns | None = strawberry.field(default=None, description="Null: as the headings say.")


@strawberry.type(description="What the table would do. Nothing of it is kept.")
class PreviewBoothsSuccess:
    text: list[str] = strawberry.field(description="The table, to be given back to `giveBooths`.")
    headings: list[str] = strawberry.field(description="Of its columns.")
    columns: list[BoothColumn] = strawberry.field(
        description="Which holds what. Without an organization and a label nothing is given."
    )
    new_count: int = strawberry.field(description="How many organizations would get a booth.")
    new: list[PlannedBooth] = strawberry.field(description=f"Which; the first {MOST_SHOWN}.")
    changed_count: int = strawberry.field(description="How many booths would be changed.")
    changed: list[PlannedBooth] = strawberry.field(description=f"Which; the first {MOST_SHOWN}.")
    already: int = strawberry.field(description="How many are as the table says, and stay so.")
    left_out: list[BoothFault] = strawberry.field(description=f"Lines that would be left out; the first {MOST_SHOWN}.")
    left_out_count: int = strawberry.field(description="How many lines would be left out.")


@strawberry.type(description="The booths are as the table says.")
class GiveBoothsSuccess:
    slug: str = strawberry.field(description="The event's name in addresses.")
    given: int = strawberry.field(description="How many organizations got one.")
    changed: int = strawberry.field(description="How many booths are otherwise than before.")


PreviewBoothsPayload = Annotated[
    PreviewBoothsSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | InvalidInput,
    strawberry.union("PreviewBoothsPayload", description="What it would do, or why nothing."),
]
GiveBoothsPayload = Annotated[
    GiveBoothsSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | InvalidInput,
    strawberry.union("GiveBoothsPayload", description="How many are given and changed, or why none."),
]


@strawberry.type
class GiveBoothsMutation:
    @strawberry.mutation(description=f"Look at a table of at most {MAX_BOOTHS:,} booths. An event's organizers may.")
    async def preview_booths(
        self, info: Info, input: Annotated[PreviewBoothsInput, strawberry.argument(description="The table.")]
    ) -> PreviewBoothsPayload:
        context, text = info.context, await pasted(input.file, input.text, most=MAX_LETTERS)
        columns = as_columns(input.columns)
        async with context.database.read() as session:
            look = await look_at_booths(session, actor=context.actor, slug=input.slug, text=text, columns=columns)
        return _preview(look, text)

    @strawberry.mutation(
        description=(
            "Give organizations the booths of a table, and change those that are otherwise. Booths that it does not"
            " name stay, so the same table again does nothing. An event's organizers may."
        )
    )
    async def give_booths(
        self, info: Info, input: Annotated[GiveBoothsInput, strawberry.argument(description="The table.")]
    ) -> GiveBoothsPayload:
        context, given = info.context, {"slug": input.slug, "text": "\n".join(input.text)}
        columns = as_columns(input.columns)
        async with context.database.write() as session:
            done = await give_booths(session, actor=context.actor, **given, columns=columns, now=context.now)
        return GiveBoothsSuccess(slug=done.slug, given=done.new, changed=done.changed)


def _preview(look: BoothLook, text: str) -> PreviewBoothsSuccess:
    table, left_out = look.table, look.left_out
    return PreviewBoothsSuccess(
        text=pieces(text),
        headings=list(table.headings),
        columns=[BoothColumn(field=field, heading=heading) for field, heading in table.columns.items()],
        new_count=len(look.those(Becomes.NEW)),
        new=planned(look, Becomes.NEW),
        changed_count=len(look.those(Becomes.CHANGED)),
        changed=planned(look, Becomes.CHANGED),
        already=len(look.those(Becomes.SAME)),
        left_out=[BoothFault(line=fault.line, message=fault.message) for fault in left_out[:MOST_SHOWN]],
        left_out_count=len(left_out),
    )
