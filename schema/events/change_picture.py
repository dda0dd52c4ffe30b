"""Giving an event a cover picture."""

from typing import Annotated

import strawberry
from strawberry.file_uploads import Upload

from schema.context import Info
from schema.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.people.card_file import FileTooLarge, PictureTooLarge, PictureUnreadable
from server.actor import Scope, require_member
from server.events import picture as domain


@strawberry.input(description="A cover picture for an event.")
class PutEventPictureInput:
    slug: str = strawberry.field(description="The event's name in addresses.")
    file: Upload | None = strawberry.field(
        default=None,
        description=(
            f"A JPEG, PNG, WebP, GIF or BMP of at most {domain.MAX_OCTETS // 1024**2} MB; kept is a JPEG of at most"
            f" {domain.LONGER_SIDE} pixels a side, which doesn't tell where it was taken. Null: the one it has."
        ),
    )
    alt: str = strawberry.field(description="What it shows, in a sentence, for those who don't see it.")


@strawberry.type(description="The event is shown with this picture, or without one.")
class EventPictureSuccess:
    slug: str = strawberry.field(description="Of the event.")


PutEventPicturePayload = Annotated[
    EventPictureSuccess
    | SignInRequired
    | ScopeMissing
    | NotFound
    | NotPermitted
    | InvalidInput
    | FileTooLarge
    | PictureUnreadable
    | PictureTooLarge,
    strawberry.union("PutEventPicturePayload", description="The event, or why it stays as it was."),
]
RemoveEventPicturePayload = Annotated[
    EventPictureSuccess | SignInRequired | ScopeMissing | NotFound | NotPermitted,
    strawberry.union("RemoveEventPicturePayload", description="The event, or why it stays as it was."),
]


@strawberry.type
class EventPictureMutation:
    @strawberry.mutation(description="Show an event with a picture, or say anew what it shows. Scope POST_EVENTS.")
    async def put_event_picture(
        self, info: Info, input: Annotated[PutEventPictureInput, strawberry.argument(description="The picture.")]
    ) -> PutEventPicturePayload:
        context = info.context
        require_member(context.actor, Scope.POST_EVENTS)
        domain.read_alt(input.alt)
        key = None
        if input.file is not None:
            octets = await input.file.read(domain.MAX_OCTETS + 1)  # type: ignore[attr-defined]  # Starlette's
            key = await context.files.keep(await domain.prepared(octets))
        try:
            async with context.database.write() as session:
                gone = await domain.put_picture(
                    session, actor=context.actor, slug=input.slug, key=key, alt=input.alt, now=context.now
                )
        except Exception:
            await context.files.remove([key] if key is not None else [])
            raise
        await context.files.remove(gone)
        return EventPictureSuccess(slug=input.slug)

    @strawberry.mutation(
        description="Show an event without a picture; the second time changes nothing. Scope POST_EVENTS."
    )
    async def remove_event_picture(
        self, info: Info, slug: Annotated[str, strawberry.argument(description="The event's name in addresses.")]
    ) -> RemoveEventPicturePayload:
        context = info.context
        async with context.database.write() as session:
            gone = await domain.remove_picture(session, actor=context.actor, slug=slug, now=context.now)
        await context.files.remove(gone)
        return EventPictureSuccess(slug=slug)
