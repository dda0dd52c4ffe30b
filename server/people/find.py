"""Somebody is found by their e-mail address, and their campus by their key."""

from uuid import UUID

from sqlalchemy import ScalarSelect, select
from sqlalchemy.ext.asyncio import AsyncSession

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
    return select(Person.campus_id).where(Person.id == person_id).scalar_subquery()
