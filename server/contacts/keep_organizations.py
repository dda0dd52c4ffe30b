"""Organizations come into address books, many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, case, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from server.contacts.organizations_met import OrganizationContact
from server.keys import new_key


@dataclass(frozen=True, slots=True)
class MetOrganization:
    """Somebody met an organization, be it for the first time or again."""

    owner_id: UUID
    organization_id: UUID
    booth_id: UUID | None
    at: datetime
    """By the device's clock."""
    received_at: datetime


async def keep_organizations(connection: AsyncConnection, met: Sequence[MetOrganization]) -> None:
    """One contact for each owner and organization: the meeting joins the one that is there, whatever came first.

    One statement; none where nobody met any.
    """
    rows = [
        {
            "id": new_key(),
            "owner_id": one.owner_id,
            "organization_id": one.organization_id,
            "booth_id": one.booth_id,
            "first_met_at": one.at,
            "last_met_at": one.at,
            "created_at": one.received_at,
        }
        for one in sorted(met, key=lambda one: (one.owner_id, one.organization_id, one.at))
    ]
    if rows:
        await connection.execute(_KEEP[connection.dialect.name], rows)


def _keep(insert: Any) -> Any:
    table = OrganizationContact.__table__
    assert isinstance(table, Table)
    statement = insert(table)
    here, new = table.c, statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["owner_id", "organization_id"],
        set_={
            "first_met_at": case((new.first_met_at < here.first_met_at, new.first_met_at), else_=here.first_met_at),
            "last_met_at": case((new.last_met_at > here.last_met_at, new.last_met_at), else_=here.last_met_at),
            "booth_id": func.coalesce(here.booth_id, new.booth_id),
        },
    )


_KEEP = {"sqlite": _keep(sqlite.insert), "postgresql": _keep(postgresql.insert)}
