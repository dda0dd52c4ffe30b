"""Organizers of a fair look at a table of booths, and give and change them all at once."""

from typing import Any

import pytest
from booth import Fair
from conftest import NOW, Execute
from sqlalchemy import select

from server.audit.models import Action, AuditEntry
from server.events.booths import Booth
from server.keys import new_key
from server.organizations.models import Organization, OrganizationKind, Posting

PREVIEW = """mutation($text: [String!], $columns: BoothColumns) {
  x: previewBooths(input: {slug: "engineering-career-fair", text: $text, columns: $columns}) {
    __typename ... on PreviewBoothsSuccess { text headings newCount changedCount already leftOutCount
      columns { field heading } new { organization label offers }
      changed { organization label labelBefore offers offersBefore } leftOut { line message } }
    ... on InvalidInput { faults { path message } } } }"""
GIVE = """mutation($text: [String!]!) {
  x: giveBooths(input: {slug: "engineering-career-fair", text: $text}) {
    __typename ... on GiveBoothsSuccess { given changed } } }"""
TABLE = """organization,booth,hall,offers
Robotics Club,Z1,,Lathes
halden-robotics,B7,,"Nine co-ops"
http://hallway.test/organizations/graduate-union,12,Hall 2,
Tessel Bio,A9,,"4 internships. Chemistry, data"
Nobody Ltd,Z3,,
College of Engineering,a2,,
robotics club,Z9,,
Fjord & Field,,,
"""


async def result(execute: Execute, document: str, key: str = "gus", **given: Any) -> Any:
    return (await execute(key, document, **given))["data"]["x"]


async def booths(fair: Fair) -> dict[str, tuple[str, str]]:
    """Label and offers by organization."""
    here = Booth.event_id == fair.hall.campus.events["fair"]
    statement = select(Organization.slug, Booth.label, Booth.offers).join(Organization).where(here)
    return {row.slug: (row.label, row.offers) for row in await fair.hall.database.rows(statement)}


async def test_look_says_what_is_new_changed_and_unknown_and_keeps_nothing(fair: Fair, execute: Execute) -> None:
    before = await booths(fair)

    look = await result(execute, PREVIEW, text=[TABLE])

    assert (look["newCount"], look["changedCount"], look["already"], look["leftOutCount"]) == (2, 1, 1, 4)
    assert [(one["organization"], one["label"]) for one in look["new"]] == [
        ("Robotics Club", "Z1"),
        ("Graduate Union", "Hall 2 12"),
    ]
    assert look["changed"] == [
        {
            "organization": "Halden Robotics",
            "label": "B7",
            "labelBefore": "B7",
            "offers": "Nine co-ops",
            "offersBefore": "9 co-ops. Controls, embedded, mechanical",
        }
    ]
    assert [(one["line"], one["message"]) for one in look["leftOut"]] == [
        (6, "No organization here is called “Nobody Ltd”. Write its name as its own page has it."),
        (7, "Booth a2 is another organization’s. Give this one another label."),
        (8, "Robotics Club stands here a second time. Leave one line."),
        (9, "Give the booth a label of 1 to 20 characters, such as B7."),
    ]
    assert look["text"] == [TABLE.rstrip("\n")]
    assert await booths(fair) == before


async def test_table_gives_and_changes_and_a_second_time_nothing(fair: Fair, execute: Execute) -> None:
    before = await booths(fair)

    first = await result(execute, GIVE, text=[TABLE])
    after = await booths(fair)
    second = await result(execute, GIVE, text=[TABLE])
    mended = await result(execute, GIVE, text=[TABLE.replace(",a2,", ",A3,")])

    acts = await fair.hall.database.rows(select(AuditEntry.action).where(AuditEntry.action == Action.BOOTH_GIVEN))
    assert (first["given"], first["changed"]) == (2, 1)
    assert (second["given"], second["changed"]) == (0, 0)
    assert (mended["given"], mended["changed"]) == (1, 0)
    assert after == before | {
        "robotics-club": ("Z1", "Lathes"),
        "graduate-union": ("Hall 2 12", ""),
        "halden-robotics": ("B7", "Nine co-ops"),
    }
    assert len(acts) == 3


async def test_two_change_their_booths_with_each_other_and_keep_what_they_offer(fair: Fair, execute: Execute) -> None:
    before = await booths(fair)
    swap = "exhibitor;stand\nHalden Robotics;A2\nBrightwater Grid;B7\n"

    given = await result(execute, GIVE, text=[swap])

    after = await booths(fair)
    assert (given["given"], given["changed"]) == (0, 2)
    assert after["halden-robotics"] == ("A2", before["halden-robotics"][1])
    assert after["brightwater-grid"] == ("B7", before["brightwater-grid"][1])


async def test_label_of_one_that_can_not_move_stays_taken(fair: Fair, execute: Execute) -> None:
    chain = "exhibitor,stand\nRobotics Club,B7\nHalden Robotics,A2\n"

    look = await result(execute, PREVIEW, text=[chain])

    assert [one["line"] for one in look["leftOut"]] == [2, 3]
    assert (look["newCount"], look["changedCount"]) == (0, 0)


async def test_columns_are_said_where_their_headings_say_nothing(fair: Fair, execute: Execute) -> None:
    table = "who,where\nRobotics Club,Z1\n"

    unknown = await result(execute, PREVIEW, text=[table])
    said = await result(execute, PREVIEW, text=[table], columns={"organization": "who", "label": "where"})

    assert (unknown["newCount"], unknown["columns"], unknown["headings"]) == (0, [], ["who", "where"])
    assert said["newCount"] == 1


@pytest.mark.parametrize("text", [" ", "name\n" + "N" * 300_000], ids=["nothing", "too long"])
async def test_what_is_no_table_is_refused(fair: Fair, execute: Execute, text: str) -> None:
    answer = await result(execute, PREVIEW, text=[text])

    assert [fault["path"] for fault in answer["faults"]] == [["file"]]


async def test_three_hundred_booths_are_given_at_once(fair: Fair, execute: Execute, statements: list[str]) -> None:
    async with fair.hall.database.write() as session:
        session.add_all(
            Organization(
                id=new_key(),
                slug=f"maker-{number}",
                name=f"Maker {number}",
                kind=OrganizationKind.EMPLOYER,
                summary="Makes things.",
                posting=Posting.FREELY,
                created_at=NOW,
                updated_at=NOW,
            )
            for number in range(300)
        )
    lines = "\n".join(f"Maker {number},M{number}" for number in range(300))
    statements.clear()

    look = await result(execute, PREVIEW, text=["organization,booth", lines])
    looked = len(statements)
    given = await result(execute, GIVE, text=["organization,booth", lines])

    assert (look["newCount"], len(look["new"]), look["leftOutCount"]) == (300, 300, 0)
    assert looked <= 5, statements[:looked]
    assert given["given"] == 300
    assert len(await booths(fair)) == 307
