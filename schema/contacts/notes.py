"""What somebody wrote about their contacts, as only they see it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry

from schema.context import Context, Info
from schema.enums import described
from schema.events.queries import load_event
from schema.events.types import Event
from schema.loaders import loader
from server.contacts.notes import NoteKind
from server.contacts.written import own_tags, standing, written_about

described(
    NoteKind,
    "What is written about a contact.",
    NOTE="A note. It stays beside those that were written before.",
    TAG="A tag is put on.",
    UNTAG="A tag is taken off again.",
)


@strawberry.type(description="A note of yours. Nobody else sees it, and it stays whatever the person shares.")
class Note:
    event_key: strawberry.Private[UUID | None]
    client_id: UUID = strawberry.field(description="The id that the device made; of a note with a scan, the scan's.")
    text: str = strawberry.field(description="Your words.")
    written_at: datetime = strawberry.field(description="When, by the device's clock.")

    @strawberry.field(description="Where it was written with a scan; null elsewhere.")
    async def event(self, info: Info) -> Event | None:
        return await load_event(info.context, self.event_key) if self.event_key is not None else None


@strawberry.type(description="A tag that you use.")
class ContactTag:
    name: str = strawberry.field(description="As you last wrote it.")
    count: int = strawberry.field(description="How many of your contacts have it.")


@strawberry.type
class Notebook:
    """What `Viewer` has of this capability."""

    @strawberry.field(description="The tags of your contacts, the most used first.")
    async def contact_tags(self, info: Info) -> list[ContactTag]:
        found = await own_tags(info.context.database, actor=info.context.actor)
        return [ContactTag(name=name, count=count) for name, count in found]


async def notes_about(context: Context, contact: UUID) -> list[Note]:
    """Newest first."""
    rows = await _written(context, contact)
    return [_as_note(row) for row in reversed(rows) if row.kind is NoteKind.NOTE]


async def tags_of(context: Context, contact: UUID) -> list[str]:
    return standing(await _written(context, contact))


async def _written(context: Context, contact: UUID) -> Sequence[Any]:
    async def load(contacts: Sequence[UUID]) -> Mapping[UUID, Sequence[Any]]:
        return await written_about(context.database, actor=context.actor, contacts=contacts)

    return await loader(context, "written about", load).load(contact) or []


def _as_note(row: Any) -> Note:
    return Note(event_key=row.occurrence_id or row.event_id, client_id=row.id, text=row.text, written_at=row.written_at)
