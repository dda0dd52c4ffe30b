"""A person sees their devices and signs them out, one or all others."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
from conftest import NOW, SignIn
from markup import Element

from server.actor import ANONYMOUS
from server.db import Database
from server.people.sign_in import actor_of_session, start_session
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]
PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537 Chrome/140 Mobile Safari/537"


async def on_a_phone(database: Database, campus: SeededCampus) -> str:
    async with database.write() as session:
        return await start_session(session, person_id=campus.people["ada"], user_agent=PHONE, now=NOW)


async def test_sessions_are_listed_and_this_one_is_marked(
    open_page: Open, sign_in: SignIn, database: Database, campus: SeededCampus
) -> None:
    await sign_in("ada")
    await on_a_phone(database, campus)

    page = await open_page("/settings/sessions")

    rows = {row.one("h3").text: row for row in page.one("ul", class_="rows").all("li")}
    assert sorted(rows) == ["Chrome on Android", "python-httpx"]
    assert rows["python-httpx"].one(class_="flag").text == "This one"
    assert rows["python-httpx"].all("form") == []
    assert "Last used 24 September 2026" in rows["Chrome on Android"].text


async def test_one_device_is_signed_out(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database, campus: SeededCampus
) -> None:
    await sign_in("ada")
    phone = await on_a_phone(database, campus)
    page = await open_page("/settings/sessions")

    answer = await client.post("/settings/sessions", data=page.one("ul", class_="rows").one("form").sends())

    assert (answer.status_code, answer.headers["location"]) == (303, "/settings/sessions")
    assert await actor_of_session(database, phone, now=NOW) == ANONYMOUS
    assert len((await open_page("/settings/sessions")).one("ul", class_="rows").all("li")) == 1


async def test_all_others_are_signed_out(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database, campus: SeededCampus
) -> None:
    await sign_in("ada")
    phones = [await on_a_phone(database, campus) for _ in range(2)]

    await client.post("/settings/sessions", data={"operation": "EndOtherSessions"})

    assert {await actor_of_session(database, phone, now=NOW) for phone in phones} == {ANONYMOUS}
    page = await open_page("/settings/sessions")
    assert len(page.one("main").all("form")) == 0
