"""Organizers of a fair give organizations booths, change them, and take away those at which nobody was."""

from collections.abc import Sequence
from uuid import UUID

import pytest
from booth import Fair
from conftest import NOW
from sqlalchemy import select

from server.audit.models import Action, AuditEntry
from server.errors import InvalidInput, NotFound, NotPermitted, Refusal
from server.events.booths import Booth
from server.keys import new_key
from server.leads.errors import BoothInUse
from server.leads.fair import booths_of_fair
from server.leads.give_booth import change_booth, give_booth, take_booth
from server.leads.plan_booths import Wish

SLUG = "engineering-career-fair"


async def give(fair: Fair, who: str, organization: str, label: str, offers: str = "") -> UUID:
    async with fair.hall.database.write() as session:
        wish = Wish(organization, label, offers)
        return await give_booth(session, actor=fair.member(who), slug=SLUG, wish=wish, now=NOW)


async def take(fair: Fair, who: str, booth_id: UUID) -> None:
    async with fair.hall.database.write() as session:
        await take_booth(session, actor=fair.member(who), booth_id=booth_id, now=NOW)


async def acts(fair: Fair) -> Sequence[Action]:
    rows = await fair.hall.database.rows(select(AuditEntry.action, AuditEntry.detail).order_by(AuditEntry.id))
    return [row.action for row in rows if row.action in (Action.BOOTH_GIVEN, Action.BOOTH_TAKEN)]


@pytest.mark.parametrize("written", ["robotics-club", "Robotics  club", " ROBOTICS CLUB "])
async def test_host_gives_a_booth_and_takes_it_away(fair: Fair, written: str) -> None:
    id_ = await give(fair, "ruth", written, " z1 ", "Lathes,\nmills")
    found = await booths_of_fair(fair.hall.database, actor=fair.member("ruth"), slug=SLUG, now=NOW)
    await take(fair, "ruth", id_)

    assert found is not None
    (row,) = [row for row in found[1] if row.id == id_]
    assert (row.label, row.offers, row.organization_slug, row.team) == ("z1", "Lathes, mills", "robotics-club", 0)
    assert await acts(fair) == [Action.BOOTH_GIVEN, Action.BOOTH_TAKEN]
    with pytest.raises(NotFound):
        await take(fair, "ruth", id_)


@pytest.mark.parametrize(
    ("organization", "label", "offers", "path", "begins"),
    [
        ("", "Z1", "", "organization", "Write the organization’s name"),
        ("Nobody Ltd", "Z1", "", "organization", "No organization here is called “Nobody Ltd”."),
        ("halden-robotics", "Z1", "", "organization", "Halden Robotics has booth B7 already."),
        ("robotics-club", "b7", "", "label", "Booth b7 is another organization’s."),
        ("robotics-club", " ", "", "label", "Give the booth a label"),
        ("robotics-club", "x" * 21, "", "label", "Give the booth a label"),
        ("robotics-club", "Z\u202e1", "", "label", "Give the booth a label"),
        ("robotics-club", "Z1", "x" * 301, "offers", "Say what it offers in at most 300"),
    ],
)
async def test_what_is_wrong_with_a_booth_is_said(
    fair: Fair, organization: str, label: str, offers: str, path: str, begins: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        await give(fair, "gus", organization, label, offers)

    (fault,) = refused.value.faults
    assert fault.path == (path,)
    assert fault.message.startswith(begins)


async def test_booth_is_changed(fair: Fair) -> None:
    b7 = fair.booths["B7"]
    async with fair.hall.database.write() as session:
        await change_booth(session, actor=fair.member("gus"), booth_id=b7, label="b7", offers="1 job")
    with pytest.raises(InvalidInput, match="Booth A2 is another"):
        async with fair.hall.database.write() as session:
            await change_booth(session, actor=fair.member("gus"), booth_id=b7, label="A2", offers="")

    (row,) = await fair.hall.database.rows(select(Booth.label, Booth.offers).where(Booth.id == b7))
    assert tuple(row) == ("b7", "1 job")


async def test_booth_at_which_somebody_was_stays(fair: Fair) -> None:
    await fair.meets("dana", "ben")

    with pytest.raises(BoothInUse):
        await take(fair, "gus", fair.booths["B7"])

    assert len(await fair.leads("dana")) == 1
    assert await acts(fair) == []


async def test_booth_with_a_team_goes_with_it(fair: Fair) -> None:
    await take(fair, "gus", fair.booths["B7"])

    found = await booths_of_fair(fair.hall.database, actor=fair.member("gus"), slug=SLUG, now=NOW)
    assert found is not None
    assert "B7" not in [row.label for row in found[1]]


@pytest.mark.parametrize("who", ["ada", "dana", "fay"])
async def test_booths_are_given_and_taken_by_organizers_alone(fair: Fair, who: str) -> None:
    refusals: list[type[Refusal]] = []
    for attempt in (give(fair, who, "robotics-club", "Z1"), take(fair, who, fair.booths["B7"])):
        with pytest.raises(Refusal) as refused:
            await attempt
        refusals.append(refused.type)

    assert refusals == [NotPermitted, NotPermitted]
    assert await booths_of_fair(fair.hall.database, actor=fair.member(who), slug=SLUG, now=NOW) is None


async def test_booth_of_nowhere_is_not_found(fair: Fair) -> None:
    with pytest.raises(NotFound):
        await take(fair, "gus", new_key())


async def test_list_takes_three_statements(fair: Fair, statements: list[str]) -> None:
    statements.clear()

    await booths_of_fair(fair.hall.database, actor=fair.member("gus"), slug=SLUG, now=NOW)

    assert len(statements) == 3
