"""Those who post for an organization find what it has posted, and what nobody else sees yet."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest
from conftest import SignIn
from markup import Element

Open: TypeAlias = Callable[..., Awaitable[Element]]
PAGE = "/organizations/robotics-club/events"


@pytest.mark.parametrize("key", ["ada", "dana", "fay"])
async def test_the_page_is_not_there_for_others(open_page: Open, sign_in: SignIn, key: str) -> None:
    await sign_in(key)

    await open_page(PAGE, status=404)


@pytest.mark.parametrize("key", ["eli", "gus"])
async def test_drafts_and_what_waits_stand_before_what_is_published(open_page: Open, sign_in: SignIn, key: str) -> None:
    await sign_in(key)

    drafts, published = (await open_page(PAGE)).all("section", class_="sec")

    assert [(row.one("h3").text, row.one(class_="flag").text) for row in drafts.all("li")] == [
        ("Line Follower Cup", "In review"),
        ("Robot night with pizza", "Draft"),
    ]
    assert "Solder your own badge" in published.texts("h3")
    assert published.all("h3")[0].one("a")["href"].endswith("/edit")


async def test_what_was_typed_is_gone_on_with(client: httpx.AsyncClient, open_page: Open, sign_in: SignIn) -> None:
    await sign_in("eli")
    await client.post(f"{PAGE}/new", data={"operation": "KeepDraft", "name": "Half"})

    page = await open_page(PAGE)

    assert page.one("main").one("a", class_="go").text == "Go on with what you typed"
