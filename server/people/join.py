"""Somebody new joins, with a card that shares what cards share at first."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from server.errors import FieldError, InvalidInput
from server.keys import new_key
from server.people.models import Affiliation, Card, Person

LONGEST_NAME = 200


async def join(session: AsyncSession, *, name: str, affiliation: Affiliation, email: str | None, now: datetime) -> UUID:
    """Make a person and their card; return the person's id. Raises InvalidInput.

    `email` is an address that was proven to be theirs, and nobody else's here.
    """
    name = " ".join(name.split())
    if not name or not name.isprintable():
        raise InvalidInput(FieldError(("name",), "Write the name by which people here know you."))
    if len(name) > LONGEST_NAME:
        raise InvalidInput(FieldError(("name",), f"{len(name)} letters are too many. Take {LONGEST_NAME} or fewer."))

    id_ = new_key()
    person = {"id": id_, "name": name, "email": email, "affiliation": affiliation, "created_at": now, "updated_at": now}
    await session.execute(insert(Person).values(person))
    await session.execute(insert(Card).values(person_id=id_, updated_at=now))
    return id_
