"""Badges, as GraphQL shows them: to their holder, and to whoever reads their code."""

from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry

from schema.attachments import Attachment, attachment
from schema.campuses.queries import campus_name
from schema.contacts.queries import contact as fetch_contact
from schema.contacts.types import Contact
from schema.context import Context, Info
from schema.enums import described
from schema.events.queries import load_event
from schema.events.types import Event
from schema.ids import global_id
from schema.nodes import Node
from schema.people.types import Person, as_person
from server.badges import qr
from server.badges.issue import address_of, token_of
from server.badges.models import BadgeState
from server.badges.queries import ScannedBadge as Scanned
from server.badges.token import write
from server.contacts.vcard import MEDIA_TYPE, filename, vcard

described(
    BadgeState,
    "Whether a badge's code is taken.",
    ACTIVE="It is.",
    REVOKED="It was taken back.",
    REPLACED="A newer badge took its place.",
)

_LABEL = "QR code of your badge"


@strawberry.type(description="Your badge: a code that holds nothing about you, and leads to your card.")
class Badge(Node):
    event_key: strawberry.Private[UUID | None]
    code: str = strawberry.field(description="The 25 letters and digits below the square; also what `scanBadge` takes.")
    address: str = strawberry.field(description="What the square says; in capitals, which make the square coarser.")
    state: BadgeState = strawberry.field(description="Whether it is taken.")
    issued_at: datetime = strawberry.field(description="When you got it.")

    @strawberry.field(description="The square as SVG, with its light margin: QR code at level Q, version 4 or smaller.")
    def svg(self) -> str:
        return qr.svg(self.address, label=_LABEL)

    @strawberry.field(description="The same as a file.")
    def svg_file(self) -> Attachment:
        svg = qr.svg(self.address, label=_LABEL)
        return attachment(svg, media_type="image/svg+xml", filename="badge.svg", last_modified=self.issued_at)

    @strawberry.field(description="The square as a PNG for print, 24 pixels a module.")
    def png_file(self) -> Attachment:
        png = qr.png(self.address)
        return attachment(png, media_type="image/png", filename="badge.png", last_modified=self.issued_at)

    @strawberry.field(description="The event it is for; null for one that is good everywhere.")
    async def event(self, info: Info) -> Event | None:
        return await load_event(info.context, self.event_key) if self.event_key is not None else None


def as_badge(context: Context, row: Any) -> Badge | None:
    """From a row of `server.badges.queries`; None when the secret that made it is gone, so that it can't be shown."""
    token = token_of(context.settings.secrets, row)
    if token is None:
        return None
    return Badge(
        id=strawberry.ID(global_id("badge", row.id)),
        event_key=row.event_id,
        code=write(token),
        address=address_of(context.settings, token),
        state=row.state,
        issued_at=row.issued_at,
    )


@strawberry.type(description="Whose a badge is, before anything is saved.")
class ScannedBadge:
    contact_key: strawberry.Private[UUID | None]
    row: strawberry.Private[Any]
    code: str = strawberry.field(description="The 25 letters and digits, in capitals and without spaces.")
    person: Person = strawberry.field(description="What its holder shares with you now, or with everyone.")
    own: bool = strawberry.field(description="Whether it is your own.")
    is_guest: bool = strawberry.field(
        description="Whether its holder has no account yet: who has its claim code may take it over."
    )

    @strawberry.field(description="Your contact of its holder; null when you have none.")
    async def contact(self, info: Info) -> Contact | None:
        return await fetch_contact(info.context, self.contact_key) if self.contact_key is not None else None

    @strawberry.field(description="What its holder shares with you as a vCard 3.0; null when they share no name.")
    async def vcard(self, info: Info) -> Attachment | None:
        if self.row.name is None:
            return None
        text = vcard(self.row, uid=f"urn:uuid:{self.row.person_id}", campus=await campus_name(info.context, self.row))
        return attachment(text, media_type=MEDIA_TYPE, filename=filename(self.row))


def as_scanned_badge(scanned: Scanned) -> ScannedBadge:
    return ScannedBadge(
        contact_key=scanned.contact_id,
        row=scanned.card,
        code=write(scanned.token),
        person=as_person(scanned.card.person_id, scanned.card),
        own=scanned.own,
        is_guest=scanned.card.is_guest,
    )
