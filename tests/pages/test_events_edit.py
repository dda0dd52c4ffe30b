"""An organizer changes an event by its form, beside others who do."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest
from conftest import NOW, SignIn
from markup import Element, read
from posting import Posters
from sqlalchemy import select

from server.config import Settings
from server.db import Database
from server.events.models import Event, Publication
from server.events.review import send_back_event
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]
PAGE = "/events/solder-badge/edit"
DRAFT = "/events/robot-night/edit"


@pytest.fixture
def posters(database: Database, campus: SeededCampus) -> Posters:
    return Posters(database, campus)


def form(page: Element) -> Element:
    return page.one("form", data_draft="")


async def event(database: Database, slug: str) -> Event | None:
    async with database.read() as session:
        return await session.scalar(select(Event).where(Event.slug == slug))


@pytest.mark.parametrize("key", ["ada", "dana"])
@pytest.mark.parametrize("page", [PAGE, DRAFT])
async def test_the_form_is_not_there_for_others(open_page: Open, sign_in: SignIn, key: str, page: str) -> None:
    await sign_in(key)

    await open_page(page, status=404)


@pytest.mark.parametrize("page", [PAGE, DRAFT, "/events/build-night/edit"])
async def test_saved_as_it_stands_nothing_changes(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database, page: str
) -> None:
    """Whatever the form shows, it reads again as the same."""
    await sign_in("eli")
    slug = page.split("/")[2]
    before = await event(database, slug)

    answer = await client.post(page, data=form(await open_page(page)).sends())

    after = await event(database, slug)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{page}?saved=yes")
    assert before is not None
    assert after is not None
    assert after.updated_at == before.updated_at


async def test_what_is_changed_is_saved(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    await sign_in("eli")
    sent = form(await open_page(PAGE)).sends()

    await client.post(PAGE, data={**sent, "room": "Bench 4", "capacity": ""})

    changed = await event(database, "solder-badge")
    assert changed is not None
    assert (changed.room, changed.capacity) == ("Bench 4", None)


async def test_who_comes_second_sees_what_changed_and_keeps_what_they_typed(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database, posters: Posters
) -> None:
    await sign_in("eli")
    sent = {**form(await open_page(PAGE)).sends(), "room": "Bench 9", "contact": "Eli"}
    await posters.change(await posters.event("solder-badge"), "tomas", room="Bench 4")

    refused = await client.post(PAGE, data=sent)
    page = read(refused.text)
    again = form(page).sends()
    saved = await client.post(PAGE, data=again)

    assert refused.status_code == 422
    assert page.one(role="alert").text.startswith("Tomás Herrera changed this event meanwhile.")
    assert "It now says: Bench 4" in page.texts("p", class_="hint")
    assert (again["room"], again["contact"]) == ("Bench 9", "Eli")
    after = await event(database, "solder-badge")
    assert after is not None
    assert (saved.status_code, after.room, after.contact) == (303, "Bench 9", "Eli")


async def test_a_draft_is_published_taken_back_duplicated_and_deleted(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    await sign_in("eli")

    async def state(slug: str) -> Publication | None:
        found = await event(database, slug)
        return found.publication if found else None

    await client.post(DRAFT, data={**form(await open_page(DRAFT)).sends(), "publish": "true"})
    published = await state("robot-night")
    await client.post(DRAFT, data={"operation": "UnpublishEvent"})
    taken_back = await state("robot-night")
    copy = await client.post(DRAFT, data={"operation": "DuplicateEvent"})
    copied = copy.headers["location"]
    gone = await client.post("/events/robot-night-with-pizza/edit", data={"operation": "DiscardEvent"})

    assert (published, taken_back) == (Publication.PUBLISHED, Publication.DRAFT)
    assert (copied, gone.headers["location"]) == (
        "/events/robot-night-with-pizza/edit?saved=yes",
        "/organizations/robotics-club/events",
    )
    assert await state("robot-night-with-pizza") is None


async def test_a_published_event_can_not_be_deleted(open_page: Open, sign_in: SignIn) -> None:
    await sign_in("eli")

    page = await open_page(PAGE)

    assert page.all("input", value="DiscardEvent") == []


async def test_why_it_was_sent_back_stands_above_the_form(
    open_page: Open, sign_in: SignIn, posters: Posters, settings: Settings
) -> None:
    async with posters.database.write() as session:
        actor = posters.actor("gus")
        await send_back_event(
            session, settings=settings, actor=actor, slug="line-follower-cup", reason="Which room?", now=NOW
        )
    await sign_in("eli")

    page = await open_page("/events/line-follower-cup/edit")

    assert page.one(class_="notice").text == "Sent backWhich room?"
