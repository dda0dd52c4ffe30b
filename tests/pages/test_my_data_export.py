"""A person reads what is in the file about them, and downloads it."""

import io
import json
import zipfile
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
from conftest import NOW, Execute, SignIn
from markup import Element
from sqlalchemy import select

from server.actor import Scope
from server.audit.models import AuditEntry
from server.db import Database
from server.people.sign_in import issue_api_token
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]

FILE = "/settings/my-data.zip"


async def test_the_page_leads_to_the_file(client: httpx.AsyncClient, open_page: Open, sign_in: SignIn) -> None:
    await sign_in("ada")
    page = await open_page("/settings/my-data")

    answer = await client.get(page.one("main").one("a", download="hallway-my-data.zip").attributes["href"])

    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        assert json.loads(file.read("person.json"))[0]["given_name"] == "Ada"
    assert {name: answer.headers[name] for name in ("content-type", "content-disposition", "cache-control")} == {
        "content-type": "application/zip",
        "content-disposition": 'attachment; filename="hallway-my-data.zip"',
        "cache-control": "private, no-store",
    }


async def test_a_stranger_is_led_to_sign_in(client: httpx.AsyncClient, database: Database) -> None:
    answer = await client.get(FILE)

    assert (answer.status_code, answer.headers["location"][:9]) == (303, "/sign-in?")
    assert await database.rows(select(AuditEntry.id)) == []


async def test_to_ask_for_the_head_takes_nothing(
    client: httpx.AsyncClient, sign_in: SignIn, database: Database
) -> None:
    await sign_in("ada")

    answer = await client.head(FILE)

    assert (answer.status_code, answer.content) == (200, b"")
    assert "EXPORTED" not in [row.action for row in await database.rows(select(AuditEntry.action))]


async def test_a_program_downloads_with_both_scopes_only(
    client: httpx.AsyncClient, database: Database, campus: SeededCampus
) -> None:
    ada, statuses = campus.people["ada"], {}
    for scopes in (frozenset({Scope.ADMIN, Scope.CONTACTS}), frozenset({Scope.ADMIN}), frozenset({Scope.CONTACTS})):
        async with database.write() as session:
            token = await issue_api_token(session, person_id=ada, name="robot", scopes=scopes, now=NOW)
        answer = await client.get(FILE, headers={"Authorization": f"Bearer {token}"})
        statuses[scopes] = answer.status_code

    assert list(statuses.values()) == [200, 403, 403]


async def test_the_api_says_where_the_file_is(execute: Execute) -> None:
    answer = await execute("ada", "{ viewer { export { url filename mediaType } } }")

    assert answer["data"]["viewer"]["export"] == {
        "url": "http://hallway.test/settings/my-data.zip",
        "filename": "hallway-my-data.zip",
        "mediaType": "application/zip",
    }
