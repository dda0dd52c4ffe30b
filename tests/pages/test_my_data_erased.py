"""Whoever has left is told that it is done."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
from conftest import SignIn
from markup import Element

Open: TypeAlias = Callable[..., Awaitable[Element]]


async def test_the_form_leads_to_the_last_word(client: httpx.AsyncClient, open_page: Open, sign_in: SignIn) -> None:
    await sign_in("ben")
    sent = {"operation": "EraseMe", "confirm": "ben@northgate.example"}

    answer = await client.post("/settings/erase", data=sent)
    page = await open_page(answer.headers["location"])

    assert page.one("h1").text == "Everything about you is gone"
    assert "Bến" not in page.text
