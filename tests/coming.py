"""People who say whether they come, and what became of it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from conftest import NOW, SECRET
from sqlalchemy import select

from server.actor import Member
from server.attendance.rsvp import Rsvp, rsvp
from server.config import Settings
from server.db import Database
from server.events.attendance import Attendance
from server.keys import new_key
from server.mail.models import OutgoingMail
from server.mail.seal import unseal
from server.people.models import Affiliation, Card, Person


@dataclass(frozen=True, slots=True)
class Coming:
    """One database and those who come to things in it."""

    database: Database
    settings: Settings

    async def says(self, person: UUID, occurrence: UUID, answer: Rsvp = Rsvp.GOING, **more: Any) -> int:
        """Somebody answers, in a transaction of their own."""
        facts = {"now": NOW, **more}
        async with self.database.write() as session:
            return await rsvp(
                session,
                settings=self.settings,
                actor=Member(person),
                occurrence_id=occurrence,
                answer=answer,
                **facts,
            )

    async def people(self, number: int, **facts: Any) -> list[UUID]:
        """So many students whom nobody knows, with an address each, and cards as they are at first."""
        keys = [new_key() for _ in range(number)]
        usual = {"affiliation": Affiliation.STUDENT, "created_at": NOW, "updated_at": NOW}
        async with self.database.write() as session:
            for n, key in enumerate(keys):
                session.add(
                    Person(
                        **{"id": key, "name": f"Person {n:04}", "email": f"{key.hex}@north.example", **usual, **facts}
                    )
                )
            await session.flush()
            session.add_all(Card(person_id=key, updated_at=NOW) for key in keys)
        return keys

    async def standing(self, occurrence: UUID) -> dict[UUID, tuple[str, int | None]]:
        """Status and place in line of everybody who answered for an occurrence."""
        columns = (Attendance.person_id, Attendance.status, Attendance.place)
        rows = await self.database.rows(select(*columns).where(Attendance.occurrence_id == occurrence))
        return {row.person_id: (row.status.value, row.place) for row in rows}

    async def mails(self) -> list[tuple[str | None, str, str]]:
        """Address, subject and text of all that is queued, oldest first."""
        columns = (OutgoingMail.id, OutgoingMail.recipient, OutgoingMail.sealed)
        rows = await self.database.rows(select(*columns).order_by(OutgoingMail.created_at, OutgoingMail.id))
        opened = [(row.recipient, unseal([SECRET], row.id, row.sealed)) for row in rows]
        return [(to, *letter) for to, letter in opened if letter is not None]
