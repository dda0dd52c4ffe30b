"""Somebody new joins, with a card that shares what cards share at first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from server.errors import FieldError, InvalidInput
from server.keys import new_key
from server.people.models import Affiliation, Card, Person

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Joined:
    person_id: UUID
    new: bool
    """False where somebody joined by the same address at the same moment: then it is they, as they are."""


async def join(
    session: AsyncSession, *, name: str, affiliation: Affiliation, email: str | None, now: datetime
) -> Joined:
    """Make a person and their card. Raises InvalidInput.

    `email` is an address that was proven to be theirs. Whoever joins by it a second time is the first.
    """
    name = " ".join(name.split())
    if not name or not name.isprintable():
        raise InvalidInput(FieldError(("name",), "Write the name by which people here know you."))
    if len(name) > LONGEST_NAME:
        raise InvalidInput(FieldError(("name",), f"{len(name)} letters are too many. Take {LONGEST_NAME} or fewer."))

    id_ = new_key()
    person = {"id": id_, "name": name, "email": email, "affiliation": affiliation, "created_at": now, "updated_at": now}
    one = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert(Person).values(person)
    # Of two who join at once, PostgreSQL lets the second wait here until the first is there.
    made = await session.scalar(one.on_conflict_do_nothing(index_elements=["email"]).returning(Person.id))
    if made is None:
        return Joined((await session.execute(select(Person.id).where(Person.email == email))).scalar_one(), new=False)
    await session.execute(insert(Card).values(person_id=id_, updated_at=now))
    return Joined(id_, new=True)
