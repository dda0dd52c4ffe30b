"""Organizers of a fair give organizations booths, change them, and take them away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Member, require_member
from server.attendance.organizing import require_organizer
from server.attendance.seats import lock
from server.audit.models import Action
from server.audit.record import record
from server.badges.booth_codes import BoothVisit
from server.contacts.models import Encounter
from server.contacts.organizations_met import OrganizationContact
from server.errors import FieldError, InvalidInput, NotFound
from server.events.booths import Booth
from server.events.models import Event
from server.keys import new_key
from server.leads.errors import BoothInUse
from server.leads.models import LeadEntry
from server.leads.plan_booths import Becomes, Wish, label_taken, plan_booths, word_faults
from server.live import booth_topic, publish
from server.words import findable

_HANGS_ON_IT: tuple[Any, ...] = (Encounter, LeadEntry, BoothVisit, OrganizationContact)


async def give_booth(session: AsyncSession, *, actor: Actor, slug: str, wish: Wish, now: datetime) -> UUID:
    """Give an organization a booth; its id. The same a second time is refused, in words that say that it has it.

    Raises SignInRequired, ScopeMissing, NotFound, NotPermitted, and InvalidInput.
    """
    member, event_id = await load_fair(session, actor=actor, slug=slug)
    (plan,) = await plan_booths(session, event_id, [wish])
    if plan.faults:
        raise InvalidInput(*plan.faults)
    if plan.becomes is Becomes.SAME:
        raise InvalidInput(FieldError(("organization",), f"{plan.organization.name} has this booth already."))
    if plan.becomes is Becomes.CHANGED:
        message = f"{plan.organization.name} has booth {plan.before.label} already. Change that one in the list."
        raise InvalidInput(FieldError(("organization",), message))

    booth: dict[str, UUID] = {"id": new_key(), "event_id": event_id, "organization_id": plan.organization.id}
    await session.execute(insert(Booth).values(**booth, label=plan.wish.label, offers=plan.offers))
    await record_booth(session, member, Action.BOOTH_GIVEN, booth, now)
    return booth["id"]


async def change_booth(session: AsyncSession, *, actor: Actor, booth_id: UUID, label: str, offers: str) -> None:
    """Say otherwise what its sign says and what it offers. Raises as `give_booth`."""
    _, booth = await _load(session, actor, booth_id)
    label, offers = " ".join(label.split()), " ".join(offers.split())
    faults = word_faults(label, offers)
    others = select(Booth.label).where(Booth.event_id == booth.event_id, Booth.id != booth_id)
    if not faults and label.casefold() in {other.casefold() for other in await session.scalars(others)}:
        faults = [label_taken(label)]
    if faults:
        raise InvalidInput(*faults)

    booth.label, booth.offers = label, offers
    await session.flush()
    await publish(session, booth_topic(booth_id))


async def take_booth(session: AsyncSession, *, actor: Actor, booth_id: UUID, now: datetime) -> None:
    """Take a booth away, with its team's places, its code and the invitations to it; the second time it is NotFound.

    Raises SignInRequired, ScopeMissing, NotFound, NotPermitted, and BoothInUse where scans or leads hang on it.
    """
    member, booth = await _load(session, actor, booth_id)
    for table in _HANGS_ON_IT:
        if await session.scalar(select(exists().where(table.booth_id == booth_id))):
            raise BoothInUse

    gone = {"id": booth.id, "event_id": booth.event_id, "organization_id": booth.organization_id}
    await session.execute(delete(Booth).where(Booth.id == booth_id))
    await record_booth(session, member, Action.BOOTH_TAKEN, gone, now)


async def load_fair(session: AsyncSession, *, actor: Actor, slug: str) -> tuple[Member, UUID]:
    """Who acts, and the event, whose booths nobody else changes until the transaction ends."""
    member = require_member(actor)
    event_id = await session.scalar(select(Event.id).where(Event.slug == findable(slug)))
    if event_id is None:
        raise NotFound
    await require_organizer(session, member, event_id)
    await lock(session, [event_id])
    return member, event_id


async def _load(session: AsyncSession, actor: Actor, booth_id: UUID) -> tuple[Member, Booth]:
    """The booth is locked, so that no scan there is on its way while it is looked at."""
    member = require_member(actor)
    event_id = await session.scalar(select(Booth.event_id).where(Booth.id == booth_id))
    if event_id is None:
        raise NotFound
    await require_organizer(session, member, event_id)
    await lock(session, [event_id])
    booth = await session.get(Booth, booth_id, with_for_update=True, populate_existing=True)
    if booth is None:
        raise NotFound
    return member, booth


async def record_booth(
    session: AsyncSession, member: Member, action: Action, booth: Mapping[str, Any], now: datetime
) -> None:
    """Write down that this booth (id, event_id, organization_id) was given or taken."""
    detail = {"booth": booth["id"].hex, "event": booth["event_id"].hex, "organization": booth["organization_id"].hex}
    campus = select(Event.campus_id).where(Event.id == booth["event_id"]).scalar_subquery()
    await record(session, actor_id=member.person_id, action=action, campus_id=campus, detail=detail, now=now)
