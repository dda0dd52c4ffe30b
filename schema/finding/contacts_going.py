"""Who of the viewer's contacts goes to an event."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import strawberry

from schema.context import Info
from schema.ids import global_id
from schema.loaders import loader
from server.finding.contacts_going import contacts_going


@strawberry.type(description="A contact of yours who goes to an event, and lets you know.")
class ContactGoing:
    id: strawberry.ID = strawberry.field(description="Of the contact, for `node` and in addresses.")
    name: str = strawberry.field(description="What you call them, else the name on their card.")


async def load_contacts_going(info: Info, occurrence_id: UUID) -> list[ContactGoing]:
    """Those met last first; one statement for all events of a request."""
    context = info.context

    async def load(ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Any]]:
        return await contacts_going(context.database, actor=context.actor, occurrence_ids=ids)

    rows = await loader(context, "contacts_going", load).load(occurrence_id)
    return [ContactGoing(id=strawberry.ID(global_id("contact", row.id)), name=row.name) for row in rows or ()]
