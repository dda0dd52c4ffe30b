"""Importing what a preview showed."""

from typing import Annotated

import strawberry

from schema.context import Info
from schema.errors import NotFound, ScopeMissing, SignInRequired
from schema.ids import key_of
from schema.imports.refusals import FileUnreadable
from server import errors as kernel
from server.imports.bring_in import bring_in
from server.imports.models import ImportDraft
from server.imports.take_in_hand import in_hand


@strawberry.input(description="What to import.")
class ImportEventsInput:
    id: strawberry.ID = strawberry.field(description="Of the preview.")
    duplicates: list[str] = strawberry.field(
        default_factory=list, description="`uid`s of those of `duplicates` that are to come in all the same."
    )
    cancel_gone: bool = strawberry.field(
        default=False, description="Whether to call off those of `gone`. Without it they stay as they are."
    )


@strawberry.type(description="They are in, and the preview is gone.")
class ImportEventsSuccess:
    organization: str = strawberry.field(description="Whose events they are: its name in addresses.")
    new: int = strawberry.field(description="How many were added.")
    changed: int = strawberry.field(description="How many were changed.")
    same: int = strawberry.field(description="How many stayed as they were.")
    cancelled: int = strawberry.field(description="How many were called off since the file no longer has them.")
    skipped: int = strawberry.field(description="How many were left out since they are likely there already.")
    refused: int = strawberry.field(description="How many could not be taken.")


ImportEventsPayload = Annotated[
    ImportEventsSuccess | SignInRequired | ScopeMissing | NotFound | FileUnreadable,
    strawberry.union("ImportEventsPayload", description="How many events are in, or why none is."),
]


@strawberry.type
class ImportEventsMutation:
    @strawberry.mutation(
        description=(
            "Import what a preview showed. What changed here since is looked at anew. Once it is in, the preview is"
            " gone, so a second time is refused."
        )
    )
    async def import_events(
        self, info: Info, input: Annotated[ImportEventsInput, strawberry.argument(description="Which preview.")]
    ) -> ImportEventsPayload:
        context, key = info.context, key_of(input.id, "import")
        if key is None:
            raise kernel.NotFound
        host, draft = await in_hand(context.database, ImportDraft, actor=context.actor, id_=key)
        done = await bring_in(
            context.database,
            draft,
            host=host,
            duplicates=input.duplicates,
            cancel_gone=input.cancel_gone,
            now=context.now,
        )
        return ImportEventsSuccess(
            organization=host.organization.slug,
            new=done.new,
            changed=done.changed,
            same=done.same,
            cancelled=done.cancelled,
            skipped=done.skipped,
            refused=done.refused,
        )
