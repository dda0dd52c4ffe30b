"""Somebody signs in by the code of a mail, in the page that asks for it or by the mail's link."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import httpx
from markup import Element, read
from starlette.applications import Starlette

from server.web.identity import COOKIE

Open: TypeAlias = Callable[..., Awaitable[Element]]
FIRST = "/sign-in/passkey"
"""Where the first sign-in leads before it leads on."""


async def mailed(app: Starlette, client: httpx.AsyncClient, count: int = 1) -> tuple[str, str]:
    """The digits and the link of the last of `count` mails in the outbox."""
    courier: Any = app.state.courier
    await courier.deliver()
    mails: list[Element] = []
    while len(mails) < count:
        mails = read((await client.get("/outbox")).text).all("article")
    found = re.search(r"Your code is (\d{3}) (\d{3})\.", mails[0].text)
    assert found is not None
    return "".join(found.groups()), mails[0].all("a")[0]["href"].removeprefix("http://hallway.test")


async def send(client: httpx.AsyncClient, email: str, page: str = "/sign-in") -> httpx.Response:
    return await client.post(page, data={"email": email})


async def test_sign_in_by_the_digits(client: httpx.AsyncClient, app: Starlette, open_page: Open) -> None:
    sent = await send(client, "ada@northgate.example", "/sign-in?next=/contacts")
    code, _ = await mailed(app, client)
    page = await open_page(sent.headers["location"])
    form = page.one("form", class_="stack")

    answer = await client.post(form["action"], data={**form.sends(), "code": code})

    assert (sent.status_code, answer.status_code, answer.headers["location"]) == (303, 303, FIRST + "?next=%2Fcontacts")
    assert answer.headers["cache-control"] == "no-store"
    assert (await open_page("/settings")).one("h1").text == "Settings"


async def test_link_of_the_mail_signs_in_by_its_button_only(
    client: httpx.AsyncClient, app: Starlette, open_page: Open
) -> None:
    await send(client, "ada@northgate.example")
    code, link = await mailed(app, client)

    response = await client.get(link)
    form = read(response.text).one("form", class_="stack")

    assert (COOKIE in client.cookies, form.sends()["code"]) == (False, code)
    assert (response.headers["cache-control"], response.headers["referrer-policy"]) == ("no-store", "same-origin")
    assert (await client.post(form["action"], data=form.sends())).status_code == 303
    assert COOKIE in client.cookies


async def test_wrong_digits_are_told_at_their_field(client: httpx.AsyncClient, app: Starlette) -> None:
    sent = await send(client, "ada@northgate.example")
    code, _ = await mailed(app, client)

    wrong = f"{(int(code) + 1) % 10**6:06}"
    answer = await client.post(sent.headers["location"], data={"code": wrong})

    page = read(answer.text)
    assert (answer.status_code, page.one(id="code-error").text) == (422, "That isn't the code. 4 tries are left.")
    assert (page.one(id="code")["value"], page.one("input", name="attempt")["value"] != "") == (wrong, True)


async def test_unknown_address_is_shown_the_same_page(client: httpx.AsyncClient) -> None:
    shown = []
    for email in ("ada@northgate.example", "nobody@elsewhere.example"):
        there = (await send(client, email)).headers["location"]
        attempt = re.search(r"attempt=([\w-]+)", there)
        assert attempt is not None
        shown.append((await client.get(there)).text.replace(attempt.group(1), "…"))

    assert shown[0] == shown[1]


async def test_newcomer_says_who_they_are(client: httpx.AsyncClient, app: Starlette, open_page: Open) -> None:
    sent = await send(client, "noa@northgate.example")
    code, _ = await mailed(app, client)

    asked = await client.post(sent.headers["location"], data={"code": code})
    form = read(asked.text).one("form", class_="stack")
    joined = await client.post(form["action"], data={**form.sends(), "name": "Noa Lindqvist", "affiliation": "STUDENT"})

    assert (asked.status_code, read(asked.text).one("h1").text) == (422, "Who are you?")
    assert (joined.status_code, joined.headers["location"]) == (303, FIRST)
    assert (await open_page("/badge")).one("nav", class_="bar")
    assert "Noa Lindqvist" in (await client.get("/")).text


async def test_next_leads_to_no_other_site(client: httpx.AsyncClient, app: Starlette) -> None:
    sent = await send(client, "ada@northgate.example")
    code, _ = await mailed(app, client)
    attempt = re.search(r"attempt=([\w-]+)", sent.headers["location"])
    assert attempt is not None

    answer = await client.post(
        "/sign-in/code?next=https://elsewhere.example", data={"attempt": attempt.group(1), "code": code}
    )

    assert (answer.status_code, answer.headers["location"]) == (303, FIRST)


async def test_address_that_is_none_is_told_at_its_field(client: httpx.AsyncClient) -> None:
    answer = await send(client, "amara@northgate")

    field = read(answer.text).one(id="email-error")
    assert answer.status_code == 422
    assert field.text == "The part after @ has no dot. Did you mean amara@northgate.example?"


async def test_sign_in_with_an_old_cookie_ends_that_session(client: httpx.AsyncClient, app: Starlette) -> None:
    for count in (1, 2):
        old = client.cookies.get(COOKIE)
        sent = await send(client, "ada@northgate.example")
        code, _ = await mailed(app, client, count)
        await client.post(sent.headers["location"], data={"code": code})

    assert old is not None
    client.cookies.set(COOKIE, old)
    assert (await client.get("/settings")).status_code == 303
