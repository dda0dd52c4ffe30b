"""A booth's team reads its leads: those whom any of them scanned, with what everybody wrote."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from server.contacts.living import NO_NAME, card_seen_by
from server.contacts.models import Contact, Encounter
from server.db import Database, Key, padded
from server.leads.lead import Lead
from server.leads.models import LeadEntry
from server.leads.shared import cards
from server.people.models import Block, Card, Person

_booth, _viewer = bindparam("booth", type_=Key()), bindparam("viewer", type_=Key())
_SCANS = (
    select(Encounter.id, Encounter.person_id, Encounter.scanner_id, Encounter.scanned_at, Encounter.received_at)
    .where(Encounter.booth_id == _booth, Encounter.undone_at.is_(None))
    .order_by(Encounter.scanned_at.desc(), Encounter.id.desc())
)
_entry: Any = LeadEntry.__table__
_ENTRIES = select(*_entry.c).where(_entry.c.booth_id == _booth)
_NAMES = (
    select(Person.id, next(column for column in card_seen_by(_viewer) if column.name == "name"))
    .join(Card, Card.person_id == Person.id)
    .outerjoin(Contact, (Contact.owner_id == _viewer) & (Contact.person_id == Person.id))
    .outerjoin(Block, (Block.person_id == Person.id) & (Block.blocked_id == _viewer))
    .where(Person.id.in_(bindparam("people", expanding=True)))
)


async def leads(database: Database, booth: Any) -> list[Lead]:
    """All leads of a booth, a row of `server.leads.standing.BOOTH` that the actor was given: last met first. Three
    statements, whatever their number."""
    scans: dict[UUID, list[Any]] = {}
    for scan in await database.rows(_SCANS, {"booth": booth.id}):
        scans.setdefault(scan.person_id, []).append(scan)
    shared = await database.rows(cards(booth.organization_kind), {"booth": booth.id, "event": booth.event_id})
    seen = {row.person_id: row for row in shared}
    said: dict[UUID, list[Any]] = {}
    for entry in await database.rows(_ENTRIES, {"booth": booth.id}):
        said.setdefault(entry.person_id, []).append(entry)

    found = []
    for person_id, met in scans.items():
        first = min(met, key=lambda scan: (scan.received_at, scan.id))
        lead = Lead(first.id, person_id, met, seen.get(person_id))
        lead.say(said.get(person_id, ()))
        found.append(lead)
    return found


async def colleagues(database: Database, leads: Iterable[Lead], *, viewer: UUID) -> Mapping[UUID, str]:
    """The names of those who scanned or wrote, as each shares it with the viewer. One statement."""
    people = {scan.scanner_id for lead in leads for scan in lead.scans}
    people |= {said.author_id for lead in leads for said in (*lead.notes, *lead.answers.values())}
    people |= {author for lead in leads for author in lead.stars}
    if not people:
        return {}
    rows = await database.rows(_NAMES, {"viewer": viewer, "people": padded(list(people))})
    return {row.id: row.name or NO_NAME for row in rows}
