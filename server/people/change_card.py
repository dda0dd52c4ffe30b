"""A person changes their card: what is on it, who sees each line, and who may save them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.errors import FieldError, InvalidInput
from server.people import card_lines as lines
from server.people.models import Card, Person
from server.people.policies import AUDIENCE_OF

LONGEST_SHARING = 120
"""Months."""
POLICIES = frozenset({"saved_by", "saves_back", "fresh_codes", "shares_for_months"})
CHOSEN = frozenset(AUDIENCE_OF.values()) | POLICIES
"""What is kept in `Card`; everything else that can be changed is in `Person`."""
ALWAYS = CHOSEN - {"shares_for_months"} | {"name"}
"""What can be changed and not emptied."""


async def change_card(
    session: AsyncSession, *, actor: Actor, changes: Mapping[str, Any], campuses: Mapping[str, UUID], now: datetime
) -> UUID:
    """Change the lines, audiences and policies that `changes` names; None empties a line.

    Lines are named as columns of `Person`, all as text or lists of text, with `campus` by its slug among `campuses`;
    the others as columns of `Card`. A narrower audience acts at once on everybody who has the card, a wider one for
    each of them with the next scan. A second time changes nothing. Parts of a name that a new name no longer holds
    go with the old one. Returns whose card it is. Raises SignInRequired,
    ScopeMissing, and InvalidInput with every fault.
    """
    member = require_member(actor)
    ours = select(Person.given_name, Person.family_name).where(Person.id == member.person_id).with_for_update()
    parts = (await session.execute(ours)).one()._asdict()

    faults: list[FieldError] = []
    read: dict[str, Any] = {}
    for field, value in changes.items():
        try:
            read[field] = _read(field, value, campuses=campuses, now=now)
        except lines.Unusable as fault:
            faults.append(FieldError((_camel(field),), str(fault)))
    if faults:
        raise InvalidInput(*faults)

    chosen = {field: value for field, value in read.items() if field in CHOSEN}
    written = {field: value for field, value in read.items() if field not in CHOSEN}
    if "campus" in written:
        written["campus_id"] = written.pop("campus")
    if "name" in written:
        gone = {part: None for part, held in parts.items() if held is not None and held not in written["name"]}
        written = gone | written
    if written:
        person = update(Person).where(Person.id == member.person_id)
        await session.execute(person.values(**written, updated_at=now))
    if chosen:
        card = update(Card).where(Card.person_id == member.person_id)
        await session.execute(card.values(**chosen, updated_at=now))
    return member.person_id


def _read(field: str, value: Any, *, campuses: Mapping[str, UUID], now: datetime) -> Any:
    """`value` as it is stored, None where the line is emptied. Raises Unusable."""
    if value is None and field in ALWAYS:
        raise lines.Unusable(lines.NAMELESS if field == "name" else "Choose one of them.")
    match field:
        case _ if value is None or field in CHOSEN - {"shares_for_months"}:
            return value
        case "campus":
            if value not in campuses:
                raise lines.Unusable(f"No campus is called “{value}”. There are {', '.join(sorted(campuses))}.")
            return campuses[value]
        case "graduation_year":
            return lines.year(value, now=now)
        case "shares_for_months":
            if not 1 <= value <= LONGEST_SHARING:
                raise lines.Unusable(f"Take 1 to {LONGEST_SHARING} months, or leave it open.")
            return value
        case "name":
            return lines.name(value)
        case _:
            return lines.READERS[field](value)


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))
