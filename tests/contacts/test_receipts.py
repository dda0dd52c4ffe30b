"""A person sees who has their card and what is seen of it; withdrawn, it is in no octet that reaches the other side."""

from datetime import timedelta
from typing import Any

import httpx
import orjson
import pytest
from conftest import NOW, Execute, SignIn
from hall import Hall
from sqlalchemy import update

from schema.ids import global_id
from server.actor import ANONYMOUS, Member
from server.contacts import receipts
from server.contacts.receipts import CardField
from server.contacts.withdraw import expire_grants
from server.people.models import Audience, Person
from server.people.policies import AUDIENCE_OF, GRANTS

RECEIPTS = """query Receipts($first: Int! = 100, $after: String) {
  viewer {
    saveRequests { id name state }
    receipts(first: $first, after: $after) {
      nodes {
        id name state metAt how scannedMe granted sees expiresAt withdrawnAt contactId
        person { name email }
        event { name }
        employer { name }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}"""
WITHDRAW = """mutation Withdraw($input: WithdrawInput!) { withdraw(input: $input) {
  __typename ... on WithdrawSuccess { withdrawn at receipt { state sees } } ... on UserError { message }
} }"""
GIVE_BACK = """mutation Back($input: GiveBackInput!) { giveBack(input: $input) {
  __typename ... on GiveBackSuccess { givenBack } ... on UserError { message }
} }"""
ANSWERS = """mutation Answer($id: ID!) {
  confirmSave(input: { receiptId: $id }) { __typename ... on ConfirmSaveSuccess { receipt { state sees } } }
}"""


async def listed(execute: Execute, who: str | None, **variables: Any) -> dict[str, dict[str, Any]]:
    """Receipts by the names of who has them."""
    answer = await execute(who, RECEIPTS, **variables)
    assert "errors" not in answer
    return {node["name"]: node for node in answer["data"]["viewer"]["receipts"]["nodes"]}


def test_card_fields_are_what_can_be_granted() -> None:
    assert [field.lower() for field in CardField] == list(GRANTS)


async def test_receipt_says_who_where_how_and_what(hall: Hall, execute: Execute) -> None:
    await hall.scan("jonas", "ben", event_id=hall.campus.events["fair"])

    receipt = (await listed(execute, "ben"))["Jonas Ångström"]

    assert {name: receipt[name] for name in ("state", "how", "scannedMe", "withdrawnAt", "event", "employer")} == {
        "state": "SHARED",
        "how": "CAMERA",
        "scannedMe": True,
        "withdrawnAt": None,
        "event": {"name": "Engineering Career Fair"},
        "employer": {"name": "Halden Robotics"},
    }
    assert {"NAME", "HEADLINE"} <= set(receipt["sees"])
    assert "EMAIL" not in receipt["granted"]


async def test_receipt_sees_exactly_what_the_other_is_shown(hall: Hall, execute: Execute) -> None:
    """Told by their own contact, field by field, whatever the card says meanwhile."""
    document = (
        "query ($id: ID!) { node(id: $id) { ... on Contact { person { name pronouns headline email telephone } } } }"
    )
    await hall.card("ben", **dict.fromkeys(set(AUDIENCE_OF.values()), Audience.MEMBERS))
    met = await hall.scan("ada", "ben")
    id_ = global_id("contact", met.contact_id)
    for hidden in ("name", "pronouns", "headline", "email", "telephone"):
        await hall.card("ben", **{f"{hidden}_audience": Audience.NOBODY})

        shown = (await execute("ada", document, id=id_))["data"]["node"]["person"]
        sees = (await listed(execute, "ben"))["Ada Okafor"]["sees"]

        told = {name for name in shown if name.upper() in sees}
        assert told == {name for name, value in shown.items() if value is not None}
        assert hidden.upper() not in sees


async def test_receipt_of_who_shares_no_name(hall: Hall, execute: Execute) -> None:
    await hall.card("ada", **dict.fromkeys(set(AUDIENCE_OF.values()), Audience.NOBODY))
    await hall.scan("ada", "ben")

    answer = await execute("ben", RECEIPTS)

    octets = orjson.dumps(answer).decode()
    assert "Somebody who shares no name" in octets
    assert [word for word in ("Ada", "Okafor", "ada@northgate.example") if word in octets] == []


