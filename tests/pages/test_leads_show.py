"""A colleague opens one lead, rates, tags, notes and answers, without script."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

import pytest
from booth import Fair
from conftest import NOW, SignIn
from hall import open_hall
from markup import Element, read

from schema.ids import global_id
from server.attendance.models import QuestionKind
from server.contacts.withdraw import Everybody, withdraw
from server.db import Database
from server.leads.questions import ask_at_booth
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]


@pytest.fixture
async def fair(database: Database, campus: SeededCampus) -> AsyncIterator[Fair]:
    async with open_hall(database, campus) as hall:
        yield await Fair.opened(hall)


def fields(page: Element, operation: str) -> dict[str, str]:
    form = next(form for form in page.all("form") if form.all("input", value=operation))
    return {field["name"]: field["value"] for field in form.all("input") if field.attributes.get("type") == "hidden"}


async def test_write_about_a_lead(fair: Fair, sign_in: SignIn, open_page: Open) -> None:
    ben = await fair.meets("dana", "ben")
    async with fair.hall.database.write() as session:
        await ask_at_booth(
            session,
            actor=fair.member("dana"),
            booth_id=fair.booths["B7"],
            text="Start?",
            kind=QuestionKind.CHOICE,
            options=["Now", "June"],
        )
    client = await sign_in("dana")
    address = f"/leads/{global_id('lead', ben)}"
    page = await open_page(address)

    said = {
        "Rate": {"stars": "5"},
        "AddTag": {"text": "Robot Arm"},
        "AddNote": {"text": "Built a gripper."},
        "Answer": {"text": "June"},
    }
    answers = [await client.post(address, data=fields(page, name) | more) for name, more in said.items()]
    faulty = await client.post(address, data=fields(page, "AddNote") | {"entry": fields(page, "Rate")["entry"]})

    page = await open_page(address)
    assert [answer.status_code for answer in answers] == [303] * 4
    assert faulty.status_code == 422
    assert read(faulty.text).one("p", class_="error").text == "Fill this in."
    assert page.one("h1").text == "Bến Nguyễn"
    assert page.one("ul", class_="notes").texts("p") == [
        "Built a gripper.",
        "Dana Lindqvist (you), 24 September, 10:00",
    ]
    assert page.one("ul", class_="chips").texts("button") == ["robot arm , take this tag off"]
    assert page.all("dl", class_="pairs")[0].texts("dd") == ["June Dana Lindqvist"]


async def test_open_a_lead_who_withdrew(fair: Fair, sign_in: SignIn, open_page: Open) -> None:
    ben = await fair.meets("dana", "ben")
    async with fair.hall.database.write() as session:
        await withdraw(session, actor=fair.member("ben"), from_whom=Everybody(), now=NOW)
    await sign_in("dana")

    page = await open_page(f"/leads/{global_id('lead', ben)}")

    assert page.one("h1").text == "Somebody who shares no name"
    assert page.one(class_="card").one("p", class_="flag").text == "Withdrawn"


async def test_open_the_resume_of_whoever_lets_employers_have_it(fair: Fair, sign_in: SignIn) -> None:
    await fair.has_resume("ben")
    ben = await fair.meets("dana", "ben")
    client = await sign_in("dana")

    answer = await client.get(f"/leads/{global_id('lead', ben)}/resume.pdf")

    assert answer.status_code == 404


@pytest.mark.parametrize("who", ["ada", "fay", "gus"])
async def test_a_lead_is_for_nobody_else(fair: Fair, sign_in: SignIn, who: str) -> None:
    ben = await fair.meets("dana", "ben")
    client = await sign_in(who)

    answer = await client.get(f"/leads/{global_id('lead', ben)}")

    assert answer.status_code == 404
