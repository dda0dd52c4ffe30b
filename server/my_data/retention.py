"""Whoever looks after a campus says how long it keeps what is no longer needed."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Scope, member_with, require_member
from server.audit.models import Action
from server.audit.record import record
from server.campuses.models import Campus, CampusAdministrator
from server.db import Database, Key
from server.errors import FieldError, InvalidInput, NotFound
from server.my_data.models import Retention

MONTHS = range(1, 121)
FIELDS = ("accounts_months", "encounters_months", "logs_months")

_LOOKED_AFTER = (
    select(
        Campus.id,
        Campus.slug,
        Campus.name,
        Retention.accounts_months,
        Retention.encounters_months,
        Retention.logs_months,
    )
    .join(CampusAdministrator, CampusAdministrator.campus_id == Campus.id)
    .outerjoin(Retention, Retention.campus_id == Campus.id)
    .where(
        CampusAdministrator.person_id == bindparam("me", type_=Key()),
        Campus.slug == bindparam("slug"),
    )
)


async def retention(database: Database, *, actor: Actor, slug: str) -> Row[Any] | None:
    """(id, slug, name, and months or None for accounts, encounters, logs) of a campus that the actor looks after.

    None for everybody else, and for programs without the scope ADMIN.
    """
    member = member_with(actor, Scope.ADMIN)
    if member is None:
        return None
    rows = await database.rows(_LOOKED_AFTER, {"me": member.person_id, "slug": slug})
    return rows[0] if rows else None


async def change_retention(
    session: AsyncSession,
    *,
    actor: Actor,
    slug: str,
    accounts_months: int | None,
    encounters_months: int | None,
    logs_months: int | None,
    now: datetime,
) -> None:
    """Keep things of a campus so many months from now on; None: for good. The next tidying acts on it.

    Raises SignInRequired, ScopeMissing, InvalidInput, and NotFound unless the actor looks after that campus.
    """
    member = require_member(actor, Scope.ADMIN)
    found = (await session.execute(_LOOKED_AFTER, {"me": member.person_id, "slug": slug})).first()
    if found is None:
        raise NotFound

    months = dict(zip(FIELDS, (accounts_months, encounters_months, logs_months), strict=True))
    if faults := [_fault(name) for name, value in months.items() if value is not None and value not in MONTHS]:
        raise InvalidInput(*faults)

    await session.execute(delete(Retention).where(Retention.campus_id == found.id))
    await session.execute(insert(Retention).values(campus_id=found.id, **months, updated_at=now))
    said = {name: str(value or "never") for name, value in months.items()} | {"campus": found.id.hex}
    me, changed = member.person_id, Action.RETENTION_CHANGED
    await record(session, actor_id=me, action=changed, campus_id=found.id, detail=said, now=now)


def _fault(name: str) -> FieldError:
    first, _, second = name.partition("_")
    return FieldError((first + second.capitalize(),), f"Take 1 to {MONTHS[-1]} months, or none to keep them for good.")
