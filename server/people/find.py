"""Somebody is found by their e-mail address, and their campus by their key."""

from uuid import UUID

from sqlalchemy import ScalarSelect, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.db import Key
from server.errors import SetupError
from server.people.models import Person


async def person_by_email(session: AsyncSession, email: str) -> Person:
    """Raises SetupError, which only operators see: to visitors, absent and forbidden would have to look the same."""
    person = await session.scalar(select(Person).where(Person.email == email.strip().lower()))
    if person is None:
        raise SetupError(f"Nobody here has the address {email}.")
    return person


def campus_of(person_id: UUID | None) -> ScalarSelect[UUID | None]:
    """The campus of somebody, as part of a statement: it costs none of its own, whether there is anybody or not."""
    whose = bindparam("whose", person_id, type_=Key(), unique=True)  # a bare None would be IS NULL, another statement
    return select(Person.campus_id).where(Person.id == whose).scalar_subquery()
