"""A booth's team looks through its leads, narrows them, and takes them along."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from io import BytesIO
from typing import TypeAlias
from zipfile import ZipFile

import httpx
import pytest
from booth import Fair, entry
from conftest import NOW, SignIn
from hall import open_hall
from markup import Element

from schema.ids import global_id
from server.db import Database
from server.leads.models import LeadEntryKind
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]


@pytest.fixture
async def fair(database: Database, campus: SeededCampus) -> AsyncIterator[Fair]:
    """Ben, two hours ago, with 4 and 5 stars, a tag and two notes; and Eli, whom nobody rated."""
    async with open_hall(database, campus) as hall:
        fair = await Fair.opened(hall)
        ben = await fair.meets("dana", "ben", scanned_at=NOW - timedelta(hours=2))
        await fair.meets("priya", "eli")
        kinds = LeadEntryKind
        await fair.writes("dana", entry(ben, kinds.STARS, 4), entry(ben, kinds.NOTE, "Lathes."))
        await fair.writes("priya", entry(ben, kinds.STARS, 5), entry(ben, kinds.NOTE, "=Zürich"))
        await fair.writes("priya", entry(ben, kinds.TAG, "arm"))
        yield fair


def address(fair: Fair) -> str:
    return f"/booths/{global_id('booth', fair.booths['B7'])}"


async def test_look_through_leads(fair: Fair, sign_in: SignIn, open_page: Open) -> None:
    await sign_in("dana")

    page = await open_page(address(fair))

    assert page.one("h1").text == "Halden Robotics"
    assert page.one("dl", class_="figures").texts("dd") == ["2", "1", "0"]
    assert page.one("table", class_="leads").one("tbody").texts("a") == ["Eli Marín", "Bến Nguyễn"]
    assert page.one("table", class_="leads").texts(class_="mine") == ["Lathes. Dana Lindqvist", "=Zürich Priya Raman"]
    assert page.one("svg", class_="chart").texts(class_="mark") == ["1", "1"]
    assert page.one("details", class_="more").one("tbody").texts("td") == ["Thu 08:00", "1", "Thu 09:00", "1"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=nguyen", ["Bến Nguyễn"]),
        ("stars=4", ["Bến Nguyễn"]),
        ("tag=arm", ["Bến Nguyễn"]),
        ("hour=2026-09-24T13:00:00Z", ["Eli Marín"]),
        ("resume=true", []),
    ],
)
async def test_narrow_leads(fair: Fair, sign_in: SignIn, open_page: Open, query: str, names: list[str]) -> None:
    await sign_in("dana")

    page = await open_page(f"{address(fair)}?{query}")

    assert [name for table in page.all("table", class_="leads") for name in table.one("tbody").texts("a")] == names
    assert page.one("details", class_="filters").one("summary").text == f"Filter: {len(names)} of 2"


async def test_take_leads_along(fair: Fair, sign_in: SignIn, open_page: Open) -> None:
    client = await sign_in("dana")
    page = await open_page(f"{address(fair)}?q=nguyen")
    links = [link["href"] for link in page.all("a") if "download" in link.attributes]

    files = [await client.get(link) for link in dict.fromkeys(links)]

    sheet, text = files
    assert text.text.count("\r\n") == 2
    assert "Priya Raman: =Zürich" in text.text
    assert text.headers["cache-control"] == sheet.headers["cache-control"] == "private, no-store"
    assert ZipFile(BytesIO(sheet.content)).testzip() is None


@pytest.mark.parametrize("who", ["ada", "fay", "gus"])
async def test_leads_are_for_nobody_else(fair: Fair, sign_in: SignIn, who: str) -> None:
    client: httpx.AsyncClient = await sign_in(who)

    paths = ("", "/questions", "/leads.csv", "/leads.xlsx")
    statuses = [(await client.get(address(fair) + path)).status_code for path in paths]

    assert statuses == [404] * 4
