"""A person sees everything that they belong to, and leaves it."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
from conftest import SignIn
from markup import Element, read
from roles import Roles

Open: TypeAlias = Callable[..., Awaitable[Element]]
PAGE = "/settings/roles"


async def test_every_kind_of_role_is_listed_and_left(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, roles: Roles
) -> None:
    for made in (
        await roles.invite("eli"),
        await roles.invite_to_fair("ruth"),
        await roles.invite_to_booth("ruth"),
        await roles.invite_to_campus("gus"),
    ):
        await roles.accept("chen", made)
    await sign_in("chen")

    rows = (await open_page(PAGE)).one("ul", class_="rows").all("li")
    words = [row.one(class_="sub").text for row in rows]
    answers = [await client.post(PAGE, data=row.one("form").sends()) for row in rows]

    assert words == [
        "Organizer",
        "Member",
        "Door volunteer",
        "Administrator of the campus",
        "Booth B7 of Halden Robotics",
    ]
    assert [answer.status_code for answer in answers] == [303] * 5
    assert (await open_page(PAGE)).one(class_="empty").text.startswith("Nothing yet.")


async def test_nobody_elses_are_listed(open_page: Open, sign_in: SignIn) -> None:
    await sign_in("hana")

    page = await open_page(PAGE)

    assert page.one("ul", class_="rows").texts("h3") == ["Robotics Club"]


async def test_the_last_officer_is_told_why_not(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, roles: Roles
) -> None:
    await sign_in("gus")
    row, _ = (await open_page(PAGE)).one("ul", class_="rows").all("li")

    answer = await client.post(PAGE, data=row.one("form").sends())

    assert answer.status_code == 422
    assert "Make somebody else an officer first." in read(answer.text).one(role="alert").text
