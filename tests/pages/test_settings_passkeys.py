"""A person sees their passkeys, calls one something else, and removes it."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
from authenticator import Authenticator
from conftest import SignIn
from markup import Element, read

Open: TypeAlias = Callable[..., Awaitable[Element]]
BEGIN = {"query": "mutation { result: beginPasskey { ... on BeginPasskeySuccess { options } } }"}
PAGE = "/settings/passkeys"


async def add(client: httpx.AsyncClient, authenticator: Authenticator, address: str = PAGE) -> httpx.Response:
    """As the page's script does it: its form carries what the browser made."""
    options = (await client.post("/graphql", json=BEGIN)).json()["data"]["result"]["options"]
    form = next(
        form for form in read((await client.get(address)).text).all("form") if "data-new-passkey" in form.attributes
    )
    return await client.post(address, data={**form.sends(), "credential": authenticator.make(options)})


async def test_passkey_is_made_renamed_and_removed(client: httpx.AsyncClient, open_page: Open, sign_in: SignIn) -> None:
    await sign_in("ada")
    none = (await open_page(PAGE)).one(class_="empty").text

    made = await add(client, Authenticator())
    row = (await open_page(PAGE)).one("ul", class_="rows").one("li")
    rename, remove = row.all("form")
    await client.post(PAGE, data={**rename.sends(), "name": "My phone"})
    renamed = (await open_page(PAGE)).one("ul", class_="rows").one("h3").text
    removed = await client.post(PAGE, data=remove.sends())

    assert none == "None yet. You sign in by an email code or your university."
    assert (made.status_code, made.headers["location"], removed.status_code) == (303, PAGE, 303)
    assert row.texts("p")[0] == "Never used, made 24 September 2026, 10:00"
    assert renamed == "My phone"
    assert (await open_page(PAGE)).all("ul", class_="rows") == []


async def test_name_that_can_not_be_taken_is_told_at_its_field_and_kept(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn
) -> None:
    await sign_in("ada")
    await add(client, Authenticator())
    await add(client, Authenticator())
    [_, second] = (await open_page(PAGE)).one("ul", class_="rows").all("li")

    answer = await client.post(PAGE, data={**second.all("form")[0].sends(), "name": "x" * 101})

    page = read(answer.text)
    rows = page.one("ul", class_="rows").all("li")
    assert (answer.status_code, page.one(id="name")["value"]) == (422, "x" * 101)
    assert page.one(id="name-error").text == "101 letters are too many. Take 100 or fewer."
    assert ["open" in row.one("details").attributes for row in rows] == [False, True]


async def test_passkey_that_is_refused_is_told(client: httpx.AsyncClient, sign_in: SignIn) -> None:
    await sign_in("ada")

    answer = await add(client, Authenticator(origin="http://evil.test"))

    page = read(answer.text)
    told = page.one("main").all(class_="bad")[0].text
    assert (answer.status_code, told) == (422, "This passkey doesn’t work here. Use another one, or an email code.")


async def test_where_no_script_runs_nothing_is_offered_that_does_not_work(open_page: Open, sign_in: SignIn) -> None:
    sign_in_page = await open_page("/sign-in")
    await sign_in("ada")
    page = await open_page(PAGE)

    [shown] = [element for element in sign_in_page.all() if "data-passkey-sign-in" in element.attributes]
    [form] = [form for form in page.all("form") if "data-new-passkey" in form.attributes]
    assert ("hidden" in shown.attributes, "hidden" in form.attributes) == (True, True)
    assert page.one("p", class_="notice", data_no_passkeys="").text.startswith("This browser makes no passkeys here.")
