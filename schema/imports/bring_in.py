"""Importing what a preview showed."""

from typing import Annotated

import strawberry

from schema.context import Info
from schema.errors import NotFound, ScopeMissing, SignInRequired
from schema.ids import key_of
from schema.imports.announcing import announcing
from schema.imports.draft import BroughtIn, as_done
from schema.imports.refusals import AlreadyFollowed, FileUnreadable, ImportGone
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


@strawberry.type(description="They are in.")
class ImportEventsSuccess:
    id: strawberry.ID = strawberry.field(description="Of the preview, which says for a day how it went.")
    organization: str = strawberry.field(description="Whose events they are: its name in addresses.")
    done: BroughtIn = strawberry.field(description="How many events became what.")


ImportEventsPayload = Annotated[
    ImportEventsSuccess | SignInRequired | ScopeMissing | NotFound | FileUnreadable | AlreadyFollowed | ImportGone,
    strawberry.union("ImportEventsPayload", description="How many events are in, or why none is."),
]


@strawberry.type
class ImportEventsMutation:
    @strawberry.mutation(
        description=(
            "Import what a preview showed, and follow the address that it came from. What changed here since is looked"
            " at anew. A second time is refused."
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
            context.settings,
            draft,
            host=host,
            actor=context.actor,
            duplicates=input.duplicates,
            cancel_gone=input.cancel_gone,
            announcing=announcing(context),
            now=context.now,
        )
        return ImportEventsSuccess(id=input.id, organization=host.organization.slug, done=as_done(done))
