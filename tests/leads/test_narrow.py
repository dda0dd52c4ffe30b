"""A booth's team finds a lead again, and goes through them piece by piece."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from booth import Fair, entry
from conftest import NOW

from server.errors import InvalidInput
from server.leads.hours import by_hour
from server.leads.lead import Lead
from server.leads.models import LeadEntryKind
from server.leads.narrow import LeadFilter, narrowed, piece
from server.paging import write_cursor

STARS, TAG, NOTE = LeadEntryKind.STARS, LeadEntryKind.TAG, LeadEntryKind.NOTE


async def afternoon(fair: Fair) -> list[Lead]:
    """Ben (by Dana, an hour ago): 4 stars, `arm`, a note; Ada (by Priya, now): 2 stars; Eli (by Dana, now): nothing."""
    await fair.has_resume("ben")
    await fair.hall.card("ben", employers_get="resume")
    ben = await fair.meets("dana", "ben", scanned_at=NOW - timedelta(hours=1))
    ada = await fair.meets("priya", "ada", scanned_at=NOW - timedelta(minutes=2))
    await fair.meets("dana", "eli", scanned_at=NOW - timedelta(minutes=1))
    await fair.writes("dana", entry(ben, STARS, 3), entry(ben, TAG, "Arm"), entry(ben, NOTE, "Besucht Zürich."))
    await fair.writes("priya", entry(ben, STARS, 5), entry(ada, STARS, 2))
    return await fair.leads("dana")


CASES: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["eli", "ada", "ben"]),
    ({"text": "nguyen"}, ["ben"]),
    ({"text": "NGUY zurich"}, ["ben"]),
    ({"text": "guyen"}, []),
    ({"text": "arm"}, ["ben"]),
    ({"stars": 2}, ["ada", "ben"]),
    ({"stars": 4}, ["ben"]),
    ({"stars": 5}, []),
    ({"tag": "ÁRM"}, ["ben"]),
    ({"tag": "legs"}, []),
    ({"hour": NOW - timedelta(hours=1)}, ["eli", "ada", "ben"]),
    ({"hour": NOW - timedelta(minutes=30)}, ["eli", "ada"]),
    ({"has_resume": True}, ["ben"]),
    ({"question_id": uuid4()}, []),
]


async def test_narrow_by_everything(fair: Fair) -> None:
    leads = await afternoon(fair)
    key_of = {fair.hall.person(key): key for key in ("ada", "ben", "eli")}

    found = [[key_of[lead.person_id] for lead in narrowed(leads, LeadFilter(**asked))] for asked, _ in CASES]
    by_priya = narrowed(leads, LeadFilter(colleague_id=fair.hall.person("priya")))

    assert found == [expected for _, expected in CASES]
    assert [key_of[lead.person_id] for lead in by_priya] == ["ada"]


async def test_narrow_piece_by_piece_while_others_come(fair: Fair) -> None:
    leads = await afternoon(fair)

    first = piece(leads, first=2, after=None)
    last = first.rows[-1]
    await fair.meets("dana", "kofi")
    rest = piece(await fair.leads("dana"), first=2, after=write_cursor(last.last_at, last.key))

    assert (len(first.rows), first.has_next_page) == (2, True)
    assert ([lead.person_id for lead in rest.rows], rest.has_next_page) == ([fair.hall.person("ben")], False)


async def test_narrow_by_the_hour_as_clocks_show_it(fair: Fair) -> None:
    leads = await afternoon(fair)
    at = NOW.replace(minute=0)

    hours = by_hour(leads, "America/New_York")
    between = by_hour(leads, "Asia/Kolkata")

    assert hours == [(at - timedelta(hours=1), 3)]
    assert between == [(at - timedelta(minutes=90), 1), (at - timedelta(minutes=30), 2)]


def test_narrow_by_too_much() -> None:
    with pytest.raises(InvalidInput):
        narrowed([], LeadFilter(text="x" * 201))
