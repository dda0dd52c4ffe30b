"""An organization offers something until a day that is over everywhere."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from conftest import NOW

from server.actor import ANONYMOUS, Actor, Member
from server.db import Database
from server.errors import InvalidInput, NotFound, NotPermitted, Refusal, SignInRequired
from server.organizations.opportunities import OpportunityKind
from server.organizations.opportunity import close_opportunity, open_opportunities, post_opportunity
from server.seed import SeededCampus

JOB = OpportunityKind.JOB


async def test_offer_until_the_day_is_over_everywhere(database: Database, campus: SeededCampus) -> None:
    halden, dana = campus.organizations["halden-robotics"], Member(campus.people["dana"])
    async with database.write() as session:
        await post_opportunity(
            session, actor=dana, organization_id=halden, kind=JOB, title="Job", closes_on=date(2026, 9, 30), now=NOW
        )
    over = datetime(2026, 10, 1, 12, tzinfo=UTC)

    seen = [
        len((await open_opportunities(database, [halden], now=at)).get(halden, []))
        for at in (NOW, over - timedelta(seconds=1), over)
    ]

    assert seen == [1, 1, 0]


async def test_say_it_otherwise_and_take_it_down(database: Database, campus: SeededCampus) -> None:
    halden, dana = campus.organizations["halden-robotics"], Member(campus.people["dana"])
    async with database.write() as session:
        id_ = await post_opportunity(session, actor=dana, organization_id=halden, kind=JOB, title="Job", now=NOW)
        await post_opportunity(
            session, actor=dana, organization_id=halden, kind=JOB, title="A job", opportunity_id=id_, now=NOW
        )
    found = await open_opportunities(database, [halden], now=NOW)
    async with database.write() as session:
        for _ in range(2):
            await close_opportunity(session, actor=dana, opportunity_id=id_, now=NOW)

    assert [row.title for row in found[halden]] == ["A job"]
    assert await open_opportunities(database, [halden], now=NOW) == {}


async def test_offer_what_is_none_or_not_ones_own(database: Database, campus: SeededCampus) -> None:
    halden, club = campus.organizations["halden-robotics"], campus.organizations["robotics-club"]
    dana, jonas = Member(campus.people["dana"]), Member(campus.people["jonas"])
    cases: list[tuple[Actor, UUID, dict[str, Any], type[Refusal]]] = [
        (dana, halden, {"title": " "}, InvalidInput),
        (dana, halden, {"title": "x" * 201}, InvalidInput),
        (dana, halden, {"url": "javascript:alert(1)"}, InvalidInput),
        (dana, club, {}, NotPermitted),
        (jonas, halden, {}, NotPermitted),
        (ANONYMOUS, halden, {}, SignInRequired),
        (dana, campus.people["dana"], {}, NotFound),
    ]

    for actor, organization, said, refusal in cases:
        async with database.write() as session:
            with pytest.raises(refusal):
                await post_opportunity(
                    session, actor=actor, organization_id=organization, kind=JOB, now=NOW, **({"title": "Job"} | said)
                )

    assert await open_opportunities(database, [halden, club], now=NOW) == {}
