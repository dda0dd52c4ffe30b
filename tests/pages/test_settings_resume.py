"""A person puts a résumé on their card, with a form that needs no script."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import drawn
import httpx
from conftest import SignIn
from markup import Element, read

Open: TypeAlias = Callable[..., Awaitable[Element]]
PAGE = "/settings/card/resume"


async def put(client: httpx.AsyncClient, octets: bytes) -> httpx.Response:
    files = {"file": ("Lebenslauf (2).pdf", octets, "application/pdf")}
    return await client.post(PAGE, data={"operation": "PutResume"}, files=files)


async def test_resume_is_put_on_the_card_and_taken_off(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn
) -> None:
    await sign_in("ada")

    answer = await put(client, drawn.resume())

    assert (answer.status_code, answer.headers["location"]) == (303, "/settings/card?saved=resume")
    links = (await open_page(PAGE)).one("main").all("a")
    (own,) = (link["href"] for link in links if link["href"].endswith("/resume.pdf"))
    assert (await client.get(own)).headers["content-disposition"].startswith("attachment")
    form = (await open_page(PAGE)).one("main").all("form")[1]
    await client.post(PAGE, data=form.sends())
    assert (await client.get(own)).status_code == 404


async def test_employers_are_offered_it_by_choice(client: httpx.AsyncClient, open_page: Open, sign_in: SignIn) -> None:
    await sign_in("ada")
    await put(client, drawn.resume())
    before = (await open_page("/settings/card?as=employer")).one("article", class_="preview")

    await client.post("/settings/employers", data={"operation": "ChooseForAll", "fields": ["RESUME"]})

    after = (await open_page("/settings/card?as=employer")).one("article", class_="preview")
    assert "Résumé: they don’t see it" in before.text
    assert "Résumé" in after.one("dl").texts("dt")


async def test_what_holds_a_script_is_told_beside_the_field(client: httpx.AsyncClient, sign_in: SignIn) -> None:
    await sign_in("ada")

    answer = await put(client, drawn.resume(script=True))

    assert answer.status_code == 422
    assert read(answer.text).one("p", class_="error").text == (
        "This PDF holds a script, a form that sends something, or another file. Print it to a new PDF first."
    )
