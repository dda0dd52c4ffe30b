"""A person makes an API token, copies it once, and takes it back."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
from conftest import NOW, SignIn
from markup import Element, read

from server.actor import ANONYMOUS, Program, Scope
from server.db import Database
from server.people.sign_in import actor_of_api_token
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]
GATE = {"operation": "CreateToken", "name": "Gate", "scopes": ["scan", "READ_EVENTS"], "days": "30"}


async def test_token_is_shown_once(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database, campus: SeededCampus
) -> None:
    await sign_in("ada")

    made = await client.post("/settings/tokens", data=GATE)
    again = await client.get("/settings/tokens")

    token = read(made.text).one(id="token").text
    scopes = frozenset({Scope.SCAN, Scope.READ_EVENTS})
    assert (made.status_code, made.headers["cache-control"], token in again.text) == (200, "no-store", False)
    assert await actor_of_api_token(database, token, now=NOW) == Program(campus.people["ada"], scopes)
    row = read(again.text).one("ul", class_="rows").all("li")[0]
    assert row.texts("p") == ["Read events, Scan badges", "Never used, works until 24 October 2026"]


async def test_token_without_a_name_and_a_scope_is_told_at_the_fields(
    client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await sign_in("ada")

    answer = await client.post("/settings/tokens", data={"operation": "CreateToken", "name": "Gate", "days": "30"})

    page = read(answer.text)
    assert (answer.status_code, page.one(id="name")["value"]) == (422, "Gate")
    assert page.one(id="scopes-error").text == "Choose at least one thing that it may do."


async def test_token_without_a_name_keeps_what_was_chosen(client: httpx.AsyncClient, sign_in: SignIn) -> None:
    await sign_in("ada")

    answer = await client.post("/settings/tokens", data={**GATE, "name": "", "scopes": ["SCAN", "CONTACTS"]})

    page = read(answer.text)
    ticked = [box["value"] for box in page.all("input", name="scopes") if "checked" in box.attributes]
    chosen = [option["value"] for option in page.one(id="days").all("option") if "selected" in option.attributes]
    assert (answer.status_code, ticked, chosen) == (422, ["SCAN", "CONTACTS"], ["30"])


async def test_token_is_taken_back(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    await sign_in("ada")
    token = read((await client.post("/settings/tokens", data=GATE)).text).one(id="token").text
    page = await open_page("/settings/tokens")

    answer = await client.post("/settings/tokens", data=page.one("ul", class_="rows").all("form")[0].sends())

    assert answer.status_code == 303
    assert await actor_of_api_token(database, token, now=NOW) == ANONYMOUS
