"""Organizers of a fair look at a table of booths, and give and change them all at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Member, require_member
from server.attendance.organizing import require_organizer
from server.attendance.seats import lock
from server.audit.models import Action
from server.errors import FieldError, InvalidInput, NotFound
from server.events.booths import Booth
from server.events.models import Event
from server.imports.errors import FileUnreadable
from server.imports.table_file import LineFault
from server.keys import new_key
from server.leads.booth_table import MAX_LETTERS, BoothField, BoothTable, read_booths
from server.leads.give_booth import record_booth
from server.leads.plan_booths import Becomes, Plan, plan_booths
from server.live import booth_topic, publish
from server.words import findable


@dataclass(frozen=True, slots=True)
class BoothsGiven:
    new: int
    changed: int
    slug: str
    """Of the event."""


@dataclass(frozen=True, slots=True)
class BoothLook:
    """What a table of booths would do."""

    table: BoothTable
    plans: list[Plan]
    """Of each line, in order."""
    member: Member
    event_id: UUID
    slug: str
    """Of the event."""

    def those(self, becomes: Becomes) -> list[Plan]:
        return [plan for plan in self.plans if plan.becomes is becomes]

    @property
    def left_out(self) -> list[LineFault]:
        """Lines of which nothing becomes, and why."""
        planned = zip(self.table.wishes, self.plans, strict=True)
        faults = [LineFault(line, fault.message) for (line, _), plan in planned for fault in plan.faults[:1]]
        return [*faults, *self.table.faults]


async def look_at_booths(
    session: AsyncSession, *, actor: Actor, slug: str, text: str, columns: Mapping[BoothField, str] | None = None
) -> BoothLook:
    """What `text`, a table, would do at the event. Nothing of it is kept.

    Raises SignInRequired, ScopeMissing, NotFound, NotPermitted, and InvalidInput at `file`.
    """
    member = require_member(actor)
    event_id = await session.scalar(select(Event.id).where(Event.slug == findable(slug)))
    if event_id is None:
        raise NotFound
    await require_organizer(session, member, event_id)

    if not text.strip():
        raise InvalidInput(FieldError(("file",), "Choose a table, or paste one: a line of headings, then a line each."))
    if len(text) > MAX_LETTERS:
        raise InvalidInput(FieldError(("file",), f"Take a table of {MAX_LETTERS:,} characters or fewer, or split it."))
    try:
        table = read_booths(text, columns)
    except FileUnreadable as fault:
        raise InvalidInput(FieldError(("file",), fault.message)) from fault

    plans = await plan_booths(session, event_id, [wish for _, wish in table.wishes])
    return BoothLook(table, plans, member, event_id, findable(slug))


async def give_booths(
    session: AsyncSession,
    *,
    actor: Actor,
    slug: str,
    text: str,
    columns: Mapping[BoothField, str] | None = None,
    now: datetime,
) -> BoothsGiven:
    """Give and change the booths of the table; how many. Lines with faults are left out, and no booth is taken away,
    so the same table a second time changes nothing, and a mended one does the rest. Raises as `look_at_booths`."""
    event_id = await session.scalar(select(Event.id).where(Event.slug == findable(slug)))
    if event_id is not None:
        await lock(session, [event_id])
    look = await look_at_booths(session, actor=actor, slug=slug, text=text, columns=columns)

    changed = look.those(Becomes.CHANGED)
    await _change(session, changed)
    new = [(new_key(), plan) for plan in look.those(Becomes.NEW)]
    rows = [_row(key, look.event_id, plan) for key, plan in new]
    if rows:
        await session.execute(insert(Booth), rows)
    for row in rows:
        await record_booth(session, look.member, Action.BOOTH_GIVEN, row, now)
    await publish(session, *{booth_topic(plan.before.id) for plan in changed})
    return BoothsGiven(len(new), len(changed), look.slug)


async def _change(session: AsyncSession, plans: Sequence[Plan]) -> None:
    if not plans:
        return
    # Two that change labels with each other would, one after the other, have the same for a moment.
    between = [{"id": plan.before.id, "label": plan.before.id.hex[-20:]} for plan in plans]
    await session.execute(update(Booth), between)
    said = [{"id": plan.before.id, "label": plan.wish.label, "offers": plan.offers} for plan in plans]
    await session.execute(update(Booth), said)


def _row(key: UUID, event_id: UUID, plan: Plan) -> dict[str, Any]:
    words = {"label": plan.wish.label, "offers": plan.offers}
    return {"id": key, "event_id": event_id, "organization_id": plan.organization.id, **words}
