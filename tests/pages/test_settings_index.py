"""Settings are found, and nobody's but one's own."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
from conftest import SignIn
from markup import Element

Open: TypeAlias = Callable[..., Awaitable[Element]]


async def test_settings_lead_to_pages_that_exist(open_page: Open, sign_in: SignIn) -> None:
    client = await sign_in("ada")
    page = await open_page("/")

    settings = await open_page(page.one(class_="menu-in").one("a")["href"])

    links = [link["href"] for link in settings.one("ul", class_="rows").all("a")]
    assert {"/settings/sessions", "/settings/tokens"} <= set(links)
    assert {(await client.get(link)).status_code for link in links} == {200}


async def test_settings_ask_strangers_to_sign_in(client: httpx.AsyncClient) -> None:
    for path in ("/settings", "/settings/sessions", "/settings/tokens"):
        response = await client.get(path)

        assert (response.status_code, response.headers["location"].partition("?")[0]) == (303, "/sign-in")
