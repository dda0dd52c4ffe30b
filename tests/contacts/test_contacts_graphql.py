"""The address book through GraphQL: the viewer's own, in few statements, empty of what is withdrawn."""

from typing import Any

from conftest import Execute
from hall import Hall

from schema.ids import global_id
from server.people.models import Audience
from server.people.policies import AUDIENCE_OF

BOOK = """query Book($first: Int! = 100, $text: String) {
  viewer {
    contacts(first: $first, text: $text) {
      nodes {
        id name state mutual firstMetAt lastMetAt
        person { name email }
        encounters { note outgoing how scannedAt event { name timeZone } }
        vcard { text }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}"""
LIST = "{ viewer { contacts(first: 100) { nodes { name person { name headline } } } } }"
SCANS = "{ viewer { encounters(first: 100) { nodes { clientId note contact { name } event { name } } } } }"
CARD = (
    "query Card($id: ID!) { node(id: $id) { ... on Contact { name person { name email } vcard { text filename } } } }"
)


async def book(execute: Execute, who: str | None, **variables: Any) -> list[dict[str, Any]]:
    answer = await execute(who, BOOK, **variables)
    assert "errors" not in answer
    nodes: list[dict[str, Any]] = answer["data"]["viewer"]["contacts"]["nodes"]
    return nodes


async def test_contacts_with_how_they_were_met(hall: Hall, execute: Execute) -> None:
    await hall.scan("ada", "ben", note="Anodes.", event_id=hall.campus.events["fair"])
    await hall.scan("ben", "ada", note="Robots.")

    mine = (await book(execute, "ada", text="nguyen"))[0]
    theirs = (await book(execute, "ben", text="okafor"))[0]

    assert (mine["name"], mine["state"], mine["mutual"]) == ("Bến Nguyễn", "ACTIVE", True)
    assert mine["person"] == {"name": "Bến Nguyễn", "email": "ben@northgate.example"}
    assert sorted((met["outgoing"], met["note"]) for met in mine["encounters"]) == [(False, None), (True, "Anodes.")]
    assert sorted((met["outgoing"], met["note"]) for met in theirs["encounters"]) == [(False, None), (True, "Robots.")]
    assert {met["event"]["timeZone"] for met in mine["encounters"] if met["event"]} == {"America/New_York"}


async def test_contacts_of_nobody(execute: Execute) -> None:
    assert await execute(None, BOOK) == {"data": {"viewer": None}}


async def test_contacts_read_as_often_for_many_as_for_few(hall: Hall, execute: Execute, statements: list[str]) -> None:
    fair = hall.campus.events["fair"]
    counts = []
    for keys in (("ben",), ("chen", "dana", "eli", "fay", "gus", "priya", "sofia")):
        await hall.send("ada", *(hall.sees(key, event_id=fair) for key in keys))
        statements.clear()
        await book(execute, "ada")
        counts.append(len(statements))
        statements.clear()
        await execute("ada", LIST)
        counts.append(len(statements))

    # The contacts, their campuses, their encounters, the events of those; the contacts alone.
    assert counts == [4, 1, 4, 1]


async def test_contact_empties_when_its_person_shares_nothing(hall: Hall, execute: Execute) -> None:
    await hall.card("ben", **dict.fromkeys(AUDIENCE_OF.values(), Audience.EVERYONE))
    kept = await hall.scan("ada", "ben", note="Anodes.")
    id_ = global_id("contact", kept.contact_id)
    full = (await execute("ada", CARD, id=id_))["data"]["node"]
    await hall.card("ben", **dict.fromkeys(AUDIENCE_OF.values(), Audience.NOBODY))

    empty = (await execute("ada", CARD, id=id_))["data"]["node"]

    assert "ben@northgate.example" in full["vcard"]["text"]
    assert full["vcard"]["filename"] == "Bến Nguyễn.vcf"
    assert (empty["name"], empty["person"]) == ("Somebody who shares no name", {"name": None, "email": None})
    for secret in ("Nguyễn", "ben@northgate.example", "617 555 0177", "Batteries", "Electrical"):
        assert secret in full["vcard"]["text"].replace("\r\n ", "")
        assert secret not in empty["vcard"]["text"].replace("\r\n ", "")


async def test_contact_that_waits_gives_an_empty_card(hall: Hall, execute: Execute) -> None:
    await hall.card("meiling-tan", **dict.fromkeys(AUDIENCE_OF.values(), Audience.EVERYONE))
    kept = await hall.scan("ada", "meiling-tan")

    card = (await execute("ada", CARD, id=global_id("contact", kept.contact_id)))["data"]["node"]

    assert (card["name"], card["person"]) == ("Somebody who shares no name", None)
    assert "Tan" not in card["vcard"]["text"]
    assert card["vcard"]["filename"] == "Somebody who shares no name.vcf"


async def test_encounters_are_the_viewers_scans(hall: Hall, execute: Execute) -> None:
    mine = await hall.scan("ada", "ben", note="Anodes.")
    await hall.scan("ben", "ada", note="Robots.")

    answer = await execute("ada", SCANS)

    nodes = answer["data"]["viewer"]["encounters"]["nodes"]
    assert nodes[0] == {
        "clientId": str(mine.encounter_id),
        "note": "Anodes.",
        "contact": {"name": "Bến Nguyễn"},
        "event": None,
    }
    assert "Robots." not in [node["note"] for node in nodes]
