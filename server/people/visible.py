"""Card fields as SQL, each NULL where the viewer may not see it, so that a list reads only what it may show.

A statement joins `Person` and `Card` (or aliases of them) and takes its columns from here:

    select(Contact.id, *card_columns(tier_when(Contact.mutual))).join(Person, …).join(Card, …)

What is not in the result can't leak from it.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Label, and_, case, exists, literal, null

from server.people.models import Block, Card, Person
from server.people.policies import AUDIENCE_OF, NEEDED, Tier

TierExpression = Tier | ColumnElement[int]
"""A tier that is known before the statement runs, or one that each row decides."""


def card_columns(tier: TierExpression, *, person: Any = Person, card: Any = Card) -> list[Label[Any]]:
    """Every field of AUDIENCE_OF under its own name, or NULL."""
    return [
        shown(getattr(person, field), getattr(card, audience), tier).label(field)
        for field, audience in AUDIENCE_OF.items()
    ]


def shown(column: Any, audience: Any, tier: TierExpression) -> ColumnElement[Any]:
    """`column` where `audience` lets `tier` see it, else NULL: the SQL twin of `may_see_field`."""
    if tier is Tier.SELF:
        return column  # type: ignore[no-any-return]
    if isinstance(tier, Tier):
        condition = audience.in_([name for name, needed in NEEDED.items() if tier >= needed])
    else:
        condition = tier >= case(
            *((audience == name, literal(int(needed))) for name, needed in NEEDED.items() if needed < Tier.SELF),
            else_=literal(int(Tier.SELF)),
        )
    return case((condition, column), else_=null())


def tier_when(met: ColumnElement[bool]) -> ColumnElement[int]:
    """The tier of a signed-in viewer: MET where `met` holds, else MEMBER."""
    return case((met, literal(int(Tier.MET))), else_=literal(int(Tier.MEMBER)))


def tier_towards(viewer: UUID | None, *, met: ColumnElement[bool], person_id: ColumnElement[UUID]) -> TierExpression:
    """How close `viewer` (None: not signed in) is to the person of each row. A block keeps them a stranger."""
    if viewer is None:
        return Tier.STRANGER
    return case(
        (person_id == viewer, literal(int(Tier.SELF))),
        (has_blocked(person_id, viewer), literal(int(Tier.STRANGER))),
        (met, literal(int(Tier.MET))),
        else_=literal(int(Tier.MEMBER)),
    )


def has_blocked(person_id: ColumnElement[UUID], viewer: Any) -> ColumnElement[bool]:
    """Whether the person of a row has blocked `viewer` (an id, or a column of ids)."""
    return exists().where(and_(Block.person_id == person_id, Block.blocked_id == viewer))
