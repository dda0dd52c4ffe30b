"""Organizers give badges of an event; at its desk lost ones are replaced, and others taken back."""

from typing import Any

import pytest
from conftest import NOW, SECRET, Execute
from hall import Hall
from sqlalchemy import select

from schema.ids import global_id
from server.audit.models import Action, AuditEntry
from server.badges.errors import BadgeRevoked
from server.badges.issue import token_of
from server.badges.models import Badge, BadgeState
from server.badges.token import write

LIST = """query($slug: String! = "engineering-career-fair", $state: BadgeState, $text: String, $first: Int! = 100,
  $after: String) {
  eventBadges(slug: $slug) { organizes activeCount lackingCount badges(state: $state, text: $text, first: $first,
    after: $after) { nodes { id name state isGuest claimCode endedAt } pageInfo { endCursor hasNextPage } } } }"""
ISSUE = """mutation($event: ID!, $people: [ID!]) { x: issueBadges(input: {event: $event, people: $people}) {
  __typename ... on IssueBadgesSuccess { issued } } }"""
DO = "mutation($badge: ID!) {{ x: {}(input: {{badge: $badge}}) {{ __typename }} }}"
REPLACE, REVOKE = DO.format("replaceEventBadge"), DO.format("revokeEventBadge")


@pytest.fixture
def fair(hall: Hall) -> str:
    return global_id("event", hall.campus.events["fair"])


async def badges(execute: Execute, key: str = "gus", **wanted: Any) -> Any:
    return (await execute(key, LIST, **wanted))["data"]["eventBadges"]


async def result(execute: Execute, key: str, document: str, **given: Any) -> Any:
    return (await execute(key, document, **given))["data"]["x"]


async def code_of(hall: Hall, badge: str) -> str:
    rows = await hall.database.rows(select(Badge.id, Badge.seed, Badge.token_hash))
    row = next(row for row in rows if global_id("badge", row.id) == badge)
    token = token_of([SECRET], row)
    assert token is not None
    return write(token)


async def test_everybody_who_comes_gets_a_badge_once(
    hall: Hall, execute: Execute, fair: str, statements: list[str]
) -> None:
    before = await badges(execute)
    statements.clear()
    first = await result(execute, "gus", ISSUE, event=fair)
    used = len(statements)
    second = await result(execute, "gus", ISSUE, event=fair)

    after = await badges(execute)
    assert (before["activeCount"], before["lackingCount"], before["badges"]["nodes"]) == (0, 25, [])
    assert (first["issued"], second["issued"]) == (25, 0)
    assert (after["activeCount"], after["lackingCount"], len(after["badges"]["nodes"])) == (25, 0, 25)
    assert used <= 7, statements  # however many they are


async def test_named_people_get_one_and_somebody_who_does_not_come_is_not_there(
    hall: Hall, execute: Execute, fair: str
) -> None:
    ada, shira = (global_id("person", hall.person(key)) for key in ("ada", "shira"))

    named = await result(execute, "fay", ISSUE, event=fair, people=[ada, ada])
    absent = await result(execute, "fay", ISSUE, event=fair, people=[ada, shira])

    assert named == {"__typename": "IssueBadgesSuccess", "issued": 1}
    assert absent == {"__typename": "NotFound"}
    assert [badge["name"] for badge in (await badges(execute))["badges"]["nodes"]] == ["Ada Okafor"]


async def test_list_is_searched_and_read_piece_by_piece(hall: Hall, execute: Execute, fair: str) -> None:
    await result(execute, "gus", ISSUE, event=fair)

    called = await badges(execute, text="nguyen")
    first = await badges(execute, first=20)
    rest = await badges(execute, first=20, after=first["badges"]["pageInfo"]["endCursor"])

    assert [badge["name"] for badge in called["badges"]["nodes"]] == ["Bến Nguyễn"]
    assert (len(first["badges"]["nodes"]), len(rest["badges"]["nodes"])) == (20, 5)
    assert (first["badges"]["pageInfo"]["hasNextPage"], rest["badges"]["pageInfo"]["hasNextPage"]) == (True, False)


