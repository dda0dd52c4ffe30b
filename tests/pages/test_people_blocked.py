"""A person sees whom they keep away, and lets them come near again."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
from conftest import NOW, SignIn
from markup import Element

from server.actor import Member
from server.db import Database
from server.people.block import block_person
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]


async def test_who_is_blocked_is_unblocked(
    open_page: Open, client: httpx.AsyncClient, sign_in: SignIn, database: Database, campus: SeededCampus
) -> None:
    async with database.write() as session:
        await block_person(session, actor=Member(campus.people["ada"]), person_id=campus.people["ben"], now=NOW)
        await block_person(session, actor=Member(campus.people["ada"]), person_id=campus.people["hana"], now=NOW)
    await sign_in("ada")

    rows = (await open_page("/settings/blocked")).one("ul", class_="rows").all("li")
    names = sorted(row.one("h3").text for row in rows)
    for row in rows:
        await client.post("/settings/blocked", data=row.one("form").sends())

    assert names == ["Bến Nguyễn", "Somebody who shares no name"]
    empty = (await open_page("/settings/blocked")).one("main").one(class_="empty")
    assert empty.one("h2").text == "You blocked nobody."
