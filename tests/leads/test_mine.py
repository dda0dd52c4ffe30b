"""Whoever stands at booths finds those of now."""

from datetime import timedelta

from booth import Fair
from conftest import NOW

from server.actor import ANONYMOUS, Program, Scope
from server.leads.mine import AROUND, all_booths, booths_of


async def test_mine_at_the_fair(fair: Fair, statements: list[str]) -> None:
    database = fair.hall.database
    statements.clear()

    rows = await booths_of(database, actor=fair.member("dana"), now=NOW)

    assert [(row.id, row.label, row.organization, row.name) for row in rows] == [
        (fair.booths["B7"], "B7", "Halden Robotics", "Engineering Career Fair")
    ]
    assert len(statements) == 1


async def test_mine_long_before_and_after(fair: Fair) -> None:
    database, dana = fair.hall.database, fair.member("dana")
    ends = NOW + timedelta(hours=6)

    when = {at: len(await booths_of(database, actor=dana, now=at)) for at in (NOW - AROUND, ends + AROUND)}

    assert when == {NOW - AROUND: 1, ends + AROUND: 0}
    assert fair.booths["B7"] in [row.id for row in await all_booths(database, actor=dana)]


async def test_mine_of_others(fair: Fair) -> None:
    database = fair.hall.database
    program = Program(fair.hall.person("dana"), frozenset({Scope.CONTACTS}))

    found = [await booths_of(database, actor=who, now=NOW) for who in (fair.member("ruth"), program, ANONYMOUS)]

    assert [len(rows) for rows in found] == [0, 0, 0]
