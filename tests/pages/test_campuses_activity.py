"""Whoever looks after a campus reads its audit trail, and nobody else has such a page."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
from conftest import SignIn
from markup import Element
from roles import Roles

Open: TypeAlias = Callable[..., Awaitable[Element]]
PAGE = "/campuses/boston/activity"


async def test_the_trail_says_who_gave_which_role_to_whom(roles: Roles, open_page: Open, sign_in: SignIn) -> None:
    await roles.accept("kofi", await roles.invite("tomas"))
    await sign_in("gus")

    page = await open_page(PAGE)

    (row,) = page.one("main").one("ul", class_="rows").all("li")
    assert row.one("h3").text == "A role was given"
    assert row.one("p").text.endswith("to Kofi Mensah, Robotics Club, Member")


async def test_a_trail_without_entries_says_what_will_stand_there(open_page: Open, sign_in: SignIn) -> None:
    await sign_in("gus")

    page = await open_page(PAGE)

    assert page.one("p", class_="empty").text.startswith("Nothing yet.")


async def test_others_have_no_such_page(
    roles: Roles, client: httpx.AsyncClient, sign_in: SignIn, open_page: Open
) -> None:
    await roles.accept("kofi", await roles.invite("tomas"))
    await sign_in("eli")

    page = await open_page(PAGE, status=404)

    assert "Kofi" not in page.text
