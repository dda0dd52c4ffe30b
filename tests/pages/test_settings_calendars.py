"""A person makes a calendar of their own, subscribes to it, and looks after its address."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
from conftest import SignIn
from markup import Element, read

Open: TypeAlias = Callable[..., Awaitable[Element]]
PHONE = {"operation": "Subscribe", "name": "Phone & more", "sources": ["GOING", "SPEAKING"], "remindMinutes": "30"}
PAGE = "/settings/calendars"


async def make(client: httpx.AsyncClient) -> Element:
    answer = await client.post(PAGE, data=PHONE)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    return read(answer.text)


async def test_calendar_is_shown_once_with_every_way_to_it(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn
) -> None:
    await sign_in("ada")

    page = await make(client)
    again = await open_page(PAGE)

    address = page.one("input", id="address")["value"]
    links = [link["href"] for link in page.all("a") if not link["href"].startswith(("/", "#"))]
    quoted = address.replace(":", "%3A").replace("/", "%2F")
    assert links == [
        address.replace("http:", "webcal:"),
        f"https://calendar.google.com/calendar/r?cid={quoted.replace('http%3A', 'webcal%3A')}",
        f"https://outlook.live.com/calendar/0/addfromweb?url={quoted}&name=Phone%20%26%20more",
        f"https://outlook.office.com/calendar/0/addfromweb?url={quoted}&name=Phone%20%26%20more",
    ]
    assert page.one("svg", class_="qr")["aria-label"] == "Code that subscribes to Phone & more"
    assert address not in str([field["value"] for field in again.all("input") if "value" in field.attributes])
    assert (await client.get(address)).status_code == 200


async def test_calendar_stands_in_the_list(client: httpx.AsyncClient, open_page: Open, sign_in: SignIn) -> None:
    await sign_in("ada")
    page = await make(client)
    before = (await open_page(PAGE)).one("ul", class_="rows").all("li")[0].texts("p")

    await client.get(page.one("input", id="address")["value"])

    after = (await open_page(PAGE)).one("ul", class_="rows").all("li")[0].texts("p")
    assert before[:2] == ["What I go to, Where I speak", "Never used, has its address since 24 September 2026"]
    assert after[1].startswith("Last used 24 September 2026, 10:00")


async def test_calendar_without_a_name_keeps_what_was_chosen(client: httpx.AsyncClient, sign_in: SignIn) -> None:
    await sign_in("ada")

    answer = await client.post(PAGE, data={**PHONE, "name": ""})

    page = read(answer.text)
    ticked = [box["value"] for box in page.all("input", name="sources") if "checked" in box.attributes]
    chosen = [option["value"] for option in page.one(id="remind").all("option") if "selected" in option.attributes]
    assert (answer.status_code, ticked, chosen) == (422, ["GOING", "SPEAKING"], ["30"])


async def test_calendar_that_holds_nothing_is_told_at_the_field(client: httpx.AsyncClient, sign_in: SignIn) -> None:
    await sign_in("ada")

    answer = await client.post(PAGE, data={"operation": "Subscribe", "name": "Phone"})

    assert answer.status_code == 422
    assert read(answer.text).one(id="sources-error").text == "Choose at least one thing that it holds."


async def test_change_is_made_in_its_own_form(client: httpx.AsyncClient, open_page: Open, sign_in: SignIn) -> None:
    await sign_in("ada")
    await make(client)
    await make(client)
    form = (await open_page(PAGE)).one("ul", class_="rows").all("form")[1]

    wrong = await client.post(PAGE, data={**form.sends(), "name": ""})
    right = await client.post(PAGE, data={**form.sends(), "name": "Desk"})

    names = [field["value"] for field in read(wrong.text).all("input", name="name")]
    assert (wrong.status_code, names) == (422, ["", "Phone & more", "My agenda"])
    assert right.status_code == 303
    titles = [item.one("h3").text for item in (await open_page(PAGE)).one("ul", class_="rows").all("li")]
    assert titles == ["Desk", "Phone & more"]


async def test_another_address_is_shown_once(client: httpx.AsyncClient, open_page: Open, sign_in: SignIn) -> None:
    await sign_in("ada")
    old = (await make(client)).one("input", id="address")["value"]
    form = (await open_page(PAGE)).one("ul", class_="rows").all("form")[2]

    page = read((await client.post(PAGE, data=form.sends())).text)

    new = page.one("input", id="address")["value"]
    assert (new != old, (await client.get(old)).status_code, (await client.get(new)).status_code) == (True, 404, 200)


async def test_calendar_is_removed(client: httpx.AsyncClient, open_page: Open, sign_in: SignIn) -> None:
    await sign_in("ada")
    address = (await make(client)).one("input", id="address")["value"]
    form = (await open_page(PAGE)).one("ul", class_="rows").all("form")[0]

    answer = await client.post(PAGE, data=form.sends())

    assert (answer.status_code, (await client.get(address)).status_code) == (303, 404)
    assert (await open_page(PAGE)).one("p", class_="empty").text == (
        "None yet. Make one, and subscribe to it from your phone."
    )
