"""Whoever works at a door registers people by one small form."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from conftest import SignIn
from markup import Element, read

Open: TypeAlias = Callable[..., Awaitable[Element]]

ADDRESS = "/events/engineering-career-fair/walk-in"


async def test_badge_is_there_at_once_and_the_form_for_the_next(sign_in: SignIn, open_page: Open) -> None:
    client = await sign_in("fay")
    form = (await open_page(ADDRESS)).one("form", class_="stack")

    made = await client.post(ADDRESS, data=form.sends() | {"name": "Rosa Lind", "headline": "Glass"})

    page = read(made.text)
    assert made.status_code == 200
    assert page.one("main").one("p", role="status").text == "Rosa Lind is registered and in."
    assert page.one("article", class_="badge").one(class_="line-2").text == "Glass"
    assert page.one("main").one("a", class_="go")["href"].startswith("/badges/badge_")
    following = page.one("form", class_="stack").sends()
    assert (following["name"], following["id"] != form.sends()["id"]) == ("", True)


async def test_what_was_typed_stays_beside_what_is_wrong(sign_in: SignIn, open_page: Open) -> None:
    client = await sign_in("fay")
    form = (await open_page(ADDRESS)).one("form", class_="stack")

    wrong = await client.post(ADDRESS, data=form.sends() | {"name": "Rosa Lind", "email": "rosa.lind.example"})

    page = read(wrong.text)
    assert wrong.status_code == 422
    assert page.one(id="email-error").text == "There is no @ in it. Write it as name@example.org."
    assert page.one("input", name="name")["value"] == "Rosa Lind"
