"""An organization is named beside an event's host once somebody there says so."""

from typing import Any

import pytest
from conftest import NOW, SECRET, Execute
from sqlalchemy import select

from server.db import Database
from server.events.models import EventHost
from server.mail.models import OutgoingMail
from server.mail.seal import unseal

CLUB, UNION, CUP = "robotics-club", "graduate-union", "build-night"
ASK = """mutation($o: String!) {
  x: askCoHost(input: {slug: "build-night", organization: $o}) { __typename ... on InvalidInput { faults { message } } }
}"""
DROP = 'mutation($o: String!) { x: dropCoHost(input: {slug: "build-night", organization: $o}) { __typename } }'
ANSWER = """mutation($yes: Boolean!) {
  x: answerHostAsk(input: {slug: "build-night", organization: "graduate-union", yes: $yes}) { __typename }
}"""
SEEN = '{ event(slug: "build-night") { coHosts { slug } } }'
HOSTS = '{ eventHosts(slug: "build-night") { coHosts { slug } asked { slug declinedAt } } }'
ASKS = '{ organizationInHand(slug: "graduate-union") { hostAsks { slug organizationSlug } } }'
FOUND = '{ events(filter: {text: "graduate union"}, first: 100) { edges { node { slug } } } }'


async def did(execute: Execute, key: str | None, document: str, **values: Any) -> str:
    return str((await execute(key, document, **values))["data"]["x"]["__typename"])


async def seen(execute: Execute) -> tuple[list[str], bool]:
    """The co-hosts that the public sees, and whether search finds the event by the Graduate Union's name."""
    hosts = (await execute(None, SEEN))["data"]["event"]["coHosts"]
    found = (await execute(None, FOUND))["data"]["events"]["edges"]
    return [host["slug"] for host in hosts], CUP in {edge["node"]["slug"] for edge in found}


async def mails(database: Database) -> list[tuple[str, str]]:
    rows = await database.rows(select(OutgoingMail.id, OutgoingMail.recipient, OutgoingMail.sealed))
    opened = [(row.recipient, unseal([SECRET], row.id, row.sealed)) for row in rows]
    return sorted((to.partition("@")[0], letter[0]) for to, letter in opened if letter is not None)


async def test_one_that_is_asked_is_named_and_found_once_it_says_yes(execute: Execute, database: Database) -> None:
    before = await seen(execute)

    asked = [await did(execute, "eli", ASK, o=UNION) for _ in range(2)]
    meanwhile, waiting = await seen(execute), (await execute("kwame", ASKS))["data"]["organizationInHand"]["hostAsks"]
    told = await mails(database)
    said = await did(execute, "kwame", ANSWER, yes=True)

    assert (before, meanwhile) == (([], False), ([], False))
    assert asked == ["CoHostSuccess", "CoHostSuccess"]
    assert [name for name, _ in told] == ["kwame", "shira"]
    assert {subject for _, subject in told} == {"Robotics Club asks you to hold along: Build night"}
    assert waiting == [{"slug": CUP, "organizationSlug": CLUB}]
    assert (said, await seen(execute)) == ("CoHostSuccess", ([UNION], True))
    assert ("eli", "Graduate Union says yes: Build night") in await mails(database)
    assert (await execute("kwame", ASKS))["data"]["organizationInHand"]["hostAsks"] == []


async def test_a_no_is_told_and_not_asked_again(execute: Execute, database: Database) -> None:
    await did(execute, "eli", ASK, o=UNION)

    said = await did(execute, "shira", ANSWER, yes=False)
    again = (await execute("eli", ASK, o=UNION))["data"]["x"]

    assert said == "CoHostSuccess"
    assert ("eli", "Graduate Union says no: Build night") in await mails(database)
    assert again["faults"] == [{"message": "Graduate Union said no, so it is not asked again."}]
    assert (await execute("eli", HOSTS))["data"]["eventHosts"]["asked"] == [
        {"slug": UNION, "declinedAt": NOW.isoformat()}
    ]
    assert await seen(execute) == ([], False)


async def test_what_was_asked_is_withdrawn_and_a_yes_taken_back(execute: Execute) -> None:
    await did(execute, "eli", ASK, o=UNION)
    await did(execute, "eli", DROP, o=UNION)
    too_late = await did(execute, "kwame", ANSWER, yes=True)
    await did(execute, "eli", ASK, o=UNION)
    await did(execute, "kwame", ANSWER, yes=True)

    left = await did(execute, "kwame", ANSWER, yes=False)

    assert (too_late, left) == ("NotFound", "CoHostSuccess")
    assert await seen(execute) == ([], False)
    assert (await execute("eli", HOSTS))["data"]["eventHosts"] == {"coHosts": [], "asked": []}


@pytest.mark.parametrize(
    ("key", "asks", "answers", "sees"),
    [
        (None, "SignInRequired", "SignInRequired", False),
        ("ada", "NotPermitted", "NotFound", False),  # a member of both
        ("zeynep", "NotPermitted", "NotFound", False),  # an officer elsewhere
        ("tomas", "CoHostSuccess", "NotFound", False),
        ("kwame", "NotPermitted", "CoHostSuccess", True),
        ("gus", "CoHostSuccess", "CoHostSuccess", True),
    ],
)
async def test_posters_of_the_one_ask_and_of_the_other_answer(
    execute: Execute, key: str | None, asks: str, answers: str, sees: bool
) -> None:
    await did(execute, "eli", ASK, o=UNION)

    asked = await did(execute, key, ASK, o="women-in-engineering")
    found = (await execute(key, ASKS))["data"]["organizationInHand"]
    said = await did(execute, key, ANSWER, yes=True)

    assert (asked, said) == (asks, answers)
    assert bool(found and found["hostAsks"]) is sees
    assert ((await execute(key, HOSTS))["data"]["eventHosts"] is not None) is (asks == "CoHostSuccess")


async def test_one_for_which_they_post_holds_it_at_once_and_its_own_is_refused(
    execute: Execute, database: Database
) -> None:
    at_once = await did(execute, "gus", ASK, o=UNION)
    own = (await execute("eli", ASK, o=CLUB))["data"]["x"]
    nobody = await did(execute, "eli", ASK, o="nobody")

    assert (at_once, nobody) == ("CoHostSuccess", "NotFound")
    assert own["faults"] == [{"message": "It is Robotics Club’s event already."}]
    assert len(await database.rows(select(EventHost.event_id).where(EventHost.position == 0))) >= 1
    assert (await seen(execute))[0] == [UNION]
