"""Who has the viewer's card, and since when."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from schema.connections import Connection, Page
from schema.context import Context, Info
from schema.enums import described
from schema.events.queries import load_event
from schema.events.types import Event
from schema.ids import global_id
from schema.loaders import loader
from schema.nodes import Node, fetched_by
from schema.organizations.types import Organization, as_organizations
from schema.people.types import Person, as_person
from server.contacts import receipts
from server.contacts.living import NO_NAME
from server.contacts.models import ScanMethod
from server.contacts.receipts import CardField, ReceiptState
from server.organizations.queries import organizations_by_id
from server.paging import write_cursor

described(
    ReceiptState,
    "Whether somebody who has your card sees something of it.",
    SHARED="They see what you granted them, as far as your card says now.",
    WAITING="They wait for your yes, and see nothing.",
    WITHDRAWN="You took it back, or said no: they see nothing.",
    EXPIRED="The time for which you share ended: they see nothing.",
)
described(
    CardField,
    "A part of a card that is shared as one.",
    NAME="The name and its parts.",
    PRONOUNS="How to speak of one.",
    HEADLINE="The line about what one does or looks for.",
    EMAIL="The address for mail.",
    TELEPHONE="The number.",
    PROGRAMME="What one studies, until when, and how one belongs to the university.",
    WORK="The employer and what one is there.",
    COUNTRY="Where one is from or lives.",
    URL="One's pages.",
    CAMPUS="The campus.",
    LANGUAGES="The languages one speaks.",
    INTERESTS="Interests, and what to ask about.",
    OPEN_TO="What one is open to being asked for.",
    PHOTO="The photograph.",
    RESUME="The résumé.",
)


@strawberry.type(description="Somebody has your card: how that came, and what they see of it.")
class Receipt(Node):
    key: strawberry.Private[UUID]
    owner_key: strawberry.Private[UUID]
    own_name: strawberry.Private[str | None]
    event_key: strawberry.Private[UUID | None]
    employer_key: strawberry.Private[UUID | None]
    state: ReceiptState = strawberry.field(description="Whether they see something of your card.")
    met_at: datetime = strawberry.field(description="When a badge was last scanned between you, by the device's clock.")
    how: ScanMethod | None = strawberry.field(
        description="How that badge was read; null where no scan is known any more."
    )
    booth: str | None = strawberry.field(
        description="What the sign said of the booth at which whoever scanned stood; null where they stood at none."
    )
    exhibitor: str | None = strawberry.field(description="Whose booth that was; null as `booth` is.")
    scanned_me: bool | None = strawberry.field(
        description="Whether it was yours, scanned by them; false: you scanned theirs. Null as `how` is."
    )
    granted: list[CardField] = strawberry.field(
        description="What you granted them when you met, whether you withdrew it since or not."
    )
    sees: list[CardField] = strawberry.field(
        description="Of what they see something at this moment: granted, filled in, and shared with them by your card."
    )
    expires_at: datetime | None = strawberry.field(description="Until when you share with them; null: for good.")
    withdrawn_at: datetime | None = strawberry.field(description="When you took it back, if you did.")
    contact_id: strawberry.ID | None = strawberry.field(
        description="Of your contact of them, for `node`; null when you have none, and may save them back."
    )

    @strawberry.field(
        description="Your own name for them, else the one they share, else “Somebody who shares no name”."
    )
    async def name(self, info: Info) -> str:
        if self.own_name is not None:
            return self.own_name
        person = await _load_owner(info.context, self.owner_key)
        return (person.name if person is not None else None) or NO_NAME

    @strawberry.field(description="Who has it, as far as their own card shows them to you.")
    async def person(self, info: Info) -> Person | None:
        return await _load_owner(info.context, self.owner_key)

    @strawberry.field(description="Where that was; null where no event was named, or it is no longer for you to see.")
    async def event(self, info: Info) -> Event | None:
        return await load_event(info.context, self.event_key) if self.event_key is not None else None

    @strawberry.field(description="The employer for whom they met you; null where they didn't.")
    async def employer(self, info: Info) -> Organization | None:
        return await _load_employer(info.context, self.employer_key) if self.employer_key is not None else None


def as_receipt(row: Any) -> Receipt:
    """From a row of `server.contacts.receipts`."""
    return Receipt(
        id=strawberry.ID(global_id("receipt", row.receipt_id)),
        key=row.receipt_id,
        owner_key=row.owner_id,
        own_name=row.own_name,
        event_key=row.occurrence_id or row.event_id,
        employer_key=row.employer_id,
        state=receipts.state_of(row),
        met_at=row.last_met_at,
        how=row.how,
        booth=row.booth,
        exhibitor=row.exhibitor,
        scanned_me=bool(row.scanned_me) if row.scanned_me is not None else None,
        granted=receipts.granted(row),
        sees=receipts.seen_today(row),
        expires_at=row.expires_at,
        withdrawn_at=row.withdrawn_at,
        contact_id=strawberry.ID(global_id("contact", row.contact_id)) if row.contact_id is not None else None,
    )


@strawberry.type
class CardOwner:
    """What `Viewer` has of receipts."""

    @strawberry.field(description="Who has your card, last met first.")
    async def receipts(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = 20,
        after: Annotated[
            str | None, strawberry.argument(description="`endCursor` of the piece before; null for the beginning.")
        ] = None,
    ) -> Connection[Receipt]:
        found = await receipts.receipts(info.context.database, actor=info.context.actor, first=first, after=after)
        return Page(  # type: ignore[return-value]  # has a connection's attributes
            [as_receipt(row) for row in found.rows],
            cursor=lambda receipt: write_cursor(receipt.met_at, receipt.key),
            has_next_page=found.has_next_page,
            has_previous_page=after is not None,
        )

    @strawberry.field(description="Who scanned you and waits for your yes, the last first; a hundred at most.")
    async def save_requests(self, info: Info) -> list[Receipt]:
        rows = await receipts.save_requests(info.context.database, actor=info.context.actor)
        return [as_receipt(row) for row in rows]


@fetched_by("receipt")
async def receipt(context: Context, key: UUID) -> Receipt | None:
    row = await receipts.receipt(context.database, actor=context.actor, id_=key)
    return as_receipt(row) if row is not None else None


async def _load_owner(context: Context, owner: UUID) -> Person | None:
    async def load(people: Sequence[UUID]) -> Mapping[UUID, Person]:
        found = await receipts.owners(context.database, actor=context.actor, people=people)
        return {id_: as_person(id_, row) for id_, row in found.items()}

    return await loader(context, "owner", load).load(owner)


async def _load_employer(context: Context, key: UUID) -> Organization | None:
    async def load(keys: Sequence[UUID]) -> Mapping[UUID, Organization]:
        rows = await organizations_by_id(context.database, keys)
        return dict(zip(rows, as_organizations(list(rows.values())), strict=True))

    return await loader(context, "employer", load).load(key)
