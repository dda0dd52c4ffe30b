"""What an address newly has and is likely here already waits for somebody to decide."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from conftest import NOW, Execute
from imports.brought import calendar, imported, vevent
from imports.elsewhere import Elsewhere, elsewhere
from imports.test_ask import follow, source, statuses
from make import event as make_event
from sqlalchemy import update

from server.attendance.ask_calendars import ask_calendars
from server.attendance.tell_of_import import told_of_import
from server.config import Settings
from server.db import Database
from server.events.models import Event, Publication
from server.imports.claim import claim
from server.imports.fetch import Fetched
from server.imports.host import host_by_slug
from server.imports.take import Asking, take
from server.keys import derived_key

LATER = NOW + timedelta(hours=2)
TEA, WALK, TALK = (vevent(f"SUMMARY:{name}", uid=name) for name in ("Tea", "Walk", "Talk"))
AT_SIX = datetime(2026, 10, 5, 22, tzinfo=UTC)
HELD = """{ importing(organization: "robotics-club") { sources {
  held { count nodes { uid name startsAt timeZone likely { name slug } } } } } }"""
DECIDE = """
mutation($id: ID!, $letIn: [String!]!, $leftOut: [String!]!) {
  decideHeldEvents(input: { id: $id, letIn: $letIn, leftOut: $leftOut }) {
    ... on ImportSourceSuccess { source { message held { count nodes { uid } } } } ... on UserError { message }
  }
}"""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Organizers may import from this machine."""
    return replace(settings, private_calendars=True)


@pytest.fixture
def there() -> Iterator[Elsewhere]:
    with elsewhere() as found:
        yield found


async def by_hand(database: Database, name: str, **facts: Any) -> None:
    async with database.write() as session:
        await make_event(session, name=name, slug=name.lower(), starts_at=AT_SIX, **facts)


async def held(execute: Execute) -> list[Any]:
    (one,) = (await execute("eli", HELD))["data"]["importing"]["sources"]
    nodes: list[Any] = one["held"]["nodes"]
    return nodes


async def decide(execute: Execute, database: Database, let_in: list[str], left_out: list[str]) -> Any:
    id_ = f"import-source_{(await source(database)).id.hex}"
    return (await execute("eli", DECIDE, id=id_, letIn=let_in, leftOut=left_out))["data"]["decideHeldEvents"]["source"]


async def test_what_an_address_newly_has_and_is_here_by_hand_waits_for_somebody(
    execute: Execute, database: Database, settings: Settings, there: Elsewhere
) -> None:
    await follow(execute, there, TEA)
    await by_hand(database, "Walk")
    there.octets = calendar(TEA, WALK, TALK)

    await ask_calendars(database, settings, now=LATER)
    once, waiting = await source(database), await held(execute)
    there.octets = calendar(TEA, WALK, TALK, "X-NEW:1\r\n")
    await ask_calendars(database, settings, now=LATER + timedelta(hours=2))

    assert once.message == "1 new. 1 is likely here already."
    likely = {"name": "Walk", "slug": "walk"}
    assert waiting == [
        {
            "uid": "Walk",
            "name": "Walk",
            "startsAt": AT_SIX.isoformat(),
            "timeZone": "America/New_York",
            "likely": likely,
        }
    ]
    assert (await held(execute), await statuses(database)) == (waiting, {"Tea": "SCHEDULED", "Talk": "SCHEDULED"})


async def test_what_is_let_in_comes_in_at_once_and_what_is_left_out_stays_out(
    execute: Execute, database: Database, settings: Settings, there: Elsewhere
) -> None:
    await follow(execute, there, TEA)
    await by_hand(database, "Walk")
    await by_hand(database, "Talk")
    there.octets = calendar(TEA, WALK, TALK)
    await ask_calendars(database, settings, now=LATER)

    wrong = await decide(execute, database, ["Tea"], ["Nothing"])
    done = await decide(execute, database, ["Walk"], ["Walk", "Talk"])
    again = await decide(execute, database, ["Talk"], ["Walk"])
    there.octets = calendar(TEA, WALK, TALK, "X-NEW:1\r\n")
    await ask_calendars(database, settings, now=LATER + timedelta(hours=2))

    assert wrong["held"]["count"] == 2
    assert done == {"message": "1 new.", "held": {"count": 0, "nodes": []}}
    assert again["message"] == "Nothing new."
    assert (await held(execute), await statuses(database)) == ([], {"Tea": "SCHEDULED", "Walk": "SCHEDULED"})


async def test_what_comes_from_another_address_is_compared_and_what_comes_from_the_same_is_not(
    execute: Execute, database: Database, settings: Settings, there: Elsewhere
) -> None:
    await follow(execute, there, TEA, WALK)
    with elsewhere() as other:
        await follow(execute, other, TALK)
        other.octets = calendar(TALK, vevent("SUMMARY:Tea", uid="their-tea"))
        there.octets = calendar(TEA, WALK, vevent("SUMMARY:Walk", uid="second-walk"))

        await ask_calendars(database, settings, now=LATER)

    asked = await execute("eli", HELD)
    assert [[one["uid"] for one in each["held"]["nodes"]] for each in asked["data"]["importing"]["sources"]] == [
        [],
        ["their-tea"],
    ]
    assert [row.uid for row in await imported(database)] == ["Talk", "Tea", "Walk", "second-walk"]


async def test_an_event_of_others_that_went_back_to_a_draft_is_not_named(
    execute: Execute, database: Database, settings: Settings, there: Elsewhere
) -> None:
    await follow(execute, there, TEA)
    await by_hand(database, "Walk", organization_id=derived_key("organization", "career-design"))
    there.octets = calendar(TEA, WALK)
    await ask_calendars(database, settings, now=LATER)
    before = await held(execute)
    async with database.write() as session:
        await session.execute(update(Event).where(Event.slug == "walk").values(publication=Publication.DRAFT))

    after = await held(execute)

    assert (before[0]["likely"], after[0]["likely"]) == ({"name": "Walk", "slug": "walk"}, None)


async def test_a_decision_while_the_address_is_asked_is_kept(
    execute: Execute, database: Database, settings: Settings, there: Elsewhere
) -> None:
    await follow(execute, there, TEA)
    await by_hand(database, "Walk")
    there.octets = calendar(TEA, WALK)
    await ask_calendars(database, settings, now=LATER)
    claimed = await claim(database, (await source(database)).id, now=LATER, early=True)
    host = await host_by_slug(database, "robotics-club")
    assert claimed is not None
    assert host is not None

    await decide(execute, database, ["Walk"], [])
    slow = Fetched(there.octets, '"slow"', None)
    await take(Asking(database, claimed, host, told_of_import(settings, now=LATER), LATER), slow, most_may_go=False)

    after = await source(database)
    assert (await held(execute), after.etag) == ([], None)
    assert await statuses(database) == {"Tea": "SCHEDULED", "Walk": "SCHEDULED"}
