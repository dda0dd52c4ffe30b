"""A booth's team reads its leads together: what each wrote, and what each visitor shares at this moment."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from booth import Fair, entry
from conftest import NOW
from sqlalchemy import delete, insert

from server.actor import ANONYMOUS
from server.config import Settings
from server.contacts.employer_choice import ForEmployers
from server.contacts.withdraw import OfEmployer, withdraw
from server.db import Database
from server.events.booths import BoothStaff
from server.invitations.change_membership import end_membership
from server.leads.consent import LeadState, shared_fields, state_of
from server.leads.lead import Lead
from server.leads.models import LeadEntryKind
from server.leads.one import lead_resume
from server.leads.standing import booth_of
from server.my_data.erase import erase_me
from server.organizations.models import Membership, Role

STARS, TAG, UNTAG, NOTE = LeadEntryKind.STARS, LeadEntryKind.TAG, LeadEntryKind.UNTAG, LeadEntryKind.NOTE


async def test_read_one_lead_of_two_colleagues(fair: Fair) -> None:
    first = await fair.meets("dana", "ada", scanned_at=NOW - timedelta(minutes=9))
    await fair.meets("priya", "ada")
    await fair.writes("priya", entry(first, STARS, 5), entry(first, NOTE, "London.", ago=1))
    await fair.writes("dana", entry(first, STARS, 2), entry(first, NOTE, "Gripper.", ago=9))

    lead = await fair.lead("priya", "ada")

    dana, priya = fair.hall.person("dana"), fair.hall.person("priya")
    assert lead.key == first
    assert [scan.scanner_id for scan in lead.scans] == [priya, dana]
    assert (lead.stars, lead.team_stars) == ({dana: 2, priya: 5}, 3.5)
    assert [(said.author_id, said.text) for said in lead.notes] == [(dana, "Gripper."), (priya, "London.")]


async def test_read_the_same_in_whatever_order_it_came(fair: Fair) -> None:
    ada = await fair.meets("dana", "ada")
    said = [entry(ada, STARS, 1, ago=9), entry(ada, STARS, 4, ago=3), entry(ada, TAG, "arm", ago=8)]
    said += [entry(ada, UNTAG, "arm", ago=5), entry(ada, TAG, "grid", ago=8)]
    await fair.writes("dana", *said)
    rows = await fair.entries()

    read = set()
    for order in permutations(rows):
        lead = Lead(ada, fair.hall.person("ada"))
        lead.say(order)
        read.add((tuple(lead.stars.values()), tuple(lead.tags)))

    assert read == {((4,), ("grid",))}


async def test_read_a_resume_by_the_students_choice_alone(fair: Fair) -> None:
    await fair.has_resume("ben")
    await fair.hall.card("ben", resume_audience="MEMBERS", email_audience="MEMBERS", employers_get="")
    await fair.meets("dana", "ben")

    async def seen() -> tuple[Any, Any]:
        lead = await fair.lead("priya", "ben")
        return lead.card.email, lead.card.resume

    never = await seen()
    await fair.chooses("ben", None, ForEmployers.RESUME)
    always = await seen()
    await fair.chooses("ben", fair.event_id)
    not_here = await seen()
    await fair.chooses("ben", fair.event_id, ForEmployers.EMAIL, ForEmployers.RESUME)
    here = await seen()

    email = "ben@northgate.example"
    assert (never, always, not_here, here) == ((None, None), (None, "kept"), (None, None), (email, "kept"))


async def test_read_what_somebody_withdrew(fair: Fair, database: Database) -> None:
    await fair.has_resume("ben")
    await fair.chooses("ben", None, ForEmployers.RESUME)
    ben = await fair.meets("dana", "ben")
    await fair.writes("dana", entry(ben, NOTE, "Good with lathes."))
    before = await fair.lead("priya", "ben")
    opened = await lead_resume(database, actor=fair.member("priya"), encounter_id=ben)

    async with database.write() as session:
        halden = OfEmployer(fair.hall.campus.organizations["halden-robotics"])
        await withdraw(session, actor=fair.member("ben"), from_whom=halden, now=NOW)

    after = await fair.lead("priya", "ben")
    assert (before.card.name, opened.resume if opened is not None else None) == ("Bến Nguyễn", "kept")
    assert (state_of(before), state_of(after)) == (LeadState.SHARED, LeadState.WITHDRAWN)
    assert shared_fields(after) == []
    assert {value for name, value in after.card._mapping.items() if name not in _FACTS} == {None}
    assert [said.text for said in after.notes] == ["Good with lathes."]
    assert await lead_resume(database, actor=fair.member("priya"), encounter_id=ben) is None


_FACTS = ("person_id", "state", "expires_at", "withdrawn_at")


@pytest.mark.parametrize("who", ["kofi", "ada", "ruth", "gus", "siobhan", None])
async def test_read_by_nobody_else(fair: Fair, database: Database, who: str | None) -> None:
    """Who stands at another booth, a visitor, the fair's host, its administrator, anybody, and a stranger."""
    await fair.has_resume("ben")
    await fair.chooses("ben", None, ForEmployers.RESUME)
    ben = await fair.meets("dana", "ben")
    async with database.write() as session:
        other = {"booth_id": fair.booths["A2"], "person_id": fair.hall.person("kofi")}
        await session.execute(insert(BoothStaff), [other])
    actor = fair.member(who) if who is not None else ANONYMOUS

    assert await booth_of(database, actor=actor, booth_id=fair.booths["B7"]) is None
    assert await lead_resume(database, actor=actor, encounter_id=ben) is None


