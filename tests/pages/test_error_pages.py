"""What people see instead of a page."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
from markup import Element, read
from sqlalchemy import text

from server.db import Database

Open: TypeAlias = Callable[..., Awaitable[Element]]
SignIn: TypeAlias = Callable[[str], Awaitable[httpx.AsyncClient]]


async def test_say_that_nothing_is_there(open_page: Open) -> None:
    page = await open_page("/no/such/room", status=404)

    assert (page.one("h1").text, page.one(class_="plate").text) == ("No such room.", "404")


async def test_keep_the_way_to_ones_own_pages_where_nothing_is(open_page: Open, sign_in: SignIn) -> None:
    await sign_in("ada")

    page = await open_page("/no/such/room", status=404)

    assert [link["href"] for link in page.one(class_="poster").all("a")] == ["/", "/contacts"]


async def test_say_that_something_broke_and_nothing_of_what(client: httpx.AsyncClient, database: Database) -> None:
    async with database.write() as session:
        await session.execute(text("ALTER TABLE campus RENAME TO burnt_down"))

    response = await client.get("/organizations")

    page = read(response.text)
    assert (response.status_code, page.one("h1").text) == (500, "Something broke here.")
    assert page.one(class_="lede").text.startswith("It is written down under the number ")
    assert "campus" not in page.one("main").text
    assert "default-src 'none'" in response.headers["content-security-policy"]
