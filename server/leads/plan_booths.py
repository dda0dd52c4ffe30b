"""What organizers write of booths is looked up and checked, one or three hundred in the same few statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.errors import FieldError
from server.events.booths import Booth
from server.organizations.models import Organization, name_key

MAX_LABEL = 20
"""Characters."""
MAX_OFFERS = 300
"""Characters."""


class Becomes(StrEnum):
    """What becomes of a wish."""

    NEW = "NEW"
    CHANGED = "CHANGED"
    SAME = "SAME"
    NOTHING = "NOTHING"


@dataclass(frozen=True, slots=True)
class Wish:
    """A booth as it is written down."""

    organization: str
    """Its name, its name in addresses, or the address of its page here."""
    label: str
    offers: str | None
    """None: as it is; nothing for a new one."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known of a wish."""

    wish: Wish
    organization: Any = None
    """(id, slug, name), where there is one."""
    before: Any = None
    """(id, organization_id, label, offers) of its booth, where it has one."""
    faults: tuple[FieldError, ...] = ()

    @property
    def becomes(self) -> Becomes:
        if self.faults:
            return Becomes.NOTHING
        if self.before is None:
            return Becomes.NEW
        same = (self.before.label, self.before.offers) == (self.wish.label, self.offers)
        return Becomes.SAME if same else Becomes.CHANGED

    @property
    def offers(self) -> str:
        if self.wish.offers is None:
            return str(self.before.offers) if self.before is not None else ""
        return self.wish.offers


async def plan_booths(session: AsyncSession, event_id: UUID, wishes: Sequence[Wish]) -> list[Plan]:
    """A plan for each, in order; of two that contradict each other the second has a fault. An organization that has a
    booth gets that one changed, and two may change theirs with each other. Two statements."""
    known = await _exhibitors(session, [_named(wish.organization) for wish in wishes])
    booths = select(Booth.id, Booth.organization_id, Booth.label, Booth.offers).where(Booth.event_id == event_id)
    before = {row.organization_id: row for row in await session.execute(booths)}
    plans: list[Plan] = []
    planned: set[UUID] = set()
    for raw in wishes:
        offers = " ".join(raw.offers.split()) if raw.offers is not None else None
        wish = Wish(_named(raw.organization), " ".join(raw.label.split()), offers)
        found = known.get(wish.organization.casefold(), [])
        faults = [*_unknown(wish, found), *word_faults(wish.label, wish.offers or "")]
        if not faults and found[0].id in planned:
            faults.append(FieldError(("organization",), f"{found[0].name} stands here a second time. Leave one line."))
        if len(found) != 1:
            plans.append(Plan(wish, faults=tuple(faults)))
            continue
        if not faults:
            planned.add(found[0].id)
        plans.append(Plan(wish, found[0], before.get(found[0].id), tuple(faults)))
    return _told_apart(plans, before)


def _told_apart(plans: list[Plan], before: Mapping[UUID, Any]) -> list[Plan]:
    """Those whose label is another organization's, in the end, get a fault. One that gets it keeps its old label, which
    may then be in the way of another."""
    while True:
        moving = {plan.organization.id for plan in plans if not plan.faults}
        taken = {row.label.casefold() for key, row in before.items() if key not in moving}
        clashing = []
        for place, plan in enumerate(plans):
            if not plan.faults and plan.wish.label.casefold() in taken:
                clashing.append(place)
            elif not plan.faults:
                taken.add(plan.wish.label.casefold())
        if not clashing:
            return plans
        for place in clashing:
            plans[place] = replace(plans[place], faults=(label_taken(plans[place].wish.label),))


def word_faults(label: str, offers: str) -> list[FieldError]:
    """What is the matter with the words of a booth."""
    faults = []
    if not 0 < len(label) <= MAX_LABEL or not label.isprintable():
        faults.append(FieldError(("label",), f"Give the booth a label of 1 to {MAX_LABEL} characters, such as B7."))
    if len(offers) > MAX_OFFERS or not offers.isprintable():
        faults.append(FieldError(("offers",), f"Say what it offers in at most {MAX_OFFERS} characters."))
    return faults


def label_taken(label: str) -> FieldError:
    return FieldError(("label",), f"Booth {label} is another organization’s. Give this one another label.")


def _named(text: str) -> str:
    """What was written of an organization, as it is looked up: of the address of its page the end alone."""
    written = " ".join(text.split())
    if "/organizations/" not in written:
        return written
    return written.rpartition("/organizations/")[2].partition("?")[0].strip("/")


def _unknown(wish: Wish, found: Sequence[Any]) -> list[FieldError]:
    if not wish.organization:
        return [FieldError(("organization",), "Write the organization’s name, or the last part of its address here.")]
    if not found:
        message = f"No organization here is called “{wish.organization[:200]}”. Write its name as its own page has it."
        return [FieldError(("organization",), message)]
    if len(found) > 1:
        ways = " or ".join(sorted(row.slug for row in found)[:3])
        message = f"Several organizations are called {wish.organization}. Write which one: {ways}."
        return [FieldError(("organization",), message)]
    return []


async def _exhibitors(session: AsyncSession, written: Sequence[str]) -> Mapping[str, list[Any]]:
    """Organizations by what `_named` gives, case aside: one by its slug, else all of that name. One statement."""
    words = {text.casefold() for text in written if len(text) <= 200 and text.isprintable()}
    slugs, keys = words, {name_key(word) for word in words}
    rows = await session.execute(
        select(Organization.id, Organization.slug, Organization.name)
        .where(or_(Organization.slug.in_(slugs), Organization.name_key.in_(keys)))
        .order_by(Organization.id)
    )
    named: dict[str, list[Any]] = {}
    by_slug: dict[str, list[Any]] = {}
    for row in rows:
        named.setdefault(row.name.casefold(), []).append(row)
        by_slug[row.slug.casefold()] = [row]
    return {**named, **by_slug}
