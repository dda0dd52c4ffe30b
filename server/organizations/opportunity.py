"""An organization posts what it offers, changes it, and takes it down; everybody reads it until it closes."""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Row, bindparam, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Member, require_member
from server.db import Database, Key
from server.errors import FieldError, InvalidInput, NotFound, NotPermitted
from server.keys import new_key
from server.organizations.models import Membership, Organization, Role
from server.organizations.opportunities import Opportunity, OpportunityKind
from server.people.card_lines import Unusable, address, text

OFFERING = (Role.RECRUITER, Role.ORGANIZER, Role.OFFICER)
"""The roles in an organization that say what it offers."""
MOST = 200
"""That are open at a time."""
LAST_ZONE = timedelta(hours=12)
"""A day ends last twelve hours behind UTC: until then it is open for whoever lives there."""

_opportunity: Any = Opportunity.__table__
_OPEN = (
    select(*_opportunity.c)
    .where(
        _opportunity.c.organization_id.in_(bindparam("organizations", type_=Key(), expanding=True)),
        _opportunity.c.closed_at.is_(None),
        or_(_opportunity.c.closes_on.is_(None), _opportunity.c.closes_on >= bindparam("today", type_=Date())),
    )
    .order_by(_opportunity.c.created_at.desc(), _opportunity.c.id)
    .limit(MOST * 10)
)


async def open_opportunities(
    database: Database, organizations: Collection[UUID], *, now: datetime
) -> Mapping[UUID, list[Row[Any]]]:
    """What each organization offers that has not closed, the newest first. One statement."""
    found: dict[UUID, list[Row[Any]]] = {}
    values = {"organizations": list(organizations), "today": _last_day(now)}
    for row in await database.rows(_OPEN, values):
        found.setdefault(row.organization_id, []).append(row)
    return found


async def post_opportunity(
    session: AsyncSession,
    *,
    actor: Actor,
    organization_id: UUID,
    kind: OpportunityKind,
    title: str,
    summary: str = "",
    url: str | None = None,
    closes_on: date | None = None,
    opportunity_id: UUID | None = None,
    now: datetime,
) -> UUID:
    """Post something, or with `opportunity_id` say it otherwise; its id.

    Raises SignInRequired, ScopeMissing, NotFound, NotPermitted and InvalidInput.
    """
    member = require_member(actor)
    await _lock(session, organization_id)
    there = select(Opportunity.id).where(
        Opportunity.organization_id == organization_id, Opportunity.closed_at.is_(None)
    )
    known = set(await session.scalars(there))

    await _require_offering(session, member, organization_id)
    if opportunity_id is not None and opportunity_id not in known:
        raise NotFound

    said = {**_read(title, summary, url, closes_on, now), "kind": kind, "updated_at": now}
    if opportunity_id is not None:
        await session.execute(update(Opportunity).where(Opportunity.id == opportunity_id).values(**said))
        return opportunity_id
    if len(known) >= MOST:
        raise InvalidInput(FieldError(("title",), f"{MOST} are open. Take one down first."))
    id_ = new_key()
    values = {"id": id_, "organization_id": organization_id, "created_at": now}
    await session.execute(insert(Opportunity).values(**values, **said))
    return id_


async def close_opportunity(session: AsyncSession, *, actor: Actor, opportunity_id: UUID, now: datetime) -> UUID:
    """Take it down; the second time changes nothing. Raises SignInRequired, ScopeMissing, NotFound, NotPermitted."""
    member = require_member(actor)
    found = await session.get(Opportunity, opportunity_id)
    if found is None:
        raise NotFound

    await _require_offering(session, member, found.organization_id)

    if found.closed_at is None:
        found.closed_at = found.updated_at = now
    return found.organization_id


async def _lock(session: AsyncSession, organization_id: UUID) -> None:
    found = await session.scalar(select(Organization.id).where(Organization.id == organization_id).with_for_update())
    if found is None:
        raise NotFound


async def _require_offering(session: AsyncSession, member: Member, organization_id: UUID) -> None:
    role = await session.scalar(
        select(Membership.role).where(
            Membership.organization_id == organization_id, Membership.person_id == member.person_id
        )
    )
    if role not in OFFERING:
        raise NotPermitted


def _read(title: str, summary: str, url: str | None, closes_on: date | None, now: datetime) -> dict[str, Any]:
    faults, said = [], dict[str, Any]()
    for name, read, value in (
        ("title", lambda value: text(value, Opportunity.title), title),
        ("summary", lambda value: text(value, Opportunity.summary) or "", summary),
        ("url", address, url or ""),
    ):
        try:
            said[name] = read(value)
        except Unusable as fault:
            faults.append(FieldError((name,), str(fault)))
    if "title" in said and not said["title"]:
        faults.append(FieldError(("title",), "Write what it is, as in “Co-op, embedded software”."))
    if closes_on is not None and closes_on < _last_day(now):
        faults.append(FieldError(("closesOn",), "This day is over. Take a later one, or leave it empty."))
    if faults:
        raise InvalidInput(*faults)
    return {**said, "closes_on": closes_on}


def _last_day(now: datetime) -> date:
    """The day that is not over everywhere."""
    return (now.astimezone(UTC) - LAST_ZONE).date()