async def test_receipt_of_who_blocked_one_shows_what_strangers_see(hall: Hall, execute: Execute) -> None:
    await hall.scan("ben", "ada")
    before = await listed(execute, "ada")
    await hall.block("ben", "ada")

    after = await listed(execute, "ada")

    assert "Bến Nguyễn" in before
    assert "Bến Nguyễn" not in after


async def test_receipts_are_of_the_viewer_alone(hall: Hall, execute: Execute) -> None:
    await hall.scan("ada", "ben")
    receipt = (await listed(execute, "ben"))["Ada Okafor"]["id"]
    one = "query ($id: ID!) { node(id: $id) { id } }"

    assert (await execute("ben", one, id=receipt))["data"]["node"] == {"id": receipt}
    for other in ("ada", "chen", None):
        assert (await execute(other, one, id=receipt))["data"]["node"] is None
    assert "Ada Okafor" not in await listed(execute, "ada")
    assert await execute(None, RECEIPTS) == {"data": {"viewer": None}}
    assert (await receipts.receipts(hall.database, actor=ANONYMOUS, first=1)).rows == []
    assert await receipts.save_requests(hall.database, actor=ANONYMOUS) == []


async def test_receipts_read_as_often_for_many_as_for_few(hall: Hall, execute: Execute, statements: list[str]) -> None:
    fair = hall.campus.events["fair"]
    counts = []
    for keys in (("jonas",), ("priya", "dana", "chen", "eli", "fay", "gus", "sofia")):
        for key in keys:
            await hall.scan(key, "ben", event_id=fair)
        statements.clear()
        await listed(execute, "ben")
        counts.append(len(statements))

    # Requests, receipts, who has them, their events, their employers.
    assert counts == [5, 5]


async def test_receipts_go_on_after_a_cursor(hall: Hall, execute: Execute) -> None:
    for number, key in enumerate(("ada", "chen", "dana")):
        await hall.scan(key, "ben", scanned_at=NOW - timedelta(minutes=number))
    everybody = list(await listed(execute, "ben"))

    seen: list[str] = []
    after = None
    for _ in everybody:
        answer = (await execute("ben", RECEIPTS, first=1, after=after))["data"]["viewer"]["receipts"]
        seen += [node["name"] for node in answer["nodes"]]
        after = answer["pageInfo"]["endCursor"]

    assert seen == everybody
    assert answer["pageInfo"]["hasNextPage"] is False


async def test_requests_are_answered(hall: Hall, execute: Execute) -> None:
    await hall.card("ben", saved_by="CONFIRM")
    await hall.scan("ada", "ben")
    (request,) = (await execute("ben", RECEIPTS))["data"]["viewer"]["saveRequests"]

    answer = await execute("ben", ANSWERS, id=request["id"])

    assert (request["name"], request["state"]) == ("Ada Okafor", "WAITING")
    assert answer["data"]["confirmSave"]["receipt"]["state"] == "SHARED"
    assert (await execute("ben", RECEIPTS))["data"]["viewer"]["saveRequests"] == []
    assert (await execute("ada", ANSWERS, id=request["id"]))["data"]["confirmSave"] == {"__typename": "NotFound"}


async def test_withdrawn_and_expired_are_told_apart(hall: Hall, execute: Execute) -> None:
    await hall.card("ben", shares_for_months=12)
    await hall.scan("ada", "ben")
    await hall.scan("chen", "ben")
    receipt = (await listed(execute, "ben"))["Ada Okafor"]["id"]
    await execute("ben", WITHDRAW, input={"receiptId": receipt})
    async with hall.database.write() as session:
        await expire_grants(session, now=NOW + timedelta(days=400))

    states = {name: node["state"] for name, node in (await listed(execute, "ben")).items()}

    assert states["Ada Okafor"] == "WITHDRAWN"
    assert sorted(states.values()).count("EXPIRED") == 1


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ({}, "InvalidInput"),
        ({"everybody": True, "eventId": "event_1"}, "InvalidInput"),
        ({"receiptId": "contact_00000000000000000000000000000000"}, "NotFound"),
        ({"receiptId": "receipt_00000000000000000000000000000000"}, "NotFound"),
        ({"eventId": "nonsense"}, "NotFound"),
        ({"employerId": "organization_00000000000000000000000000000000"}, "WithdrawSuccess"),
    ],
    ids=["nothing", "two", "no receipt", "absent", "no event", "nobody"],
)
async def test_withdraw_says_from_whom(execute: Execute, given: dict[str, Any], answer: str) -> None:
    assert (await execute("ben", WITHDRAW, input=given))["data"]["withdraw"]["__typename"] == answer
    assert (await execute(None, WITHDRAW, input={"everybody": True}))["data"]["withdraw"] == {
        "__typename": "SignInRequired",
        "message": "Sign in first, then try again.",
    }


