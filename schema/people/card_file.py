"""Putting files on one's card."""

from typing import Annotated

import strawberry
from strawberry.file_uploads import Upload

from schema.context import Info
from schema.enums import described
from schema.errors import ScopeMissing, SignInRequired, UserError, answers
from schema.people.types import Person, as_person
from server.actor import require_member
from server.files import errors
from server.people import card_file as domain
from server.people.card_file import CardFile
from server.people.queries import own_person

described(
    CardFile,
    "A file of a card.",
    PHOTO=(
        f"A photograph. Bring a JPEG, PNG, WebP, GIF or BMP of at most {domain.MAX_OCTETS[CardFile.PHOTO] // 1024**2}"
        f" MB; kept is a JPEG of at most {domain.PHOTO_SIDE} pixels a side, which doesn't tell where it was taken."
    ),
    RESUME=(
        f"A résumé. Bring a PDF of at most {domain.MAX_OCTETS[CardFile.RESUME] // 1024**2} MB and 50 pages without"
        " scripts; kept are its pages, not what programs noted about them."
    ),
)


@answers(errors.FileTooLarge)
@strawberry.type(description="The file has more octets than are taken.")
class FileTooLarge(UserError):
    most: int = strawberry.field(description="How many are taken.")


@answers(errors.PictureUnreadable)
@strawberry.type(description="The file is cut, spoilt, or no picture.")
class PictureUnreadable(UserError):
    pass


@answers(errors.PictureTooLarge)
@strawberry.type(description="The picture has more pixels than are opened.")
class PictureTooLarge(UserError):
    most: int = strawberry.field(description="How many are opened.")


@answers(errors.PdfUnreadable)
@strawberry.type(description="The file is cut, spoilt, of too many pages, or no PDF.")
class PdfUnreadable(UserError):
    pass


@answers(errors.PdfLocked)
@strawberry.type(description="The PDF is encrypted.")
class PdfLocked(UserError):
    pass


@answers(errors.PdfActive)
@strawberry.type(description="The PDF holds scripts, forms that send something, or other files.")
class PdfActive(UserError):
    pass


@strawberry.input(description="A file for your card.")
class PutCardFileInput:
    which: CardFile = strawberry.field(description="What it is.")
    file: Upload = strawberry.field(description="Its octets. It takes the place of the one before.")


@strawberry.type(description="The card holds the file, or holds it no longer, for everybody who was granted it.")
class CardFileSuccess:
    person: Person = strawberry.field(description="Yourself, as you are now.")


PutCardFilePayload = Annotated[
    CardFileSuccess
    | SignInRequired
    | ScopeMissing
    | FileTooLarge
    | PictureUnreadable
    | PictureTooLarge
    | PdfUnreadable
    | PdfLocked
    | PdfActive,
    strawberry.union("PutCardFilePayload", description="Your card, or why it stays as it was."),
]
TakeCardFileOffPayload = Annotated[
    CardFileSuccess | SignInRequired | ScopeMissing,
    strawberry.union("TakeCardFileOffPayload", description="Your card, or why it stays as it was."),
]


@strawberry.type
class CardFileMutation:
    @strawberry.mutation(description="Put a photograph or a résumé on your card. Scope ADMIN.")
    async def put_card_file(
        self, info: Info, input: Annotated[PutCardFileInput, strawberry.argument(description="The file.")]
    ) -> PutCardFilePayload:
        require_member(info.context.actor)
        most = domain.MAX_OCTETS[input.which]
        octets = await input.file.read(most + 1)  # type: ignore[attr-defined]  # Starlette's UploadFile
        key = await info.context.files.keep(await domain.prepared(octets, input.which))
        return await _changed(info, input.which, key)

    @strawberry.mutation(description="Take the photograph or the résumé off your card. Scope ADMIN.")
    async def take_card_file_off(
        self, info: Info, which: Annotated[CardFile, strawberry.argument(description="What is to go.")]
    ) -> TakeCardFileOffPayload:
        return await _changed(info, which, None)


async def _changed(info: Info, which: CardFile, key: str | None) -> CardFileSuccess:
    context = info.context
    async with context.database.write() as session:
        gone = await domain.change_card_file(session, actor=context.actor, which=which, key=key, now=context.now)
    await context.files.remove(gone)
    id_ = require_member(context.actor).person_id
    row = await own_person(context.database, id_)
    assert row is not None, "they have just changed their card"
    return CardFileSuccess(person=as_person(id_, row))
