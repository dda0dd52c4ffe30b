"""Which administrators read a report, and how they hear that there is one.

Those of the reported person's campus, who can act; where it has none but the reported person, those of the reporter's;
else those of every campus. Whoever is reported never reads a report about themselves.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.campuses.models import Campus, CampusAdministrator
from server.config import Settings
from server.mail.send import send
from server.people.models import Person


async def readers_campus(session: AsyncSession, *, reporter: UUID, reported: UUID) -> UUID | None:
    """The campus whose administrators read it; None: those of every one."""
    for person in (reported, reporter):
        campus = select(CampusAdministrator.campus_id).where(
            CampusAdministrator.campus_id == select(Person.campus_id).where(Person.id == person).scalar_subquery(),
            CampusAdministrator.person_id != reported,
        )
        if (found := await session.scalar(campus.limit(1))) is not None:
            return found
    return None


async def mail_readers(
    session: AsyncSession, settings: Settings, *, campus: UUID | None, reported: UUID, now: datetime
) -> None:
    """Tell each of them once that there is a report; not of whom or by whom: mail is read by others too."""
    readers = (
        select(Person.email, func.min(Campus.slug).label("slug"))
        .join(CampusAdministrator, CampusAdministrator.person_id == Person.id)
        .join(Campus, Campus.id == CampusAdministrator.campus_id)
        .where(Person.id != reported, Person.email.is_not(None))
        .group_by(Person.email)
        .order_by(Person.email)
    )
    if campus is not None:
        readers = readers.where(Campus.id == campus)
    for reader in await session.execute(readers):
        text = (
            "Somebody reported a person. Read it, and decide what is to be done:\n"
            f"{settings.base_url}/campuses/{reader.slug}/reports\n\n"
            "This mail names nobody, since mail may be read by others.\n"
        )
        subject = "A report to look at"
        await send(session, secret=settings.secret, to=reader.email, subject=subject, text=text, now=now)
