"""A fair with booths, and what their teams write."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from conftest import NOW
from hall import Hall
from sqlalchemy import select, update

from server.actor import Member
from server.contacts.employer_choice import ForEmployers, choose_for_employers
from server.errors import Refusal
from server.events.booths import Booth
from server.keys import new_key
from server.leads.entry import Entry
from server.leads.lead import Lead
from server.leads.models import LeadEntry, LeadEntryKind
from server.leads.read import leads
from server.leads.standing import booth_of
from server.leads.write import Answer, write_entries
from server.people.models import Person


@dataclass
class Fair:
    """The demo's, where Dana and Priya stand at booth B7 of Halden Robotics."""

    hall: Hall
    event_id: UUID
    booths: dict[str, UUID]

    @classmethod
    async def opened(cls, hall: Hall) -> "Fair":
        event_id = hall.campus.events["fair"]
        rows = await hall.database.rows(select(Booth.label, Booth.id).where(Booth.event_id == event_id))
        return cls(hall, event_id, {row.label: row.id for row in rows})

    def member(self, key: str) -> Member:
        return Member(self.hall.person(key))

    async def meets(self, colleague: str, visitor: str, **facts: Any) -> UUID:
        """A colleague scans a visitor at the fair; the encounter's id."""
        met = await self.hall.scan(colleague, visitor, **({"event_id": self.event_id} | facts))
        assert isinstance(met.encounter_id, UUID)
        return met.encounter_id

    async def writes(self, colleague: str, *entries: Entry | Refusal, now: datetime = NOW) -> list[Answer]:
        async with self.hall.database.write() as session:
            return await write_entries(session, actor=self.member(colleague), entries=entries, now=now)

    async def leads(self, colleague: str, label: str = "B7") -> list[Lead]:
        """As the colleague sees them."""
        booth = await booth_of(self.hall.database, actor=self.member(colleague), booth_id=self.booths[label])
        assert booth is not None
        return await leads(self.hall.database, booth)

    async def lead(self, colleague: str, visitor: str) -> Lead:
        return next(lead for lead in await self.leads(colleague) if lead.person_id == self.hall.person(visitor))

    async def has_resume(self, visitor: str) -> None:
        async with self.hall.database.write() as session:
            await session.execute(update(Person).where(Person.id == self.hall.person(visitor)).values(resume="kept"))

    async def chooses(self, visitor: str, event_id: UUID | None, *fields: ForEmployers) -> None:
        """What a visitor lets employers have: at the event, or at all."""
        async with self.hall.database.write() as session:
            await choose_for_employers(session, actor=self.member(visitor), event_id=event_id, fields=fields, now=NOW)

    async def entries(self) -> list[Any]:
        return list(await self.hall.database.rows(select(LeadEntry.__table__).order_by(LeadEntry.id)))


def entry(encounter_id: UUID, kind: LeadEntryKind, said: int | str, *, ago: int = 5, **facts: Any) -> Entry:
    """Written some seconds ago: the stars, or the text."""
    usual: dict[str, Any] = {
        "id": new_key(),
        "encounter_id": encounter_id,
        "kind": kind,
        "written_at": NOW - timedelta(seconds=ago),
        "stars": said if isinstance(said, int) else None,
        "text": said if isinstance(said, str) else None,
    }
    return Entry(**(usual | facts))
