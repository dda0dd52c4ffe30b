"""A booth's team opens one lead, and their résumé where they let employers have it."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam

from server.actor import Actor, Scope, member_with
from server.contacts.models import Contact, Encounter
from server.db import Database, Key
from server.events.booths import Booth
from server.leads.shared import cards
from server.leads.standing import BOOTH

_scan = bindparam("scan", type_=Key())
_OF_SCAN = (
    BOOTH.add_columns(Encounter.person_id).join(Encounter, Encounter.booth_id == Booth.id).where(Encounter.id == _scan)
)


async def booth_of_scan(database: Database, *, actor: Actor, encounter_id: UUID) -> Row[Any] | None:
    """The booth of a scan in the columns of `server.leads.standing.BOOTH`, and `person_id`, whom it met; None for
    everybody who does not share its leads. One statement."""
    member = member_with(actor, Scope.SCAN)
    if member is None:
        return None
    rows = await database.rows(_OF_SCAN, {"viewer": member.person_id, "scan": encounter_id})
    return rows[0] if rows else None


async def lead_resume(database: Database, *, actor: Actor, encounter_id: UUID) -> Row[Any] | None:
    """(name, resume: the file's key, and the other columns of `server.leads.shared.cards`) of whom a scan met; None
    where it is not for the actor, or not at this moment: the two look the same. Two statements."""
    booth = await booth_of_scan(database, actor=actor, encounter_id=encounter_id)
    if booth is None:
        return None
    statement = cards(booth.organization_kind).where(Contact.person_id == bindparam("person", type_=Key()))
    values = {"booth": booth.id, "event": booth.event_id, "person": booth.person_id}
    return next((row for row in await database.rows(statement, values) if row.resume is not None), None)
