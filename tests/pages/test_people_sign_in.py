"""Somebody signs in, and goes on to where they wanted to be."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeAlias

import httpx
from markup import Element, read

from server.app import create_app
from server.config import Settings

Open: TypeAlias = Callable[..., Awaitable[Element]]
SignIn: TypeAlias = Callable[[str], Awaitable[httpx.AsyncClient]]


async def test_offer_the_cast_of_the_demo(open_page: Open) -> None:
    page = await open_page("/sign-in")

    rows = page.one("ul", class_="rows").all("a")
    assert len(rows) == 8
    assert (rows[0].text, rows[0]["href"].startswith("/sign-in/demo/")) == ("Ada Okafor", True)


async def test_go_on_to_where_one_wanted_to_be(client: httpx.AsyncClient, open_page: Open) -> None:
    asked = await client.get("/contacts?q=grip")
    page = await open_page(asked.headers["location"])
    link = page.one("ul", class_="rows").all("a")[0]["href"]

    signed_in = await client.get(link)

    assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?next=%2Fcontacts%3Fq%3Dgrip")
    assert (signed_in.status_code, signed_in.headers["location"]) == (303, "/contacts?q=grip")


async def test_lead_nobody_to_another_site(open_page: Open) -> None:
    page = await open_page("/sign-in?next=https://elsewhere.example/")

    assert {"next=" in link["href"] for link in page.one("ul", class_="rows").all("a")} == {False}


async def test_offer_to_go_on_when_one_is_signed_in(open_page: Open, sign_in: SignIn) -> None:
    await sign_in("ada")

    page = await open_page("/sign-in?next=/badge")

    (notice,) = [notice for notice in page.all(class_="notice") if "hidden" not in notice.attributes]
    assert (notice.text, notice.one("a")["href"]) == ("You are signed in as Ada Okafor. Go on", "/badge")


async def test_sign_out(client: httpx.AsyncClient, open_page: Open, sign_in: SignIn) -> None:
    await sign_in("ada")
    page = await open_page("/")
    form = page.one("form", action="/sign-out")

    response = await client.post(form["action"])

    assert (response.status_code, response.headers["location"]) == (303, "/")
    assert (await client.get("/contacts")).status_code == 303


async def test_name_nobody_where_this_is_no_demo(settings: Settings) -> None:
    app = create_app(replace(settings, demo=False))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=settings.base_url) as client,
    ):
        response = await client.get("/sign-in")

    page = read(response.text)
    assert response.status_code == 200
    assert "Okafor" not in response.text
    assert (page.all("ul", class_="rows"), page.one("input", name="email")["type"]) == ([], "email")
