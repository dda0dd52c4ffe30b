"""Whoever looks after a campus reads what was reported, and closes it with a note."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest
from conftest import NOW, SignIn
from hall import Hall, open_hall
from markup import Element, read

from server.actor import Member
from server.config import Settings
from server.contacts.report import report_person
from server.contacts.reported import ReportReason
from server.contacts.whom_to_report import Through
from server.db import Database
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]
PAGE = "/campuses/boston/reports"


@pytest.fixture
async def hall(database: Database, campus: SeededCampus, settings: Settings) -> AsyncIterator[Hall]:
    """In it Ben has reported Eli."""
    async with open_hall(database, campus) as hall:
        await hall.block("ben", "eli")
        async with database.write() as session:
            await report_person(
                session,
                settings=settings,
                actor=Member(campus.people["ben"]),
                through=Through.BLOCK,
                key=campus.people["eli"],
                reason=ReportReason.HARASSMENT,
                words="He waited at my door.\nTwice.",
                now=NOW,
            )
        yield hall


async def test_an_administrator_reads_and_closes_a_report(
    hall: Hall, client: httpx.AsyncClient, open_page: Open, sign_in: SignIn
) -> None:
    await sign_in("gus")
    (row,) = (await open_page(PAGE)).one("ul", class_="rows").all("li")

    answer = await client.post(PAGE, data=row.one("form").sends() | {"note": "Talked to both."})

    assert row.one("h3").text == "Eli Marín"
    assert "eli@northgate.example" in row.text
    assert "He waited at my door." in row.text
    assert "Reported by Bến Nguyễn, ben@northgate.example" in row.text
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    page = await open_page(PAGE)
    assert page.one(class_="empty").one("h3").text == "Nothing is open."
    assert page.one("p", class_="mine").text == "Talked to both."


async def test_a_note_that_is_missing_is_told_beside_its_field(
    hall: Hall, client: httpx.AsyncClient, open_page: Open, sign_in: SignIn
) -> None:
    await sign_in("gus")
    (row,) = (await open_page(PAGE)).one("ul", class_="rows").all("li")

    answer = await client.post(PAGE, data=row.one("form").sends() | {"note": "x" * 2001})

    page = read(answer.text)
    assert answer.status_code == 422
    assert page.one(id="note-error").text == "2001 characters are too many. Take 2000."
    assert page.one("textarea", id="note").text == "x" * 2001


@pytest.mark.parametrize("who", ["eli", "ben", "ada"])
async def test_nobody_else_has_such_a_page(hall: Hall, client: httpx.AsyncClient, sign_in: SignIn, who: str) -> None:
    await sign_in(who)

    answer = await client.get(PAGE)

    assert (answer.status_code, "waited" in answer.text) == (404, False)


async def test_the_page_of_the_administrators_leads_here(hall: Hall, open_page: Open, sign_in: SignIn) -> None:
    await sign_in("gus")

    team = await open_page("/campuses/boston/administrators")

    assert team.texts("a", href="reports") == ["Reports"]
