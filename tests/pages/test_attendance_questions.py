"""Organizers ask something of those who come, who answer where they say so."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import make
import pytest
from conftest import SignIn
from markup import Element, read

from server.db import Database
from server.events.models import Event

Open: TypeAlias = Callable[..., Awaitable[Element]]


@pytest.fixture
async def event(database: Database) -> Event:
    """Of the Robotics Club, which Eli organizes."""
    async with database.write() as session:
        return await make.event(session)


def form(page: Element, button: str) -> Element:
    return next(f for f in page.all("form") if f.one("button").text.startswith(button))


async def test_ask_change_and_remove(event: Event, sign_in: SignIn, open_page: Open) -> None:
    client = await sign_in("eli")
    address = f"/events/{event.slug}/questions"

    fresh = form(await open_page(address), "Ask it").sends()
    asked = await client.post(address, data=fresh | {"text": "Size?", "kind": "CHOICE", "options": "S\nM"})
    page = await open_page(address)
    changed = await client.post(address, data=form(page, "Save").sends() | {"text": "Which size?"})
    after = await open_page(address)
    removed = await client.post(address, data=form(after, "Remove").sends())

    assert [answer.status_code for answer in (asked, changed, removed)] == [303, 303, 303]
    assert after.texts("h2") == ["Which size?", "Ask something"]
    assert after.texts("li", class_="chip") == ["S", "M"]
    assert (await open_page(address)).texts("h2") == ["Ask something"]


async def test_what_was_typed_stays_beside_what_is_wrong(event: Event, sign_in: SignIn, open_page: Open) -> None:
    client = await sign_in("eli")
    address = f"/events/{event.slug}/questions"
    fresh = form(await open_page(address), "Ask it").sends()

    refused = await client.post(address, data=fresh | {"text": "Size?", "kind": "CHOICE", "options": "S"})

    page = read(refused.text)
    assert refused.status_code == 422
    assert page.one("p", class_="error").text == "Offer 2 to 30 answers, a line each."
    assert page.one("input", id="text")["value"] == "Size?"
    assert page.one("textarea", id="options").text == "S"


async def test_whoever_comes_is_asked_and_answers(event: Event, sign_in: SignIn, open_page: Open) -> None:
    client = await sign_in("eli")
    questions, page = f"/events/{event.slug}/questions", f"/events/{event.slug}"
    fresh = form(await open_page(questions), "Ask it").sends()
    await client.post(
        questions, data=fresh | {"text": "Size?", "kind": "CHOICE", "options": "S\nM", "required": "true"}
    )
    await client.post(questions, data=fresh | {"text": "Food?", "kind": "TEXT"})
    client = await sign_in("ada")
    sends = form(await open_page(page), "Save my answer").sends()

    refused = await client.post(page, data=sends | {"answers.1.text": "Soup"})
    kept = await client.post(page, data=sends | {"answers.0.text": "M", "answers.1.text": "Soup"})

    again = read(refused.text)
    assert refused.status_code == 422
    assert again.one("p", class_="error").text == "Answer this to come: Size?"
    assert again.one("textarea", id="answers.1.text").text == "Soup"
    assert kept.status_code == 303
    shown = await open_page(page)
    assert shown.one("textarea", id="answers.1.text").text == "Soup"
    assert [o.text for o in shown.all("option") if "selected" in o.attributes] == ["M"]
    await sign_in("eli")
    answers = (await open_page(f"{page}/attendees")).one("dl", class_="pairs")
    assert dict(zip(answers.texts("dt"), answers.texts("dd"), strict=True)) == {"Size?": "M", "Food?": "Soup"}


async def test_the_door_does_not_ask(sign_in: SignIn, open_page: Open) -> None:
    await sign_in("fay")

    page = await open_page("/events/engineering-career-fair/questions")

    assert page.one(class_="empty").text == "Its organizers decide what is asked."
