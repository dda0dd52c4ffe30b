"""Organizers give badges of an event and replace lost ones by a page."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import pytest
from conftest import SignIn
from markup import Element, read

Open: TypeAlias = Callable[..., Awaitable[Element]]

ADDRESS = "/events/engineering-career-fair/badges"


def form(page: Element, operation: str, place: int = 0) -> Element:
    return [f for f in page.all("form") if f.all("input", value=operation)][place]


async def test_give_badges_to_all_then_replace_one_and_take_one_back(sign_in: SignIn, open_page: Open) -> None:
    client = await sign_in("gus")
    empty = await open_page(ADDRESS)

    given = await client.post(ADDRESS, data=form(empty, "IssueBadges").sends())
    page = await open_page(ADDRESS + "?q=okafor")
    replaced = await client.post(ADDRESS, data=form(page, "ReplaceBadge").sends())
    page = await open_page(ADDRESS + "?q=okafor&state=active")
    taken = await client.post(ADDRESS, data=form(page, "RevokeBadge").sends())
    ended = await open_page(ADDRESS + "?q=okafor")
    again = await client.post(ADDRESS, data=form(ended, "IssueBadges").sends())

    assert empty.one(class_="lede").text == "0 badges are good; 25 people who come never had one."
    assert empty.one(class_="empty").text.startswith("There are no badges of this event yet.")
    assert read(given.text).one("main").one("p", role="status").text.startswith("25 people have a badge now.")
    assert (replaced.status_code, taken.status_code, again.status_code) == (303, 303, 200)
    after = [await open_page(str(answer.request.url.join(answer.headers["location"]))) for answer in (replaced, taken)]
    told = [page.one("main").one("p", role="status") for page in after]
    assert told[0].text.startswith("The lost badge is refused from now on. The new one is not printed yet")
    assert told[0].one("a")["href"] == ADDRESS.replace("badges", "print")
    assert told[1].text.startswith("The badge was taken back")
    assert ended.one("ul", class_="rows").texts(class_="flag") == ["Taken back", "Replaced"]
    assert read(again.text).one("main").one("p", role="status").text.startswith("1 person has a badge now.")
    assert not (await open_page(ADDRESS + "?q=okafor")).all("input", name="people")  # nobody is given two


async def test_door_replaces_and_does_no_more(sign_in: SignIn, open_page: Open) -> None:
    client = await sign_in("gus")
    await client.post(ADDRESS, data=form(await open_page(ADDRESS), "IssueBadges").sends())
    client.cookies.clear()
    await sign_in("fay")

    page = await open_page(ADDRESS + "?q=okafor")

    offered = [field["value"] for field in page.all("input", name="operation")]
    assert offered == ["ReplaceBadge"]


async def test_new_key_of_the_roster(sign_in: SignIn, open_page: Open) -> None:
    client = await sign_in("gus")

    renewed = await client.post(ADDRESS, data=form(await open_page(ADDRESS), "RenewRoster").sends())

    assert (renewed.status_code, renewed.headers["location"]) == (303, ADDRESS)


@pytest.mark.parametrize("key", ["ada", "dana"])
async def test_it_is_not_there_for_others(sign_in: SignIn, key: str) -> None:
    client = await sign_in(key)

    assert (await client.get(ADDRESS)).status_code == 404
