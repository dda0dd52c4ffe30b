"""The viewer's address book."""

from typing import Annotated
from uuid import UUID

import strawberry

from schema.connections import Connection, Page
from schema.contacts.types import Contact, Encounter, as_contact, as_encounter
from schema.context import Context, Info
from schema.nodes import fetched_by
from server.contacts import queries
from server.paging import write_cursor

_First = Annotated[int, strawberry.argument(description="How many, 1 to 100.")]
_After = Annotated[
    str | None, strawberry.argument(description="`endCursor` of the piece before; null for the beginning.")
]


@strawberry.type
class AddressBook:
    """What `Viewer` has of this capability."""

    @strawberry.field(description="Your contacts, last met first.")
    async def contacts(
        self,
        info: Info,
        first: _First = 20,
        after: _After = None,
        text: Annotated[
            str | None,
            strawberry.argument(
                description=(
                    "Only those in which every one of these words begins a word, whatever its case and accents: of the"
                    " names, headline and employer that you may see, and of your notes and tags."
                )
            ),
        ] = None,
        tag: Annotated[str | None, strawberry.argument(description="Only those with this tag of yours.")] = None,
    ) -> Connection[Contact]:
        found = await queries.contacts(
            info.context.database, actor=info.context.actor, first=first, after=after, text=text, tag=tag
        )
        return Page(  # type: ignore[return-value]  # has a connection's attributes
            [as_contact(row) for row in found.rows],
            cursor=lambda contact: write_cursor(contact.last_met_at, contact.key),
            has_next_page=found.has_next_page,
            has_previous_page=after is not None,
        )

    @strawberry.field(description="The scans that you made, newest first.")
    async def encounters(self, info: Info, first: _First = 20, after: _After = None) -> Connection[Encounter]:
        found = await queries.encounters(info.context.database, actor=info.context.actor, first=first, after=after)
        return Page(  # type: ignore[return-value]  # has a connection's attributes
            [as_encounter(row) for row in found.rows],
            cursor=lambda encounter: write_cursor(encounter.scanned_at, encounter.key),
            has_next_page=found.has_next_page,
            has_previous_page=after is not None,
        )


@fetched_by("contact")
async def contact(context: Context, key: UUID) -> Contact | None:
    row = await queries.contact(context.database, actor=context.actor, id_=key)
    return as_contact(row) if row is not None else None


@fetched_by("encounter")
async def encounter(context: Context, key: UUID) -> Encounter | None:
    row = await queries.encounter(context.database, actor=context.actor, id_=key)
    return as_encounter(row) if row is not None else None
