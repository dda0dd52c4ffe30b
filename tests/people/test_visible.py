"""The SQL that blanks a card's fields says the same as the predicate."""

import itertools

import pytest
from sqlalchemy import func, literal, select, true, update

from server.db import Database
from server.people.models import Audience, Card, Person
from server.people.policies import AUDIENCE_OF, NEEDED, Tier, may_see_field
from server.people.visible import TierExpression, card_columns, shown, tier_when
from server.seed import SeededCampus


def test_may_see_field_by_tier() -> None:
    seen = {audience: [tier.name for tier in Tier if may_see_field(audience, tier)] for audience in Audience}

    assert seen == {
        Audience.EVERYONE: ["STRANGER", "MEMBER", "MET", "SELF"],
        Audience.MEMBERS: ["MEMBER", "MET", "SELF"],
        Audience.MET: ["MET", "SELF"],
        Audience.NOBODY: ["SELF"],
    }


@pytest.mark.parametrize(("audience", "tier"), list(itertools.product(Audience, Tier)))
async def test_shown_says_what_may_see_field_says(
    database: Database, campus: SeededCampus, audience: Audience, tier: Tier
) -> None:
    ada = campus.people["ada"]
    async with database.write() as session:
        await session.execute(update(Card).where(Card.person_id == ada).values(headline_audience=audience))

    expressions: list[TierExpression] = [tier, literal(int(tier))]
    for expression in expressions:
        statement = (
            select(shown(Person.headline, Card.headline_audience, expression).label("headline"))
            .join(Card, Card.person_id == Person.id)
            .where(Person.id == ada)
        )
        (row,) = await database.rows(statement)

        assert (row.headline is not None) == may_see_field(audience, tier)


@pytest.mark.parametrize("tier", [Tier.SELF, tier_when(true())], ids=["known", "by row"])
async def test_card_columns_keep_their_types(database: Database, campus: SeededCampus, tier: TierExpression) -> None:
    ada = campus.people["ada"]
    everything = dict.fromkeys(AUDIENCE_OF.values(), Audience.EVERYONE)
    async with database.write() as session:
        await session.execute(update(Card).where(Card.person_id == ada).values(everything))

    plain = select(*(getattr(Person, field) for field in AUDIENCE_OF)).where(Person.id == ada)
    through_card = select(*card_columns(tier)).join(Card, Card.person_id == Person.id).where(Person.id == ada)

    (expected,), (found,) = await database.rows(plain), await database.rows(through_card)
    assert found._asdict() == expected._asdict()
    assert [type(value) for value in found] == [type(value) for value in expected]


def test_every_audience_needs_a_tier() -> None:
    assert set(NEEDED) == set(Audience)


def test_every_personal_column_has_an_audience() -> None:
    """A new column is shown to nobody until somebody says, here and in AUDIENCE_OF, who may see it."""
    never_shown = {"id", "time_zone", "created_at", "updated_at", "last_seen_at", "erased_at"}

    assert set(Person.__table__.columns.keys()) == set(AUDIENCE_OF) | never_shown


def test_every_audience_of_a_card_is_used() -> None:
    audiences = {column.name for column in Card.__table__.columns if column.name.endswith("_audience")}

    assert set(AUDIENCE_OF.values()) == audiences


async def test_everybody_has_exactly_one_card(database: Database, campus: SeededCampus) -> None:
    (people,) = (await database.rows(select(func.count()).select_from(Person)))[0]
    (cards,) = (await database.rows(select(func.count()).select_from(Card)))[0]

    assert people == cards == len(campus.people)
