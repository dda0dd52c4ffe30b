"""Card fields as SQL, each NULL where the viewer may not see it, so that a list reads only what it may show.

A statement joins `Person` and `Card` (or aliases of them) and takes its columns from here:

    select(Contact.id, *card_columns(tier_when(Contact.mutual))).join(Person, …).join(Card, …)

What is not in the result can't leak from it.
"""

from typing import Any

from sqlalchemy import ColumnElement, Integer, Label, String, case, literal_column

from server.people.models import Audience, Card, Person
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
        condition = audience.in_([_text(name) for name, needed in NEEDED.items() if tier >= needed])
    else:
        needs = case(*((audience == _text(name), written(needed)) for name, needed in NEEDED.items()))
        condition = tier >= needs
    return case((condition, column))


def tier_when(met: ColumnElement[bool]) -> ColumnElement[int]:
    """The tier of a signed-in viewer: MET where `met` holds, else MEMBER."""
    return case((met, written(Tier.MET)), else_=written(Tier.MEMBER))


def written(tier: Tier) -> ColumnElement[int]:
    """A tier in the text of the statement: bound, a card would take sixty parameters."""
    return literal_column(str(int(tier)), Integer)


def _text(name: Audience) -> ColumnElement[str]:
    return literal_column(f"'{name}'", String)
