"""A person says what employers get of them."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
from conftest import SignIn
from markup import Element

Open: TypeAlias = Callable[..., Awaitable[Element]]


def ticked(form: Element) -> list[str]:
    return [box["value"] for box in form.all("input", type="checkbox") if "checked" in box.attributes]


def fair_of(page: Element) -> Element:
    """What is said of the fair, which Ada attends."""
    sections = page.all("section", class_="card-field")
    return next(one for one in sections if one.one("a")["href"] == "/events/engineering-career-fair")


async def test_choose_for_every_event_and_for_one(client: httpx.AsyncClient, open_page: Open, sign_in: SignIn) -> None:
    await sign_in("ada")
    page = await open_page("/settings/employers")
    every, fair = page.one("main").all("form")[0], fair_of(page).one("form")
    assert (ticked(every), ticked(fair)) == ([], [])

    everywhere = await client.post("/settings/employers", data={**every.sends(), "fields": ["EMAIL"]})
    at_fair = await client.post("/settings/employers", data={**fair.sends(), "fields": ["TELEPHONE"]})

    page = await open_page("/settings/employers")
    own, undo = fair_of(page).all("form")
    assert (everywhere.status_code, at_fair.status_code) == (303, 303)
    assert (ticked(page.one("main").all("form")[0]), ticked(own)) == (["EMAIL"], ["TELEPHONE"])
    assert fair_of(page).one(class_="sub").text == "24 September 2026, chosen for this event"

    await client.post("/settings/employers", data=undo.sends())

    page = await open_page("/settings/employers")
    assert ticked(fair_of(page).one("form")) == ["EMAIL"]
    assert fair_of(page).one(class_="sub").text == "24 September 2026, as at every event"


async def test_choose_nothing_again(client: httpx.AsyncClient, open_page: Open, sign_in: SignIn) -> None:
    await sign_in("ada")
    form = {"operation": "ChooseForAll"}

    await client.post("/settings/employers", data={**form, "fields": ["EMAIL", "TELEPHONE"]})
    await client.post("/settings/employers", data=form)

    assert ticked((await open_page("/settings/employers")).one("main").all("form")[0]) == []


async def test_say_that_there_is_no_event_to_choose_for(open_page: Open, sign_in: SignIn) -> None:
    await sign_in("chen")

    page = await open_page("/settings/employers")

    assert (
        page.one(class_="empty").text == "You go to no event with employers. Once you do, you can choose for it here."
    )


async def test_ask_strangers_to_sign_in_first(client: httpx.AsyncClient) -> None:
    assert (await client.get("/settings/employers")).status_code == 303
