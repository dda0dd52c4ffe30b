"""A booth's own code, as its team prints it."""

from typing import Annotated, Any

import strawberry

from schema.attachments import Attachment, attachment
from schema.context import Context, Info
from schema.errors import NotFound, ScopeMissing, SignInRequired
from schema.ids import key_of
from server import errors
from server.actor import Scope, require_member
from server.badges import qr
from server.badges.booth_code import booth_address, booth_code, make_booth_code
from server.badges.token import grouped
from server.leads.standing import booth_of


@strawberry.type(description="What visitors scan to have your organization, and what it offers, in their address book.")
class BoothCode:
    letters: str = strawberry.field(description="The 25 letters and digits below the square, in groups of five.")
    address: str = strawberry.field(description="What the square says.")
    svg: str = strawberry.field(description="The square, with its light margin.")
    svg_file: Attachment = strawberry.field(description="The same as a file to print, in any size.")


async def load_code(context: Context, booth: Any) -> BoothCode | None:
    """Of a booth that the actor was given; None where it has none yet."""
    letters = await booth_code(context.database, settings=context.settings, booth_id=booth.id)
    if letters is None:
        return None
    address = booth_address(context.settings, letters)
    svg = qr.svg(address, label=f"QR code of booth {booth.label}, {booth.organization}")
    file = attachment(svg, media_type="image/svg+xml", filename=f"{booth.organization_slug}-booth.svg")
    return BoothCode(letters=grouped(letters), address=address, svg=svg, svg_file=file)


@strawberry.type(description="The booth has its code.")
class MakeBoothCodeSuccess:
    booth: strawberry.ID = strawberry.field(description="As it was given.")


MakeBoothCodePayload = Annotated[
    MakeBoothCodeSuccess | SignInRequired | ScopeMissing | NotFound,
    strawberry.union("MakeBoothCodePayload", description="That it has one, or why not."),
]


@strawberry.type
class BoothCodeMutation:
    @strawberry.mutation(description="Give your booth its code; the one that it has stays. Its team may.")
    async def make_booth_code(
        self, info: Info, booth: Annotated[strawberry.ID, strawberry.argument(description="Which booth.")]
    ) -> MakeBoothCodePayload:
        context = info.context
        require_member(context.actor, Scope.SCAN)
        key = key_of(booth, "booth")
        found = await booth_of(context.database, actor=context.actor, booth_id=key) if key is not None else None
        if found is None:
            raise errors.NotFound
        async with context.database.write() as session:
            secret = context.settings.secrets[0]
            await make_booth_code(session, secret=secret, booth_id=found.id, now=context.now)
        return MakeBoothCodeSuccess(booth=booth)
