"""Whoever stands at booths finds their leads."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from conftest import SignIn
from markup import Element

Open: TypeAlias = Callable[..., Awaitable[Element]]


async def test_find_ones_booths(sign_in: SignIn, open_page: Open) -> None:
    await sign_in("dana")

    page = await open_page("/booths")

    assert "B7" in page.one("ul", class_="rows").texts(class_="plate")


async def test_find_none(sign_in: SignIn, open_page: Open) -> None:
    await sign_in("ada")

    page = await open_page("/booths")

    assert page.one("p", class_="empty").text.startswith("You stand at no booth.")
