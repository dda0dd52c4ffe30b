"""A table comes in once it is said which column is what, how its dates are written, and in which time zone."""

from typing import Any

import pytest
from conftest import Execute
from imports.brought import IMPORT, imported, look

from server.db import Database
from server.imports.table_dates import CellUnreadable, DateOrder, orders_that_fit, read_when
from server.imports.table_file import read_table_file

TABLE = "table { headings sample rows encoding columns { field heading } dates isAnswered }"
ASK = f'query($id: ID!) {{ importing(organization: "robotics-club") {{ draft(id: $id) {{ events {TABLE} }} }} }}'
MAP = f"""
mutation($input: MapImportColumnsInput!) {{
  result: mapImportColumns(input: $input) {{
    __typename ... on UserError {{ message }} ... on InvalidInput {{ faults {{ path }} }}
    ... on PreviewImportSuccess {{ draft {{ events refused {{ line reason }} new {{ count }} {TABLE} }} }}
  }}
}}"""
ROWS = "Event,Date,Time,Until,Venue,Tags\nTea,5/10/2026,18:00,20:00,Hall,cake; cups\nWalk,13/10/2026,,,,\n"


async def mapped(execute: Execute, id_: str, **said: Any) -> dict[str, Any]:
    given = {"name": "Event", "start": "Date", "dates": "DAY_FIRST", "zone": "America/New_York", **said}
    result: dict[str, Any] = (await execute("eli", MAP, input={"id": id_, **given}))["data"]["result"]
    return result


async def test_a_table_is_asked_about_and_nothing_is_guessed_silently(execute: Execute) -> None:
    seen = await look(execute, file=ROWS.encode())

    draft = (await execute("eli", ASK, id=seen["id"]))["data"]["importing"]["draft"]
    assert draft["events"] == 0
    assert draft["table"] == {
        "headings": ["Event", "Date", "Time", "Until", "Venue", "Tags"],
        "sample": [
            ["Tea", "5/10/2026", "18:00", "20:00", "Hall", "cake; cups"],
            ["Walk", "13/10/2026", "", "", "", ""],
        ],
        "rows": 2,
        "encoding": "UTF-8",
        "columns": [
            {"field": "NAME", "heading": "Event"},
            {"field": "START", "heading": "Date"},
            {"field": "START_TIME", "heading": "Time"},
            {"field": "END_TIME", "heading": "Until"},
            {"field": "PLACE", "heading": "Venue"},
            {"field": "TAGS", "heading": "Tags"},
        ],
        "dates": "DAY_FIRST",
        "isAnswered": False,
    }


async def test_a_table_comes_in_as_was_said(execute: Execute, database: Database) -> None:
    seen = await look(execute, file=ROWS.encode())

    done = await mapped(execute, seen["id"], startTime="Time", endTime="Until", place="Venue", tags="Tags")
    await execute("eli", IMPORT, id=seen["id"])
    again = await look(execute, file=ROWS.encode())
    same = await mapped(execute, again["id"], startTime="Time", endTime="Until", place="Venue", tags="Tags")

    tea, walk = await imported(database)
    assert (done["draft"]["new"]["count"], same["draft"]["new"]["count"]) == (2, 0)
    assert [f"{row.starts_at:%m-%d %H:%M} {row.ends_at:%m-%d %H:%M}" for row in (tea, walk)] == [
        "10-05 22:00 10-06 00:00",
        "10-13 04:00 10-14 04:00",
    ]
    assert (tea.location_text, tea.all_day, walk.all_day) == ("Hall", False, True)


async def test_rows_that_can_not_be_read_are_said_and_the_others_come_in(execute: Execute) -> None:
    rows = (
        'Event,Date,Last\nTea,2026-10-05,\n,2026-10-06,\nWalk,someday,\n"A\nB",2026-10-07,2026-10-01\nTea,2026-10-05,\n'
    )
    seen = await look(execute, file=rows.encode())

    done = await mapped(execute, seen["id"], dates="YEAR_FIRST", end="Last")

    assert done["draft"]["events"] == 1
    assert done["draft"]["refused"] == [
        {"line": 3, "reason": "This row has no name."},
        {"line": 4, "reason": "“Walk” is left out: “someday” is no date."},
        {"line": 5, "reason": "“A\nB” is left out: it ends before it begins."},
        {"line": 7, "reason": "“Tea” stands in the table twice at this time."},
    ]


async def test_answers_that_do_not_fit_are_refused_at_their_field(execute: Execute) -> None:
    seen = await look(execute, file=ROWS.encode())

    column = await mapped(execute, seen["id"], start="Day", startTime="Hour")
    zone = await mapped(execute, seen["id"], zone="Boston")

    assert [fault["path"] for fault in column["faults"]] == [["start"], ["startTime"]]
    assert [fault["path"] for fault in zone["faults"]] == [["zone"]]


@pytest.mark.parametrize(
    ("octets", "encoding", "name"),
    [
        ("Event;Date\nCafé;5.10.2026\n".encode(), "UTF-8", "Café"),
        ("Event;Date\nCafé;5.10.2026\n".encode("utf-8-sig"), "UTF-8", "Café"),
        ("Event\tDate\r\nCafé – Tee\t5.10.2026\r\n".encode("cp1252"), "Windows-1252", "Café – Tee"),
    ],
)
def test_encodings_and_delimiters(octets: bytes, encoding: str, name: str) -> None:
    table = read_table_file(octets)

    assert (table.encoding, list(table.headings), table.rows) == (
        encoding,
        ["Event", "Date"],
        [(2, [name, "5.10.2026"])],
    )


@pytest.mark.parametrize(
    ("day", "hour", "order", "expected"),
    [
        ("2026-10-05", "18:00", DateOrder.YEAR_FIRST, "2026-10-05 18:00"),
        ("5.10.2026", "18.30", DateOrder.DAY_FIRST, "2026-10-05 18:30"),
        ("10/05/26", "6:00 PM", DateOrder.MONTH_FIRST, "2026-10-05 18:00"),
        ("10/05/2026 12:30 a.m.", "", DateOrder.MONTH_FIRST, "2026-10-05 00:30"),
        ("2026-10-05T18:00:00", "", DateOrder.YEAR_FIRST, "2026-10-05 18:00"),
        ("2026/10/05, 6pm", "", DateOrder.YEAR_FIRST, "2026-10-05 18:00"),
    ],
)
def test_dates_and_times(day: str, hour: str, order: DateOrder, expected: str) -> None:
    at, whole = read_when(day, hour, order)

    assert (f"{at:%Y-%m-%d %H:%M}", whole) == (expected, False)


@pytest.mark.parametrize(
    ("day", "hour"),
    [("", ""), ("soon", ""), ("31/02/2026", ""), ("1/2/2026", "25:00"), ("1/2/2026", "13 pm"), ("1/2/2026", "9")],
)
def test_what_is_no_date_or_time_is_said(day: str, hour: str) -> None:
    with pytest.raises(CellUnreadable):
        read_when(day, hour, DateOrder.DAY_FIRST)


@pytest.mark.parametrize(
    ("cells", "orders"),
    [
        (["3/4/2026"], [DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST]),
        (["3/4/2026", "13/4/2026"], [DateOrder.DAY_FIRST]),
        (["3/14/2026", ""], [DateOrder.MONTH_FIRST]),
        (["2026-04-03"], [DateOrder.YEAR_FIRST]),
        (["3/14/2026", "14/3/2026"], []),
        ([], []),
    ],
)
def test_orders_that_fit(cells: list[str], orders: list[DateOrder]) -> None:
    assert orders_that_fit(cells) == orders
