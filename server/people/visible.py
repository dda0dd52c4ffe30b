"""Card fields as SQL, each NULL where the viewer may not see it, so that a list reads only what it may show.

A statement joins `Person` and `Card` (or aliases of them) and takes its columns from here:

    select(Contact.id, *card_columns(tier_when(Contact.mutual))).join(Person, …).join(Card, …)

What is not in the result can't leak from it.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Label, String, and_, case, literal_column, not_, or_

from server.people.models import Audience, Card, Person
from server.people.policies import AUDIENCE_OF, BIT_OF, FOR_EMPLOYERS, NEEDED, Tier

TierExpression = Tier | ColumnElement[int]
"""A tier that is known before the statement runs, or one that each row decides."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the person of a row has granted the viewer, within which alone the card is alive."""

    granted: ColumnElement[int]
    """As `server.people.policies.grant` writes it."""
    employer: ColumnElement[bool]
    """Whether the viewer looks as one of an employer's people."""
    to_employer: ColumnElement[int]
    """`granted`, but nothing where the two have not met."""


def card_columns(
    tier: TierExpression, *, person: Any = Person, card: Any = Card, bounds: Bounds | None = None
) -> list[Label[Any]]:
    """Every field of AUDIENCE_OF under its own name, or NULL. Without `bounds` there are none but the audiences."""
    return [
        _field(getattr(person, field), getattr(card, audience), audience.removesuffix("_audience"), tier, bounds).label(
            field
        )
        for field, audience in AUDIENCE_OF.items()
    ]


def _field(column: Any, audience: Any, name: str, tier: TierExpression, bounds: Bounds | None) -> ColumnElement[Any]:
    if bounds is None:
        return shown(column, audience, tier)
    usual = and_(seen(audience, tier), _holds(bounds.granted, name))
    if name not in FOR_EMPLOYERS:
        return case((usual, column))
    # What employers are told is a choice of its own, above all audiences but that of everybody.
    above_nothing = _at_least(tier, Tier.STRANGER)
    to_employers = and_(above_nothing, or_(audience == _text(Audience.EVERYONE), _holds(bounds.to_employer, name)))
    return case((or_(and_(bounds.employer, to_employers), and_(not_(bounds.employer), usual)), column))


def shown(column: Any, audience: Any, tier: TierExpression) -> ColumnElement[Any]:
    """`column` where `audience` lets `tier` see it, else NULL: the SQL twin of `may_see_field`."""
    if tier is Tier.SELF:
        return column  # type: ignore[no-any-return]
    return case((seen(audience, tier), column))


def seen(audience: Any, tier: TierExpression) -> ColumnElement[bool]:
    """Whether `audience` lets `tier` see something."""
    if isinstance(tier, Tier):
        return audience.in_([_text(name) for name, needed in NEEDED.items() if tier >= needed])  # type: ignore[no-any-return]
    return tier >= case(*((audience == _text(name), written(needed)) for name, needed in NEEDED.items()))


def _holds(granted: ColumnElement[int], name: str) -> ColumnElement[bool]:
    return granted.bitwise_and(literal_column(str(BIT_OF[name]), Integer)) != literal_column("0", Integer)


def _at_least(tier: TierExpression, needed: Tier) -> ColumnElement[bool]:
    return (written(tier) if isinstance(tier, Tier) else tier) >= written(needed)


def tier_when(met: ColumnElement[bool]) -> ColumnElement[int]:
    """The tier of a signed-in viewer: MET where `met` holds, else MEMBER."""
    return case((met, written(Tier.MET)), else_=written(Tier.MEMBER))


def written(tier: Tier) -> ColumnElement[int]:
    """A tier in the text of the statement: bound, a card would take sixty parameters."""
    return literal_column(str(int(tier)), Integer)


def _text(name: Audience) -> ColumnElement[str]:
    return literal_column(f"'{name}'", String)
