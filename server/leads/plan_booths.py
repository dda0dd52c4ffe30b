"""What organizers write of booths is looked up and checked, one or three hundred in the same few statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Wish:
    """A booth as it is written down."""

    organization: str
    """Its name in addresses, or its name."""
    label: str
    offers: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of a wish."""

    wish: Wish
    organization: Any = None
    """(id, slug, name), where there is one."""
    faults: tuple[FieldError, ...] = ()
    already: bool = False
    """Whether the organization has this booth."""


async def plan_booths(session: AsyncSession, event_id: UUID, wishes: Sequence[Wish]) -> list[Plan]:
    """A plan for each, in order; of two that contradict each other the second has a fault. Two statements."""
    known = await _exhibitors(session, [wish.organization for wish in wishes])
    rows = await session.execute(
        select(Booth.organization_id, Booth.label, Booth.offers).where(Booth.event_id == event_id)
    )
    by_organization: dict[UUID, tuple[str, str]] = {row.organization_id: (row.label, row.offers) for row in rows}
    labels = {label.casefold() for label, _ in by_organization.values()}
    plans: list[Plan] = []
    for raw in wishes:
        wish = Wish(" ".join(raw.organization.split()), " ".join(raw.label.split()), " ".join(raw.offers.split()))
        found = known.get(wish.organization.casefold(), [])
        faults = [*_unknown(wish, found), *word_faults(wish.label, wish.offers)]
        if not faults and (has := by_organization.get(found[0].id)):
            if has == (wish.label, wish.offers):
                plans.append(Plan(wish, found[0], already=True))
                continue
            message = f"{found[0].name} has booth {has[0]} already. Change that one in the list."
            faults.append(FieldError(("organization",), message))
        if not faults and wish.label.casefold() in labels:
            faults.append(label_taken(wish.label))
        if not faults:
            by_organization[found[0].id] = (wish.label, wish.offers)
            labels.add(wish.label.casefold())
        plans.append(Plan(wish, found[0] if len(found) == 1 else None, tuple(faults)))
    return plans


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
    """Organizations by what was written of them, case aside: one by its slug, else all of that name. One statement."""
    words = {" ".join(text.split()).casefold() for text in written if len(text) <= 200 and text.isprintable()}
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
