"""Contact and encounter, as GraphQL shows them to the contact's owner."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from schema.attachments import Attachment, attachment
from schema.campuses.queries import campus_name
from schema.contacts.notes import Note, notes_about, tags_of
from schema.context import Context, Info
from schema.enums import described
from schema.events.queries import load_event
from schema.events.types import Event
from schema.ids import global_id
from schema.loaders import loader
from schema.nodes import Node
from schema.people.types import Person, as_person
from server.contacts import queries
from server.contacts.living import called
from server.contacts.models import ContactState, ScanMethod
from server.contacts.vcard import MEDIA_TYPE, filename, vcard

described(
    ScanMethod,
    "How a badge was read.",
    CAMERA="By the camera, in the page.",
    PHOTO="From a photograph, on the server.",
    HANDHELD="By a hand-held scanner that types.",
    TYPED="By somebody who typed the letters below the square.",
    LINK="By a phone's own camera, which opened the badge's address.",
)
described(
    ContactState,
    "Whether the person has agreed to be in the address book.",
    ACTIVE="They have, or did not ask to be asked.",
    PENDING="They decide on each scan, and have not yet: nothing of their card is shown.",
    WITHDRAWN="They took back what they had shared, or said no: nothing of their card is shown. Your notes stay.",
)


@strawberry.type(
    description=(
        "An entry in your address book. It is a living card: it shows what the person shares with you now, and what"
        " you wrote stays yours."
    )
)
class Contact(Node):
    key: strawberry.Private[UUID]
    person_key: strawberry.Private[UUID | None]
    row: strawberry.Private[Any]
    name: str = strawberry.field(
        description="Your own name for them, else the one they share, else “Somebody who shares no name”."
    )
    person: Person | None = strawberry.field(
        description="What they share with you now. Null while pending or withdrawn, and for a name you only wrote down."
    )
    state: ContactState = strawberry.field(description="Whether they have agreed.")
    mutual: bool = strawberry.field(
        description="Whether you are in their address book too; only then you see what they share with people they met."
    )
    first_met_at: datetime = strawberry.field(description="When a badge was first scanned, by the device's clock.")
    last_met_at: datetime = strawberry.field(description="When a badge was last scanned, by the device's clock.")

    @strawberry.field(description="What you wrote about them, with a scan or later; newest first.")
    async def notes(self, info: Info) -> list[Note]:
        return await notes_about(info.context, self.key)

    @strawberry.field(description="Your tags for them, in the order of their letters.")
    async def tags(self, info: Info) -> list[str]:
        return await tags_of(info.context, self.key)

    @strawberry.field(description="How you met: every scan between you two, either way, newest first.")
    async def encounters(self, info: Info) -> list["Encounter"]:
        if self.person_key is None:
            return []
        return await _load_encounters(info.context, self.person_key)

    @strawberry.field(description="What they share with you now as a vCard 3.0, under the name you have for them.")
    async def vcard(
        self,
        info: Info,
        photo: Annotated[bool, strawberry.argument(description="Whether with their photograph.")] = False,
    ) -> Attachment:
        kept = await info.context.files.read(self.row.photo) if photo and self.row.photo else None
        campus = await campus_name(info.context, self.row)
        text = vcard(self.row, uid=f"urn:uuid:{self.person_key or self.key}", campus=campus, photo=kept)
        return attachment(text, media_type=MEDIA_TYPE, filename=filename(self.row))


@strawberry.type(description="The fact that somebody scanned a badge. It is never changed, but may be undone.")
class Encounter(Node):
    key: strawberry.Private[UUID]
    person_key: strawberry.Private[UUID | None]
    event_key: strawberry.Private[UUID | None]
    client_id: UUID = strawberry.field(description="The id that the scanning device made.")
    outgoing: bool = strawberry.field(description="Whether you scanned them; false: they scanned you.")
    person: Person | None = strawberry.field(
        description="The other one, as far as they share with you now; null while the contact is pending or withdrawn."
    )
    contact: Contact | None = strawberry.field(description="Your contact of them; null when you have none.")
    scanned_at: datetime = strawberry.field(description="When, by the device's clock.")
    received_at: datetime = strawberry.field(description="When it reached this server, by the server's clock.")
    how: ScanMethod = strawberry.field(description="How the badge was read.")
    note: str | None = strawberry.field(description="What you wrote with it; null in a scan that they made.")
    undone_at: datetime | None = strawberry.field(
        description="When it was undone by who made it; then it no longer counts as how you met."
    )

    @strawberry.field(description="Where it was; null where no event was named, or it is no longer for you to see.")
    async def event(self, info: Info) -> Event | None:
        return await load_event(info.context, self.event_key) if self.event_key is not None else None

    @strawberry.field(description="The last time before that you two met; null for the first.")
    async def met_before(self, info: Info) -> "Encounter | None":
        if self.person_key is None:
            return None
        all_ = await _load_encounters(info.context, self.person_key)
        return next((one for one in all_ if one.key != self.key and one.scanned_at <= self.scanned_at), None)


def as_contact(row: Any) -> Contact:
    """From a row of `server.contacts.queries`."""
    return Contact(
        id=strawberry.ID(global_id("contact", row.contact_id)),
        key=row.contact_id,
        person_key=row.person_id,
        row=row,
        name=called(row),
        person=_person(row),
        state=row.state,
        mutual=row.mutual,
        first_met_at=row.first_met_at,
        last_met_at=row.last_met_at,
    )


def as_encounter(row: Any) -> Encounter:
    """From a row of `server.contacts.queries`."""
    return Encounter(
        id=strawberry.ID(global_id("encounter", row.encounter_id)),
        key=row.encounter_id,
        person_key=row.person_id,
        event_key=row.occurrence_id or row.event_id,
        client_id=row.encounter_id,
        outgoing=bool(row.outgoing),
        person=_person(row),
        contact=as_contact(row) if row.contact_id is not None else None,
        scanned_at=row.scanned_at,
        received_at=row.received_at,
        how=row.how,
        note=row.note,
        undone_at=row.undone_at,
    )


def _person(row: Any) -> Person | None:
    if row.person_id is None or row.state in (ContactState.PENDING, ContactState.WITHDRAWN):
        return None
    return as_person(row.person_id, row)


async def _load_encounters(context: Context, person: UUID) -> list[Encounter]:
    async def load(people: Sequence[UUID]) -> Mapping[UUID, list[Encounter]]:
        found = await queries.encounters_with(context.database, actor=context.actor, people=people)
        return {person: [as_encounter(row) for row in rows] for person, rows in found.items()}

    return await loader(context, "encounters with", load).load(person) or []