async def test_withdrawn_is_in_no_octet_that_reaches_the_other_side(
    hall: Hall, execute: Execute, client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await hall.card("ben", **dict.fromkeys(set(AUDIENCE_OF.values()), Audience.EVERYONE))
    met = await hall.scan("ada", "ben", note="Anodes and patience.")
    id_ = global_id("contact", met.contact_id)
    private = ["Bến", "Nguyễn", "ben@northgate.example"]
    await sign_in("ada")
    paths = [f"/contacts/{id_}", f"/contacts/{id_}.vcf", "/contacts", "/contacts?q=nguyen"]
    before = "".join([(await client.get(path)).text for path in paths])
    mine = await listed(execute, "ben")

    answer = await execute("ben", WITHDRAW, input={"receiptId": mine["Ada Okafor"]["id"]})

    assert answer["data"]["withdraw"]["receipt"] == {"state": "WITHDRAWN", "sees": []}
    assert [word for word in private if word not in before] == []
    # His page is for all who have his name; so it goes through what only this contact shows.
    await hall.card("ben", **dict.fromkeys(set(AUDIENCE_OF.values()), Audience.MET))
    answers = []
    for telephone in (None, "+1 617 555 0100"):
        async with hall.database.write() as session:
            await session.execute(
                update(Person).where(Person.id == hall.person("ben")).values(telephone=telephone, headline=telephone)
            )
        found = [await client.get(path) for path in paths]
        whole = "".join(f"{one.status_code} {sorted(one.headers.items())} {one.text}" for one in found)
        assert [word for word in [*private, "617 555"] if word in whole.replace("q=nguyen", "")] == []
        assert "Anodes and patience." in found[0].text
        assert id_ not in found[3].text
        answers.append([(one.headers.get("etag"), one.headers.get("last-modified")) for one in found])
    assert answers[0] == answers[1]


async def test_given_back_is_there_again(hall: Hall, execute: Execute) -> None:
    await hall.scan("ada", "ben")
    before = (await listed(execute, "ben"))["Ada Okafor"]
    taken = (await execute("ben", WITHDRAW, input={"everybody": True}))["data"]["withdraw"]

    given = (await execute("ben", GIVE_BACK, input={"withdrawnAt": taken["at"]}))["data"]["giveBack"]

    assert given["givenBack"] == taken["withdrawn"] > 0
    assert (await listed(execute, "ben"))["Ada Okafor"] == before
    assert (await execute("ben", GIVE_BACK, input={}))["data"]["giveBack"]["__typename"] == "InvalidInput"


async def test_blocked_people_are_listed_and_let_near_again(hall: Hall, execute: Execute) -> None:
    await hall.scan("ada", "ben")
    receipt = (await listed(execute, "ben"))["Ada Okafor"]["id"]
    block = "mutation ($id: ID!) { blockPerson(input: { receiptId: $id }) { __typename } }"
    unblock = "mutation ($id: ID!) { unblockPerson(input: { id: $id }) { __typename } }"
    blocked = "{ viewer { blockedPeople { id name blockedAt person { name } } } }"

    assert (await execute("chen", block, id=receipt))["data"]["blockPerson"]["__typename"] == "NotFound"
    for _ in range(2):
        assert (await execute("ben", block, id=receipt))["data"]["blockPerson"]["__typename"] == "BlockPersonSuccess"
    (kept,) = (await execute("ben", blocked))["data"]["viewer"]["blockedPeople"]
    assert (kept["name"], kept["blockedAt"]) == ("Ada Okafor", NOW.isoformat())
    assert (await execute("ada", blocked))["data"]["viewer"]["blockedPeople"] == []
    assert (await execute("ben", unblock, id=kept["id"]))["data"]["unblockPerson"]["__typename"] == (
        "UnblockPersonSuccess"
    )
    assert (await execute("ben", blocked))["data"]["viewer"]["blockedPeople"] == []


async def test_a_program_reads_receipts_only_with_contacts(hall: Hall) -> None:
    contact = (await hall.scan("ada", "ben")).contact_id

    assert (await receipts.receipt(hall.database, actor=Member(hall.person("ben")), id_=contact)) is not None
    assert (await receipts.receipt(hall.database, actor=Member(hall.person("ada")), id_=contact)) is None
