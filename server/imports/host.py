"""Whose events are brought in, and in which time zone they think."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from server.campuses.models import Campus
from server.db import Database
from server.errors import Refusal
from server.organizations.models import Organization


class OrganizationUnknown(Refusal):
    """No organization has this slug."""

    def __init__(self, slug: str) -> None:
        super().__init__()
        self.slug = slug
        self.message = f"There is no organization “{slug}”. Its slug is what follows /organizations/ in its address."


@dataclass(frozen=True, slots=True)
class Host:
    organization: Organization
    zone: ZoneInfo
    """Of its campus: that of times without one."""


async def host_by_slug(database: Database, slug: str) -> Host | None:
    return await host_where(database, Organization.slug == slug)


async def host_where(database: Database, *conditions: Any) -> Host | None:
    """The organization for which all this holds; None where there is none."""
    asked = select(Organization, Campus.time_zone).outerjoin(Campus, Campus.id == Organization.campus_id)
    async with database.read() as session:
        row = (await session.execute(asked.where(*conditions))).first()
    return None if row is None else Host(row[0], ZoneInfo(row[1] or "UTC"))
