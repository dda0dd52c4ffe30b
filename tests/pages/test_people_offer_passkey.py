"""A passkey is offered after the first sign-in, once, and can be left."""

import httpx
from authenticator import Authenticator
from conftest import SignIn
from markup import read
from pages.test_people_code import mailed, send
from pages.test_settings_passkeys import add
from starlette.applications import Starlette


async def sign_in_by_code(client: httpx.AsyncClient, app: Starlette, mails: int, next_: str = "/badge") -> str:
    """Where that leads."""
    sent = await send(client, "ada@northgate.example", f"/sign-in?next={next_}")
    code, _ = await mailed(app, client, mails)
    form = read((await client.get(sent.headers["location"])).text).one("form", class_="stack")
    return (await client.post(form["action"], data={**form.sends(), "code": code})).headers["location"]


async def test_offer_is_made_at_the_first_sign_in_and_never_again(client: httpx.AsyncClient, app: Starlette) -> None:
    first = await sign_in_by_code(client, app, 1)
    page = read((await client.get(first)).text)
    second = await sign_in_by_code(client, app, 2)

    assert (first, second) == ("/sign-in/passkey?next=%2Fbadge", "/badge")
    assert page.one("h1").text == "Next time without a code"
    assert [link["href"] for link in page.one("main").all("a")] == ["/badge", "/settings/passkeys"]


async def test_offer_that_is_taken_leads_on(client: httpx.AsyncClient, app: Starlette) -> None:
    first = await sign_in_by_code(client, app, 1)

    made = await add(client, Authenticator(), first)

    assert (made.status_code, made.headers["location"]) == (303, "/badge")
    assert len(read((await client.get("/settings/passkeys")).text).one("ul", class_="rows").all("li")) == 1


async def test_offer_is_not_made_to_whoever_looked_for_passkeys_before(
    client: httpx.AsyncClient, app: Starlette, sign_in: SignIn
) -> None:
    await sign_in("ada")
    await add(client, Authenticator())

    assert await sign_in_by_code(client, app, 1) == "/badge"


async def test_offer_leads_nobody_to_another_site(client: httpx.AsyncClient, sign_in: SignIn) -> None:
    await sign_in("ada")
    page = read((await client.get("/sign-in/passkey?next=https://evil.example/")).text)

    made = await add(client, Authenticator(), "/sign-in/passkey?next=https://evil.example/")

    assert (page.one("main").all("a")[0]["href"], made.headers["location"]) == ("/", "/")
