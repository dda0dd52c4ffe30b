"""A person puts a photograph on their card, with a form that needs no script."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import drawn
import httpx
from conftest import SignIn
from markup import Element, read

Open: TypeAlias = Callable[..., Awaitable[Element]]
PAGE = "/settings/card/photo"


async def put(client: httpx.AsyncClient, octets: bytes, name: str = "me.jpg") -> httpx.Response:
    return await client.post(PAGE, data={"operation": "PutPhoto"}, files={"file": (name, octets, "image/jpeg")})


async def test_photograph_is_put_on_the_card_and_taken_off(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn
) -> None:
    await sign_in("ada")
    before = (await open_page("/settings/card")).all("img", class_="photo")

    answer = await put(client, drawn.photo())

    assert (answer.status_code, answer.headers["location"]) == (303, "/settings/card?saved=photo")
    (shown,) = (await open_page("/settings/card?as=stranger")).all("img", class_="photo")
    assert (before, shown["alt"]) == ([], "Your photograph")
    assert (await client.get(shown["src"])).headers["content-type"] == "image/jpeg"
    form = (await open_page(PAGE)).one("main").all("form")[1]
    await client.post(PAGE, data=form.sends())
    assert (await open_page("/settings/card")).all("img", class_="photo") == []


async def test_preview_shows_it_to_whom_it_is_shared_with(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn
) -> None:
    await sign_in("ada")
    await put(client, drawn.photo())

    member = (await open_page("/settings/card?as=member")).one("article", class_="preview")
    met = (await open_page("/settings/card?as=met")).one("article", class_="preview")

    assert (len(member.all("img")), len(met.all("img"))) == (0, 1)
    assert "Photograph: they don’t see it" in member.text


async def test_what_is_no_picture_is_told_beside_the_field(client: httpx.AsyncClient, sign_in: SignIn) -> None:
    await sign_in("ada")

    answer = await put(client, b"<svg onload='alert(1)'/>", "me.svg")

    page = read(answer.text)
    assert answer.status_code == 422
    assert page.one("p", class_="error").text == (
        "This file can’t be opened as a picture. Choose a JPEG, PNG or WebP photograph."
    )
    assert page.one("input", id="file")["aria-describedby"] == "file-hint file-error"


async def test_no_file_is_told_beside_the_field(client: httpx.AsyncClient, sign_in: SignIn) -> None:
    await sign_in("ada")

    answer = await client.post(PAGE, data={"operation": "PutPhoto"})

    assert (answer.status_code, read(answer.text).one("p", class_="error").text) == (422, "Choose a file.")
