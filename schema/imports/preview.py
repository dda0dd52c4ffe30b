"""Seeing what a file would bring, and answering what it asks."""

from typing import Annotated, TypeAlias

import strawberry
from strawberry.file_uploads import Upload

from schema.context import Info
from schema.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.ids import global_id, key_of
from schema.imports.draft import ImportDraft, as_draft
from schema.imports.refusals import FileUnreadable
from server import errors as kernel
from server.imports.answer import answer_zone
from server.imports.answers import NOTHING_ANSWERED
from server.imports.host import Host
from server.imports.models import ImportDraft as KeptDraft
from server.imports.preview import keep_draft, preview
from server.imports.preview_address import preview_address
from server.imports.read_file import MAX_OCTETS, read_file
from server.imports.take_in_hand import importing_host, in_hand


@strawberry.input(description="A file with events.")
class PreviewImportInput:
    organization: str = strawberry.field(description="Whose events they are to be: its name in addresses.")
    file: Upload = strawberry.field(
        description=(
            "A calendar (.ics), a table (.csv), a conference’s schedule (frab’s or pretalx’s .json or .xml), or a web"
            f" page with JSON-LD; at most {MAX_OCTETS // 1024**2} MB."
        )
    )


@strawberry.input(description="An address with events.")
class PreviewAddressInput:
    organization: str = strawberry.field(description="Whose events they are to be: its name in addresses.")
    address: str = strawberry.field(description="Of a calendar: `https`, `http` or `webcal`. Kept like a password.")
    every_minutes: int = strawberry.field(description="How often to ask it: 15, 60, 360, 1440 or 10080.")


@strawberry.input(description="What a preview asks.")
class AnswerImportInput:
    id: strawberry.ID = strawberry.field(description="Of the preview.")
    name: str | None = strawberry.field(
        default=None, description="One of `unknownZones`; null: the answer is about times without a time zone."
    )
    zone: str = strawberry.field(description="The IANA time zone that it is, such as `America/New_York`.")


@strawberry.type(description="A preview. Nothing was imported yet.")
class PreviewImportSuccess:
    id: strawberry.ID = strawberry.field(description="Of the preview.")
    organization: str = strawberry.field(description="Whose events they are to be: its name in addresses.")
    key: strawberry.Private[KeptDraft]
    host: strawberry.Private[Host]

    @strawberry.field(description="What would become of each event.")
    async def draft(self, info: Info) -> ImportDraft:
        return as_draft(await preview(info.context.database, self.key, host=self.host, now=info.context.now))


_Previewed: TypeAlias = (
    PreviewImportSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted | FileUnreadable | InvalidInput
)
PreviewImportPayload = Annotated[
    _Previewed, strawberry.union("PreviewImportPayload", description="The preview, or why there is none.")
]
PreviewAddressPayload = Annotated[
    _Previewed, strawberry.union("PreviewAddressPayload", description="The preview, or why there is none.")
]
MapImportColumnsPayload = Annotated[
    _Previewed, strawberry.union("MapImportColumnsPayload", description="The preview as it is now, or why not.")
]
AnswerImportPayload = Annotated[
    _Previewed, strawberry.union("AnswerImportPayload", description="The preview as it is now, or why not.")
]


@strawberry.type
class PreviewImportMutation:
    @strawberry.mutation(
        description="See what a file would bring, before anything is written. Each time makes another preview."
    )
    async def preview_import(
        self, info: Info, input: Annotated[PreviewImportInput, strawberry.argument(description="The file.")]
    ) -> PreviewImportPayload:
        context = info.context
        host = await importing_host(context.database, actor=context.actor, slug=input.organization)
        octets = await input.file.read(MAX_OCTETS + 1)  # type: ignore[attr-defined]  # Starlette's UploadFile
        await read_file(octets, zone=host.zone, answers=NOTHING_ANSWERED, now=context.now)
        name = str(input.file.filename or "")  # type: ignore[attr-defined]
        async with context.database.write() as session:
            draft = await keep_draft(session, host=host, name=name, octets=octets, now=context.now)
        return as_preview(draft, host)

    @strawberry.mutation(
        description="See what an address would bring; `importEvents` then follows it. Each time makes another preview."
    )
    async def preview_address(
        self, info: Info, input: Annotated[PreviewAddressInput, strawberry.argument(description="The address.")]
    ) -> PreviewAddressPayload:
        context = info.context
        host = await importing_host(context.database, actor=context.actor, slug=input.organization)
        draft = await preview_address(
            context.database,
            context.settings,
            host=host,
            address=input.address,
            every_minutes=input.every_minutes,
            now=context.now,
        )
        return as_preview(draft, host)

    @strawberry.mutation(description="Say which time zone a name means. The last answer holds.")
    async def answer_import(
        self, info: Info, input: Annotated[AnswerImportInput, strawberry.argument(description="The answer.")]
    ) -> AnswerImportPayload:
        context, key = info.context, key_of(input.id, "import")
        if key is None:
            raise kernel.NotFound
        host, draft = await in_hand(context.database, KeptDraft, actor=context.actor, id_=key)
        async with context.database.write() as session:
            draft = await answer_zone(session, draft, name=input.name, zone=input.zone)
        return as_preview(draft, host)


def as_preview(draft: KeptDraft, host: Host) -> PreviewImportSuccess:
    id_ = strawberry.ID(global_id("import", draft.id))
    return PreviewImportSuccess(id=id_, organization=host.organization.slug, key=draft, host=host)
