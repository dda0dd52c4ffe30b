"""Organizers find another organization without script and ask it; its own page has the question."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
from conftest import SignIn
from markup import Element

Open: TypeAlias = Callable[..., Awaitable[Element]]
PAGE, THEIRS = "/events/build-night/hosts", "/organizations/graduate-union/events"


async def test_an_organization_is_found_asked_and_answers(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn
) -> None:
    await sign_in("eli")
    found = await open_page(f"{PAGE}?q=grad")
    ask = next(form for form in found.all("form") if form.sends().get("operation") == "AskCoHost")
    asked = await client.post(PAGE, data=ask.sends())
    waiting = (await open_page(PAGE)).texts("h2")
    await sign_in("gus")
    page = await open_page(THEIRS)
    yes = next(form for form in page.all("form") if form.sends().get("yes") == "true")

    answer = await client.post(THEIRS, data=yes.sends())

    event = await open_page("/events/build-night")
    assert ask.sends()["organization"] == "graduate-union"
    assert (asked.status_code, answer.status_code) == (303, 303)
    assert "Asked" in waiting
    assert "You are asked to hold along" in page.texts("h2")
    assert "Graduate Union" in event.text
    theirs = await open_page(THEIRS)
    assert "You are asked to hold along" not in theirs.texts("h2")
    assert "Held along with others" in theirs.texts("h2")
    no_longer = next(form for form in theirs.all("form") if form.sends().get("yes") == "false")
    await client.post(THEIRS, data=no_longer.sends())
    assert "Graduate Union" not in (await open_page("/events/build-night")).text


async def test_one_that_is_named_is_taken_off(client: httpx.AsyncClient, open_page: Open, sign_in: SignIn) -> None:
    await sign_in("gus")
    await client.post(PAGE, data={"operation": "AskCoHost", "organization": "graduate-union"})
    named = await open_page(PAGE)
    drop = next(form for form in named.all("form") if form.sends().get("operation") == "DropCoHost")

    await client.post(PAGE, data=drop.sends())

    assert "Nobody else yet." in (await open_page(PAGE)).text


async def test_what_is_refused_is_said_and_others_find_no_page(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn
) -> None:
    await sign_in("eli")

    refused = await client.post(PAGE, data={"operation": "AskCoHost", "organization": "robotics-club"})
    await sign_in("ada")

    assert refused.status_code == 422
    assert "It is Robotics Club’s event already." in refused.text
    await open_page(PAGE, status=404)
