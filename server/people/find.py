"""An operator names somebody by their e-mail address."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.errors import SetupError
from server.people.models import Person


async def person_by_email(session: AsyncSession, email: str) -> Person:
    """Raises SetupError, which only operators see: to visitors, absent and forbidden would have to look the same."""
    person = await session.scalar(select(Person).where(Person.email == email.strip().lower()))
    if person is None:
        raise SetupError(f"Nobody here has the address {email}.")
    return person
