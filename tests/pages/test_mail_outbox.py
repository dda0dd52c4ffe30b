"""The demo shows the mail that it would have sent; a real installation has no such page."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeAlias

import httpx
from conftest import NOW, SECRET
from markup import Element
from starlette.applications import Starlette

from server.app import create_app
from server.config import Settings
from server.mail.send import send

Open: TypeAlias = Callable[..., Awaitable[Element]]


async def queue(app: Starlette) -> None:
    async with app.state.resources.database.write() as session:
        await send(session, secret=SECRET, to="x@y.example", subject="Hello <b>", text="See http://a.example/", now=NOW)


async def test_outbox_is_empty_at_first(open_page: Open) -> None:
    assert (await open_page("/outbox")).one(class_="empty").text.startswith("No mail yet.")


async def test_outbox_shows_what_was_sent(open_page: Open, app: Starlette) -> None:
    await queue(app)
    await app.state.courier.deliver()

    mails: list[Element] = []
    while not mails:
        mails = (await open_page("/outbox")).all("article")

    assert (mails[0].one("h3").text, mails[0].one("a")["href"]) == ("Hello <b>", "http://a.example/")
    assert mails[0].one(class_="sub").text == "To x@y.example, 24 September 2026, 14:00 UTC"


async def test_outbox_is_no_page_of_a_real_installation(settings: Settings) -> None:
    app = create_app(replace(settings, demo=False), now=lambda: NOW)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=settings.base_url) as client,
    ):
        await queue(app)
        await app.state.courier.deliver()

        assert (await client.get("/outbox")).status_code == 404
        answer = await client.post("/graphql", json={"query": "{ outbox { text } }"})
        assert answer.json() == {"data": {"outbox": None}}
