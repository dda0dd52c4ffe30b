"""People with badges, and a way to scan them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from conftest import NOW, SECRET
from sqlalchemy import select, update

from server.badges.arrive import Scan, arrive
from server.badges.issue import token_of
from server.badges.models import Badge, BadgeState
from server.badges.record import EncounterWriter
from server.badges.token import write
from server.contacts.models import Contact, Encounter, ScanMethod
from server.db import Database
from server.errors import Refusal
from server.keys import new_key
from server.people.models import Block, Card
from server.seed import SeededCampus


@dataclass
class Hall:
    """A room full of people; `scan` is one who holds a phone at another's badge."""

    database: Database
    campus: SeededCampus
    writer: EncounterWriter
    codes: dict[UUID, str] = field(default_factory=dict)

    def person(self, key: str) -> UUID:
        return self.campus.people[key]

    def code(self, key: str) -> str:
        return self.codes[self.campus.people[key]]

    def sees(self, key: str, **facts: Any) -> Scan:
        """The badge of `key`, as a device reads it, seconds ago."""
        usual: dict[str, Any] = {
            "id": new_key(),
            "code": self.code(key),
            "event_id": None,
            "scanned_at": NOW - timedelta(seconds=5),
            "how": ScanMethod.CAMERA,
            "note": None,
        }
        return Scan(**(usual | facts))

    async def send(self, scanner: str, *scans: Scan, now: datetime = NOW, in_full: bool = True) -> list[Any]:
        arrivals = [arrive(scan, scanner_id=self.person(scanner), now=now) for scan in scans]
        return list(await self.writer.submit(arrivals, in_full=in_full))

    async def scan(self, scanner: str, scanned: str, *, now: datetime = NOW, **facts: Any) -> Any:
        """What the scanner is answered: the stored encounter. Raises the refusal."""
        (answer,) = await self.send(scanner, self.sees(scanned, **facts), now=now)
        if isinstance(answer, Refusal):
            raise answer
        return answer

    async def card(self, key: str, **values: Any) -> None:
        async with self.database.write() as session:
            await session.execute(update(Card).where(Card.person_id == self.person(key)).values(**values))

    async def block(self, key: str, other: str) -> None:
        async with self.database.write() as session:
            session.add(Block(person_id=self.person(key), blocked_id=self.person(other), created_at=NOW))

    async def encounters(self, scanner: str, scanned: str) -> Sequence[Any]:
        statement = select(Encounter.__table__).where(
            Encounter.scanner_id == self.person(scanner), Encounter.person_id == self.person(scanned)
        )
        return await self.database.rows(statement.order_by(Encounter.scanned_at, Encounter.id))

    async def contact(self, owner: str, person: str) -> Any:
        """The row, or None."""
        statement = select(Contact.__table__).where(
            Contact.owner_id == self.person(owner), Contact.person_id == self.person(person)
        )
        return next(iter(await self.database.rows(statement)), None)


async def codes_in(database: Database) -> dict[UUID, str]:
    """The code of everybody's standing badge."""
    statement = select(Badge.person_id, Badge.seed, Badge.token_hash).where(
        Badge.event_id.is_(None), Badge.state == BadgeState.ACTIVE
    )
    return {
        row.person_id: write(token)
        for row in await database.rows(statement)
        if (token := token_of([SECRET], row)) is not None
    }


@asynccontextmanager
async def open_hall(database: Database, campus: SeededCampus) -> AsyncIterator[Hall]:
    """The seeded campus with a writer of its own."""
    writer = EncounterWriter(database)
    yield Hall(database, campus, writer, await codes_in(database))
    await writer.close()
