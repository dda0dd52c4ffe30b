"""A booth's team makes its code and takes it along to be printed."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from conftest import SignIn
from markup import Element

from schema.ids import global_id
from server.keys import derived_key

Open: TypeAlias = Callable[..., Awaitable[Element]]
B7 = global_id("booth", derived_key("booth", "fair", "B7"))


async def test_make_the_code(sign_in: SignIn, open_page: Open) -> None:
    client = await sign_in("dana")
    address = f"/booths/{B7}/code"
    before = await client.get(f"{address}.svg")

    made = await client.post(address)

    page = await open_page(address)
    drawn = await client.get(f"{address}.svg")
    assert (before.status_code, made.status_code, drawn.status_code) == (404, 303, 200)
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert len(page.one("figcaption").text.replace(" ", "")) == 25


async def test_the_code_is_for_nobody_else(sign_in: SignIn) -> None:
    client = await sign_in("ada")

    answers = [await client.get(f"/booths/{B7}/code"), await client.post(f"/booths/{B7}/code")]

    assert [answer.status_code for answer in answers] == [404, 404]
