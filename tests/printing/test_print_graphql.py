"""A program has badges printed: it asks, looks how far that is, learns where the file is, and gives up."""

from typing import Any

from conftest import Execute
from desk import Desk

from schema.ids import global_id
from server.printing.board import print_board

FAIR = '"engineering-career-fair"'
REQUEST = """mutation ($event: ID!, $who: PrintWho!, $badges: [ID!]!) {
  requestPrint(input: {event: $event, design: {stock: "herma-4099", lines: [ROLE]}, who: $who, badges: $badges}) {
    __typename ... on RequestPrintSuccess { id } ... on UserError { message }
  }
}"""
PRINT = "query ($id: ID!) { badgePrint(id: $id) { state total done stock address requestedBy failure shortened } }"
CANCEL = "mutation ($id: ID!) { cancelPrint(input: {print: $id}) { __typename } }"


async def ask(execute: Execute, desk: Desk, who: str, *badges: str) -> dict[str, Any]:
    answer = await execute("gus", REQUEST, event=global_id("event", desk.fair), who=who, badges=list(badges))
    found: dict[str, Any] = answer["data"]["requestPrint"]
    return found


async def test_ask_look_and_give_up(execute: Execute, desk: Desk) -> None:
    ada, _ = await desk.issue("ada", "ben")

    asked = await ask(execute, desk, "CHOSEN", global_id("badge", ada), "badge_0")
    waiting = await execute("gus", PRINT, id=asked["id"])
    foreign = await execute("dana", PRINT, id=asked["id"])
    given_up = await execute("gus", CANCEL, id=asked["id"])
    after = await execute("gus", PRINT, id=asked["id"])

    assert waiting["data"]["badgePrint"] == {
        "state": "WAITING",
        "total": 1,
        "done": 0,
        "stock": "Herma 4099, 96 × 50.8 mm, ten on A4",
        "address": None,
        "requestedBy": "Gus Müller",
        "failure": None,
        "shortened": [],
    }
    assert (foreign["data"]["badgePrint"], given_up["data"]["cancelPrint"]["__typename"]) == (
        None,
        "CancelPrintSuccess",
    )
    assert after["data"]["badgePrint"]["state"] == "CANCELLED"


async def test_address_of_a_print_that_was_made_and_who_is_printed(execute: Execute, desk: Desk) -> None:
    await desk.issue("ada", "ben")
    document = f"""{{ eventPrinting(slug: {FAIR}) {{ badgeCount printedCount
      badges(first: 1, notPrinted: true) {{ nodes {{ name }} pageInfo {{ hasNextPage endCursor }} }}
      design {{ stock ink lines }} prints {{ address }} }} }}"""
    before = await execute("gus", document)
    cursor = before["data"]["eventPrinting"]["badges"]["pageInfo"]["endCursor"]
    next_ = f'{{ eventPrinting(slug: {FAIR}) {{ badges(first: 1, after: "{cursor}") {{ nodes {{ name }} }} }} }}'

    second = await execute("gus", next_)
    asked = await ask(execute, desk, "ALL")
    await desk.make()
    after = await execute("gus", document)

    assert before["data"]["eventPrinting"]["badges"]["pageInfo"]["hasNextPage"] is True
    names = [found["data"]["eventPrinting"]["badges"]["nodes"][0]["name"] for found in (before, second)]
    assert names == ["Bến Nguyễn", "Ada Okafor"]
    assert after["data"]["eventPrinting"] == {
        "badgeCount": 2,
        "printedCount": 2,
        "badges": {"nodes": [], "pageInfo": {"hasNextPage": False, "endCursor": None}},
        "design": {"stock": "herma-4099", "ink": "#000000", "lines": ["ROLE"]},
        "prints": [{"address": f"/events/engineering-career-fair/print/{asked['id']}.pdf"}],
    }


async def test_a_board_reads_as_little_for_many_badges_as_for_few(desk: Desk, statements: list[str]) -> None:
    await desk.issue("ada", "ben", "tomas", "fay")
    statements.clear()

    await print_board(desk.database, actor=desk.actor(), slug="engineering-career-fair", now=desk.now)

    assert len(statements) == 3
