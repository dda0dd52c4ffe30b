"""A visitor's own phone opens a booth's code."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest
from conftest import NOW, SECRET, SignIn
from markup import Element

from server.actor import Member
from server.badges.booth_code import booth_code, make_booth_code
from server.config import Settings
from server.db import Database
from server.keys import derived_key
from server.organizations.opportunities import OpportunityKind
from server.organizations.opportunity import post_opportunity
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]


@pytest.fixture
async def address(database: Database, settings: Settings, campus: SeededCampus) -> str:
    booth = derived_key("booth", "fair", "B7")
    async with database.write() as session:
        await make_booth_code(session, secret=SECRET, booth_id=booth, now=NOW)
        await post_opportunity(
            session,
            actor=Member(campus.people["dana"]),
            organization_id=campus.organizations["halden-robotics"],
            kind=OpportunityKind.CO_OP,
            title="Embedded co-op",
            now=NOW,
        )
    return f"/BOOTH/B/{await booth_code(database, settings=settings, booth_id=booth)}"


async def test_open_a_booths_code_as_a_stranger(address: str, open_page: Open, client: httpx.AsyncClient) -> None:
    page = await open_page(address)

    assert page.one("h1").text == "Halden Robotics"
    assert page.one("ul", class_="rows").texts("h3") == ["Embedded co-op"]
    assert (await client.get("/BOOTH/B/2ZSJ37NQRBVPZRT6AYFYJ233H")).status_code == 404


async def test_save_the_organization(address: str, sign_in: SignIn, open_page: Open) -> None:
    client = await sign_in("ada")
    page = await open_page(address)
    form = {field["name"]: field["value"] for field in page.one("main").one("form").all("input")}

    answer = await client.post(address, data=form)

    assert (answer.status_code, answer.headers["location"]) == (303, "/organizations/halden-robotics")
    contacts = await open_page("/contacts")
    section = next(one for one in contacts.all("section") if one.texts("h2") == ["Organizations"])
    assert section.texts("h3") == ["Halden Robotics"]
    assert "1 open position: Embedded co-op" in section.one(class_="sub").text
    gone = {"contact": section.one("input")["value"]}
    assert (await client.post("/contacts", data=gone)).status_code == 303
    assert "Halden" not in (await client.get("/contacts")).text
