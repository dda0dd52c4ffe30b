"""64 phones scan ten times as fast as people can, before one server: every scan is answered, and kept once."""

import asyncio

from conftest import NOW, Execute
from hall import Hall
from sqlalchemy import func, select

from server.contacts.models import Contact, Encounter
from server.keys import new_key

PHONES = 64
SCANS = 10
"""What ten times a person's speed is in a second."""
SCAN = "mutation ($input: ScanBadgeInput!) { scanBadge(input: $input) { __typename } }"
CAST = ("ada", "ben", "chen", "dana", "eli", "fay", "gus", "kofi")


async def test_64_phones_are_answered_and_written_in_groups(
    hall: Hall, execute: Execute, statements: list[str]
) -> None:
    before = await count(hall)

    async def phone(number: int) -> list[str]:
        who = CAST[number % len(CAST)]
        seen = [CAST[(number + 1 + turn % (len(CAST) - 1)) % len(CAST)] for turn in range(SCANS)]
        answers = []
        for other in seen:
            scan = {"id": str(new_key()), "code": hall.code(other), "scannedAt": NOW.isoformat(), "how": "CAMERA"}
            answers.append((await execute(who, SCAN, input=scan))["data"]["scanBadge"]["__typename"])
        return answers

    statements.clear()
    answered = await asyncio.gather(*(phone(number) for number in range(PHONES)))

    assert {one for answers in answered for one in answers} == {"ScanBadgeSuccess"}
    assert await count(hall) == before + PHONES * SCANS
    pairs = await hall.database.rows(select(Contact.owner_id, Contact.person_id).where(Contact.person_id.is_not(None)))
    assert len(pairs) == len(set(pairs))
    # A group takes all that waits: 64 at a time make some ten groups, not 640.
    assert len([text for text in statements if text.startswith("INSERT INTO encounter")]) <= PHONES * SCANS // 16


async def count(hall: Hall) -> int:
    return int((await hall.database.rows(select(func.count()).select_from(Encounter)))[0][0])
