"""Somebody shows their badge."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest
from markup import Element

from server.badges.decode import read_codes

Open: TypeAlias = Callable[..., Awaitable[Element]]
SignIn: TypeAlias = Callable[[str], Awaitable[httpx.AsyncClient]]
Code: TypeAlias = Callable[[str], str]


async def test_show_the_code_of_whoever_is_signed_in(open_page: Open, sign_in: SignIn, code: Code) -> None:
    await sign_in("ada")

    page = await open_page("/badge")

    badge = page.one("article", class_="badge")
    letters = code("ada")
    assert badge.one(class_="name").text == "Ada Okafor"
    assert badge.one(class_="code").text == "Typed code " + " ".join(letters[at : at + 5] for at in range(0, 25, 5))
    assert badge.one("svg", class_="qr")["aria-label"] == "QR code of your badge"


@pytest.mark.parametrize("address", ["/badge", "/badge.svg", "/badge.png"])
async def test_ask_strangers_to_sign_in_first(client: httpx.AsyncClient, address: str) -> None:
    response = await client.get(address)

    assert (response.status_code, response.headers["location"]) == (303, f"/sign-in?next={address.replace('/', '%2F')}")


async def test_download_the_code(sign_in: SignIn, code: Code) -> None:
    client = await sign_in("ada")

    png, svg = await client.get("/badge.png"), await client.get("/badge.svg")

    assert (png.headers["content-type"], svg.headers["content-type"]) == ("image/png", "image/svg+xml")
    assert png.headers["content-disposition"] == 'inline; filename="badge.png"'
    assert read_codes(png.content) == [f"HTTP://HALLWAY.TEST/B/{code('ada')}"]
    assert svg.text.startswith("<svg")
    assert "no-store" in png.headers["cache-control"]


async def test_replace_a_code_that_was_copied_so_that_the_old_one_dies(
    open_page: Open, sign_in: SignIn, code: Code
) -> None:
    client = await sign_in("ada")
    form = offers(await open_page("/badge"), "FreshBadge")

    taken = [(await client.post("/badge", data=form.sends())).status_code for _ in range(31)]

    assert taken == [303] * 30 + [422]
    assert code("ada") not in letters(await open_page("/badge"))
    assert (await client.get(f"/B/{code('ada')}")).status_code == 404


async def test_take_another_code_each_time_where_one_has_set_that(open_page: Open, sign_in: SignIn, code: Code) -> None:
    client = await sign_in("ada")
    form = offers(await open_page("/badge"), "FreshCodes")

    chosen = await client.post("/badge", data=form.sends())

    page = await open_page("/badge")
    assert chosen.status_code == 303
    assert letters(page) == code("ada")  # whoever only fetches the page has not asked
    assert not page.all("a", href="/badge.png")  # paper would be good once
    shown = []
    for _ in range(2):
        assert (await client.post("/badge", data=offers(page, "ShowBadge").sends())).status_code == 303
        shown.append(letters(await open_page("/badge")))
    assert len({code("ada"), *shown}) == 3
    assert [(await client.get(f"/B/{dead}")).status_code for dead in (code("ada"), *shown)] == [404, 404, 200]

    await client.post("/badge", data=offers(await open_page("/badge"), "FreshCodes").sends())

    assert not [form for form in (await open_page("/badge")).all("form") if form.all("input", value="ShowBadge")]


async def test_say_what_a_scan_shares(open_page: Open, sign_in: SignIn) -> None:
    await sign_in("ada")

    page = await open_page("/badge")

    shares = {pair.one("dt").text: pair.one("dd").text for pair in page.one("dl", class_="pairs").all("div")}
    assert shares == {
        "At once": "Name, pronouns, headline, programme, campus, interests",
        "When you both save": "Country, languages, what you are open to, website, email",
        "Never": "Phone",
        "To employers": "No email, phone or résumé, unless you say so",
    }


def letters(page: Element) -> str:
    return page.one("article", class_="badge").one(class_="code").text.removeprefix("Typed code ").replace(" ", "")


def offers(page: Element, operation: str) -> Element:
    return next(form for form in page.all("form") if form.all("input", value=operation))
