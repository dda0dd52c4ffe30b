"""Organizers look through those who come, give and take places, and write to them."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import httpx
import make
import pytest
from coming import Coming
from conftest import SignIn
from markup import Element, read

from server.config import Settings
from server.db import Database
from server.events.models import Event

Open: TypeAlias = Callable[..., Awaitable[Element]]


@pytest.fixture
def coming(database: Database, settings: Settings) -> Coming:
    return Coming(database, settings)


async def made(database: Database, coming: Coming, people: int, **facts: Any) -> Event:
    """An event of the Robotics Club, which Eli organizes, with so many who want to come."""
    async with database.write() as session:
        event = await make.event(session, **facts)
    for person in await coming.people(people):
        await coming.says(person, event.id)
    return event


def form(page: Element, operation: str) -> Element:
    return next(f for f in page.all("form") if f.all("input", value=operation))


async def test_look_for_somebody_by_name_and_by_answer(
    database: Database, coming: Coming, sign_in: SignIn, open_page: Open
) -> None:
    event = await made(database, coming, 3, capacity=2)
    await sign_in("eli")
    address = f"/events/{event.slug}/attendees"

    whole, waiting, called, nobody = [
        await open_page(address + query) for query in ("", "?status=waitlisted", "?q=0001", "?q=nobody")
    ]

    assert whole.one(class_="lede").text == "2 going, room for 2, 1 waiting."
    assert whole.one("ul", class_="rows").texts("h3") == ["Person 0002", "Person 0000", "Person 0001"]
    assert waiting.one("ul", class_="rows").texts(class_="flag") == ["Waitlist, 1st"]
    assert called.one("ul", class_="rows").texts("h3") == ["Person 0001"]
    assert nobody.one(class_="empty").text == "Nobody called “nobody” here."


async def test_give_a_place_and_take_one(database: Database, coming: Coming, sign_in: SignIn, open_page: Open) -> None:
    event = await made(database, coming, 2, capacity=1)
    client = await sign_in("eli")
    address = f"/events/{event.slug}/attendees"
    page = await open_page(address)

    full = await client.post(address, data=form(page, "GivePlace").sends())
    going = page.all("form")[[f.all("input", value="TakePlace") != [] for f in page.all("form")].index(True) + 1]
    taken = await client.post(address, data=going.sends())

    assert full.status_code == 422
    assert read(full.text).one(role="alert").text.startswith("All 1 places are taken.")
    assert taken.status_code == 303
    rows = (await open_page(address)).one("ul", class_="rows")
    assert dict(zip(rows.texts("h3"), rows.texts(class_="flag"), strict=True)) == {
        "Person 0000": "Not going",
        "Person 0001": "Going",
    }


async def test_write_to_them_and_read_to_how_many(
    database: Database, coming: Coming, sign_in: SignIn, open_page: Open
) -> None:
    event = await made(database, coming, 2)
    client = await sign_in("eli")
    address = f"/events/{event.slug}/attendees"
    sends = form(await open_page(address), "WriteToAttendees").sends()

    told = await client.post(address, data=sends | {"message": "Bring a pen."})
    empty = await client.post(address, data=sends | {"message": "x" * 5001})

    assert read(told.text).one(role="status", class_="notice").text == "Your message is on its way to 2 people."
    assert empty.status_code == 422
    assert "Write plain text of 1 to 5000 characters." in read(empty.text).one(class_="error").text


async def test_let_somebody_in(database: Database, coming: Coming, sign_in: SignIn, open_page: Open) -> None:
    event = await made(database, coming, 0)
    client = await sign_in("eli")
    address = f"/events/{event.slug}/attendees"
    sends = form(await open_page(address), "LetIn").sends()

    told = await client.post(address, data=sends | {"email": "a@north.example"})
    refused = await client.post(address, data=sends | {"email": "north.example"})

    assert "they are told that they may come" in read(told.text).one(role="status", class_="notice").text
    assert "There is no @ in it." in read(refused.text).one(class_="error").text


async def test_take_the_list_along(
    database: Database, coming: Coming, sign_in: SignIn, client: httpx.AsyncClient, open_page: Open
) -> None:
    event = await made(database, coming, 1)
    await sign_in("eli")
    page = await open_page(f"/events/{event.slug}/attendees")
    (link,) = [a["href"] for a in page.all("a") if "CSV" in a.text]

    file = await client.get(link)

    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    assert file.headers["content-disposition"].endswith(f'filename="{event.slug}-attendees.csv"')
    assert file.headers["cache-control"] == "private, no-store"
    assert file.content.decode("utf-8-sig").splitlines()[1].startswith("Person 0000,Going,")


async def test_the_door_sees_who_comes_and_changes_nothing(sign_in: SignIn, open_page: Open) -> None:
    await sign_in("fay")

    page = await open_page("/events/engineering-career-fair/attendees")

    assert page.one("ul", class_="rows").all("h3") != []
    assert page.one("main").texts("button") == ["Search"]