async def test_read_by_a_recruiter_who_never_stood_there_until_they_leave(fair: Fair, database: Database) -> None:
    await fair.meets("dana", "ben")
    member = {"organization_id": fair.hall.campus.organizations["halden-robotics"], "created_at": NOW}
    async with database.write() as session:
        await session.execute(
            insert(Membership).values(**member, person_id=fair.hall.person("omar"), role=Role.RECRUITER)
        )
    while_there = await fair.lead("omar", "ben")

    async with database.write() as session:
        await session.execute(delete(Membership).where(Membership.person_id == fair.hall.person("omar")))

    assert while_there.card.name == "Bến Nguyễn"
    assert await booth_of(database, actor=fair.member("omar"), booth_id=fair.booths["B7"]) is None


async def test_read_stays_when_the_colleague_who_scanned_leaves_the_booth(fair: Fair, database: Database) -> None:
    ben = await fair.meets("dana", "ben")
    await fair.writes("dana", entry(ben, NOTE, "Good with lathes."))

    async with database.write() as session:
        dana = fair.hall.person("dana")
        await session.execute(delete(BoothStaff).where(BoothStaff.person_id == dana))
        await session.execute(delete(Membership).where(Membership.person_id == dana))

    lead = await fair.lead("priya", "ben")
    assert (lead.card.name, [said.text for said in lead.notes]) == ("Bến Nguyễn", ["Good with lathes."])
    assert await booth_of(database, actor=fair.member("dana"), booth_id=fair.booths["B7"]) is None


async def test_read_in_as_many_statements_whatever_the_number(fair: Fair, statements: list[str]) -> None:
    counts = []
    for visitors in (["ada"], ["ben", "eli", "kofi", "sofia"]):
        for visitor in visitors:
            met = await fair.meets("dana", visitor)
            await fair.writes("priya", entry(met, NOTE, visitor))
        statements.clear()
        await fair.leads("dana")
        counts.append(len(statements))

    assert counts == [4, 4]


async def test_read_no_longer_by_who_left_the_organization(fair: Fair, database: Database) -> None:
    await fair.meets("dana", "ben")
    halden = fair.hall.campus.organizations["halden-robotics"]

    async with database.write() as session:
        await end_membership(session, actor=fair.member("dana"), organization_id=halden, person_id=None, now=NOW)

    assert await booth_of(database, actor=fair.member("dana"), booth_id=fair.booths["B7"]) is None
    assert len(await fair.leads("priya")) == 1


async def test_read_nothing_of_who_left(fair: Fair, database: Database, settings: Settings) -> None:
    """That the booth met somebody stays; neither what they shared nor what was written of them does."""
    for visitor in ("ada", "ben"):
        met = await fair.meets("dana", visitor)
        await fair.has_resume(visitor)
        await fair.chooses(visitor, None, *ForEmployers)
        await fair.writes("priya", entry(met, STARS, 4), entry(met, TAG, "arm"), entry(met, NOTE, "Built a gripper."))
    before, other = await fair.lead("priya", "ada"), await fair.lead("priya", "ben")

    async with database.write() as session:
        await erase_me(session, actor=fair.member("ada"), confirm="ada@northgate.example", settings=settings, now=NOW)

    after = await fair.lead("priya", "ada")
    assert {"Ada Okafor", "ada@northgate.example", "kept"} <= set(before.card)
    assert [value for value in after.card if isinstance(value, str) and value in before.card] == ["ACTIVE"]
    assert after.card.name == "A person who left"
    assert (after.scans, after.stars, after.tags, after.notes) == (before.scans, {}, [], [])
    assert {row.person_id for row in await fair.entries()} == {fair.hall.person("ben")}
    assert await fair.lead("priya", "ben") == other
