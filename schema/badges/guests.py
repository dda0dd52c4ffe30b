"""Bringing guests without accounts into an event by a table, in GraphQL."""

from typing import Annotated
from uuid import UUID

import strawberry
from strawberry.file_uploads import Upload

from schema.badges.guest_columns import GuestColumn, GuestColumns, GuestFault, PlannedGuest, as_columns
from schema.context import Info
from schema.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.ids import key_of
from schema.pasted import WHOLE, pasted, pieces
from server import errors as kernel
from server.badges.bring_guests import Look, bring_guests, look_at_guests
from server.badges.guest_table import MAX_GUESTS, MAX_LETTERS


@strawberry.input(description="A table of guests, to be looked at. Give `file` or `text`.")
class PreviewGuestsInput:
    event: strawberry.ID = strawberry.field(description="The event, or one instance of a series.")
    file: Upload | None = strawberry.field(
        default=None, description="CSV, separated by commas, semicolons, tabs or bars; UTF-8 or Windows-1252."
    )
    text: list[str] | None = strawberry.field(default=None, description=WHOLE)
    columns: GuestColumns | None = strawberry.field(default=None, description="Null: as the headings say.")


@strawberry.input(description="A table of guests to bring in.")
class BringGuestsInput:
    event: strawberry.ID = strawberry.field(description="The event, or one instance of a series.")
    text: list[str] = strawberry.field(description=WHOLE)
    columns: GuestColumns | None = strawberry.field(default=None, description="Null: as the headings say.")


@strawberry.type(description="What the table would do. Nothing of it is kept.")
class PreviewGuestsSuccess:
    text: list[str] = strawberry.field(description="The table, to be given back to `bringGuests`.")
    headings: list[str] = strawberry.field(description="Of its columns.")
    columns: list[GuestColumn] = strawberry.field(description="Which holds what. Without a name nobody is brought in.")
    new_count: int = strawberry.field(description="How many would be brought in.")
    already: int = strawberry.field(description="How many are guests of the event already, and stay as they are.")
    sample: list[PlannedGuest] = strawberry.field(description="The first ten of those who would be brought in.")
    left_out: list[GuestFault] = strawberry.field(description="Lines that would be left out; the first hundred.")
    left_out_count: int = strawberry.field(description="How many lines would be left out.")


@strawberry.type(description="The guests are in, each with a badge.")
class BringGuestsSuccess:
    slug: str = strawberry.field(description="The event's name in addresses.")
    made: int = strawberry.field(description="How many are new.")


PreviewGuestsPayload = Annotated[
    PreviewGuestsSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | InvalidInput,
    strawberry.union("PreviewGuestsPayload", description="What it would do, or why nothing."),
]
BringGuestsPayload = Annotated[
    BringGuestsSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | InvalidInput,
    strawberry.union("BringGuestsPayload", description="How many are in, or why nobody."),
]


@strawberry.type
class GuestMutation:
    @strawberry.mutation(
        description=f"Look at a table of at most {MAX_GUESTS:,} guests without accounts. An event's organizers may."
    )
    async def preview_guests(
        self, info: Info, input: Annotated[PreviewGuestsInput, strawberry.argument(description="The table.")]
    ) -> PreviewGuestsPayload:
        context, text = info.context, await pasted(input.file, input.text, most=MAX_LETTERS)
        async with context.database.read() as session:
            look = await look_at_guests(
                session,
                actor=context.actor,
                occurrence_id=_key(input.event),
                text=text,
                columns=as_columns(input.columns),
            )
        return _preview(look, text)

    @strawberry.mutation(
        description=(
            "Bring guests without accounts into an event: each is going and has a badge. Who is a guest of it already"
            " stays, so the same table again brings nobody. An event's organizers may."
        )
    )
    async def bring_guests(
        self, info: Info, input: Annotated[BringGuestsInput, strawberry.argument(description="The table.")]
    ) -> BringGuestsPayload:
        context = info.context
        async with context.database.write() as session:
            brought = await bring_guests(
                session,
                secret=context.settings.secret,
                actor=context.actor,
                occurrence_id=_key(input.event),
                text="\n".join(input.text),
                columns=as_columns(input.columns),
                now=context.now,
            )
        return BringGuestsSuccess(slug=brought.slug, made=brought.made)


def _preview(look: Look, text: str) -> PreviewGuestsSuccess:
    table = look.table
    return PreviewGuestsSuccess(
        text=pieces(text),
        headings=list(table.headings),
        columns=[GuestColumn(field=field, heading=heading) for field, heading in table.columns.items()],
        new_count=len(look.new),
        already=look.already,
        sample=[
            PlannedGuest(name=guest.name, email=guest.email, headline=guest.headline, works_for=guest.works_for)
            for guest in look.new[:10]
        ],
        left_out=[GuestFault(line=fault.line, message=fault.message) for fault in table.faults[:100]],
        left_out_count=len(table.faults),
    )


def _key(id_: strawberry.ID) -> UUID:
    key = key_of(id_, "event")
    if key is None:
        raise kernel.NotFound
    return key
