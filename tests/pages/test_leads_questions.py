"""A booth's team decides what it asks."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from conftest import SignIn
from markup import Element

from schema.ids import global_id
from server.keys import derived_key

Open: TypeAlias = Callable[..., Awaitable[Element]]
B7 = global_id("booth", derived_key("booth", "fair", "B7"))


async def test_ask_and_ask_no_longer(sign_in: SignIn, open_page: Open) -> None:
    client = await sign_in("dana")
    address = f"/booths/{B7}/questions"
    asked = {"operation": "AskAtBooth", "id": B7, "text": "When can you start?", "kind": "CHOICE"}

    faulty = await client.post(address, data=asked | {"options": "Now"})
    right = await client.post(address, data=asked | {"options": "Now\nJune"})
    page = await open_page(address)
    form = page.one("ul", class_="rows").one("form")
    ended = await client.post(address, data={field["name"]: field["value"] for field in form.all("input")})

    assert (faulty.status_code, right.status_code, ended.status_code) == (422, 303, 303)
    assert "Offer 2 to 30 answers, a line each." in faulty.text
    assert page.one("ul", class_="rows").texts("h3") == ["When can you start?"]
    assert (await open_page(address)).one("p", class_="empty").text == "Nothing is asked yet."
