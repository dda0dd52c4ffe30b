"""A person erases themselves on a page that says what goes and what stays."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
from conftest import SignIn
from markup import Element, read
from sqlalchemy import insert, update

from server.campuses.models import CampusAdministrator
from server.db import Database
from server.people.models import Person
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]

ERASE = {"operation": "EraseMe", "confirm": "ben@northgate.example"}


async def test_the_page_says_what_to_type(open_page: Open, sign_in: SignIn) -> None:
    await sign_in("ben")

    page = await open_page("/settings/erase")

    assert page.one("label", for_="confirm").text == "Type ben@northgate.example"
    assert page.texts("h2") == ["What goes", "What stays", "Before you go", "Erase everything"]


async def test_whoever_has_no_address_types_their_name(
    open_page: Open, sign_in: SignIn, database: Database, campus: SeededCampus
) -> None:
    await sign_in("ben")
    async with database.write() as session:
        await session.execute(update(Person).where(Person.id == campus.people["ben"]).values(email=None))

    page = await open_page("/settings/erase")

    assert page.one("label", for_="confirm").text == "Type Bến Nguyễn"


async def test_a_slip_is_told_beside_the_field(client: httpx.AsyncClient, sign_in: SignIn) -> None:
    await sign_in("ben")

    answer = await client.post("/settings/erase", data={**ERASE, "confirm": "ben"})

    page = read(answer.text)
    assert (answer.status_code, page.one("input", id="confirm")["value"]) == (422, "ben")
    assert page.one(id="confirm-error").text == "To erase everything, type ben@northgate.example here."


async def test_the_last_who_looks_after_something_is_told_so(
    client: httpx.AsyncClient, sign_in: SignIn, database: Database, campus: SeededCampus
) -> None:
    await sign_in("ben")
    async with database.write() as session:
        london = {"campus_id": campus.campuses["london"], "person_id": campus.people["ben"]}
        await session.execute(insert(CampusAdministrator).values(**london))

    answer = await client.post("/settings/erase", data=ERASE)

    told = read(answer.text).one("div", role="alert").text
    assert told == "Nobody else looks after London. Give somebody that role first, then come back."


async def test_whoever_is_erased_is_signed_out(client: httpx.AsyncClient, sign_in: SignIn) -> None:
    await sign_in("ben")

    await client.post("/settings/erase", data=ERASE)
    answer = await client.get("/settings")

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Fsettings")


async def test_a_stranger_is_led_to_sign_in(client: httpx.AsyncClient) -> None:
    answers = [await client.get("/settings/erase"), await client.post("/settings/erase", data=ERASE)]

    assert [answer.headers["location"][:9] for answer in answers] == ["/sign-in?"] * 2
