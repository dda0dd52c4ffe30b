"""An installation is filled with the demo campus of fixtures/campus: the same for demo, tests and golden files."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.campuses.models import Campus
from server.db import Database
from server.keys import derived_key
from server.seed import door_rows, event_rows, invitation_rows, lead_rows, meeting_rows, people_rows
from server.seed.fair_files import read_fair
from server.seed.files import read_campus


@dataclass(frozen=True, slots=True)
class SeededCampus:
    """Ids by the keys of fixtures/campus: `people["ada"]`."""

    people: dict[str, UUID]
    organizations: dict[str, UUID]
    campuses: dict[str, UUID]
    places: dict[str, UUID]
    events: dict[str, UUID]


def seeded_campus() -> SeededCampus:
    """The ids of the demo campus; they depend on nothing but the keys."""
    files = read_campus()
    return SeededCampus(
        people={key: derived_key("person", key) for key in files.people},
        organizations={key: derived_key("organization", key) for key in files.organizations},
        campuses={key: derived_key("campus", key) for key in files.campuses},
        places={key: derived_key("place", key) for key in files.places},
        events={key: derived_key("event", key) for key in files.events},
    )


async def seed(database: Database, *, secret: bytes, now: datetime, fair_goes_on: bool = False) -> SeededCampus:
    """Write the demo campus in one transaction, dated around the day of `now`; `secret` makes badges and tokens.

    `fair_goes_on`: whether its doors and booths have been busy for three hours, as somebody wants to see who tries
    Hallway; else nobody came yet, as tests begin. A database that holds the campus already is left as it is, whatever
    people have done there since.
    """
    campus = seeded_campus()
    async with database.write() as session:
        if not await _is_seeded(session, campus):
            moment = now.replace(microsecond=0)
            await people_rows.write(session, read_campus(), secret=secret, now=moment)
            await event_rows.write(session, read_campus(), now=moment)
            await invitation_rows.write(session, read_campus(), secret=secret, now=moment)
            await meeting_rows.write(session, read_campus(), secret=secret, now=moment)
            if fair_goes_on:
                await door_rows.write(session, read_fair(), secret=secret, now=moment)
                await lead_rows.write(session, read_fair(), now=moment)
    return campus


async def _is_seeded(session: AsyncSession, campus: SeededCampus) -> bool:
    first = next(iter(campus.campuses.values()))
    return await session.scalar(select(Campus.id).where(Campus.id == first)) is not None