async def test_code_of_a_lost_badge_dies_at_once_and_the_list_says_so(hall: Hall, execute: Execute, fair: str) -> None:
    await result(execute, "gus", ISSUE, event=fair, people=[global_id("person", hall.person("ben"))])
    (lost,) = (await badges(execute))["badges"]["nodes"]
    printed = await code_of(hall, lost["id"])
    await hall.scan("ada", "ben", code=printed)

    replaced = await result(execute, "fay", REPLACE, badge=lost["id"])

    new, old = (await badges(execute))["badges"]["nodes"]
    assert replaced["__typename"] == "ReplaceEventBadgeSuccess"
    assert (new["state"], old["state"], old["id"], old["endedAt"]) == (
        "ACTIVE",
        "REPLACED",
        lost["id"],
        NOW.isoformat(),
    )
    with pytest.raises(BadgeRevoked):
        await hall.scan("ada", "ben", code=printed)
    await hall.scan("ada", "ben", code=await code_of(hall, new["id"]))
    assert (await result(execute, "fay", REPLACE, badge=lost["id"]))["__typename"] == "NotFound"


async def test_badge_that_was_taken_back_is_given_again_by_name_alone(hall: Hall, execute: Execute, fair: str) -> None:
    ben = global_id("person", hall.person("ben"))
    await result(execute, "gus", ISSUE, event=fair, people=[ben])
    (badge,) = (await badges(execute))["badges"]["nodes"]

    door = await result(execute, "fay", REVOKE, badge=badge["id"])
    taken = [await result(execute, "gus", REVOKE, badge=badge["id"]) for _ in range(2)]
    to_all = await result(execute, "gus", ISSUE, event=fair)
    by_name = await result(execute, "gus", ISSUE, event=fair, people=[ben])

    assert door["__typename"] == "NotPermitted"
    assert [answer["__typename"] for answer in taken] == ["RevokeEventBadgeSuccess"] * 2
    assert (to_all["issued"], by_name["issued"]) == (24, 1)
    assert [badge["state"] for badge in (await badges(execute, text="ben"))["badges"]["nodes"]] == ["ACTIVE", "REVOKED"]


async def test_standing_badge_is_its_holders_alone(hall: Hall, execute: Execute) -> None:
    standing = select(Badge.id).where(Badge.person_id == hall.person("ben"), Badge.state == BadgeState.ACTIVE)
    badge = global_id("badge", (await hall.database.rows(standing))[0].id)

    assert (await result(execute, "gus", REPLACE, badge=badge))["__typename"] == "NotFound"
    assert (await result(execute, "gus", REVOKE, badge=badge))["__typename"] == "NotFound"


async def test_whoever_does_not_work_there_sees_no_badges(hall: Hall, execute: Execute, fair: str) -> None:
    await result(execute, "gus", ISSUE, event=fair)

    assert [await badges(execute, key) for key in ("ada", "dana", "eli")] == [None] * 3
    assert (await badges(execute, "fay"))["organizes"] is False


async def test_what_is_done_is_written_down(hall: Hall, execute: Execute, fair: str) -> None:
    ben = global_id("person", hall.person("ben"))
    await result(execute, "gus", ISSUE, event=fair, people=[ben])
    (badge,) = (await badges(execute))["badges"]["nodes"]
    await result(execute, "fay", REPLACE, badge=badge["id"])
    new = (await badges(execute, state="ACTIVE"))["badges"]["nodes"][0]
    await result(execute, "gus", REVOKE, badge=new["id"])

    acts = (Action.BADGES_ISSUED, Action.BADGE_REPLACED, Action.BADGE_REVOKED)
    entries = await hall.database.rows(
        select(AuditEntry.action, AuditEntry.actor_id, AuditEntry.subject_id)
        .where(AuditEntry.action.in_(acts))
        .order_by(AuditEntry.id)
    )
    assert [tuple(entry) for entry in entries] == [
        (acts[0], hall.person("gus"), None),
        (acts[1], hall.person("fay"), hall.person("ben")),
        (acts[2], hall.person("gus"), hall.person("ben")),
    ]
