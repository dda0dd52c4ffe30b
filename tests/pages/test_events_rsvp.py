"""Somebody says on an event's page whether they come."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import httpx
import make
import pytest
from coming import Coming
from conftest import NOW, SignIn
from make import DAY
from markup import Element, read
from sqlalchemy import select, update

from schema.ids import global_id
from server.attendance.rsvp import Rsvp
from server.config import Settings
from server.db import Database
from server.events.models import Event, EventStatus, Occurrence
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]


@pytest.fixture
def coming(database: Database, settings: Settings) -> Coming:
    return Coming(database, settings)


async def made(database: Database, **facts: Any) -> Event:
    async with database.write() as session:
        return await make.event(session, **facts)


def place(page: Element) -> Element:
    return page.one("section", class_="rsvp")


async def answer(client: httpx.AsyncClient, event: Event, value: str, **more: str) -> httpx.Response:
    fields = {"operation": "Rsvp", "event": global_id("event", event.id), "answer": value, **more}
    return await client.post(f"/events/{event.slug}", data=fields)


async def test_strangers_are_led_to_sign_in(database: Database, open_page: Open) -> None:
    event = await made(database)

    page = await open_page(f"/events/{event.slug}")

    assert place(page).one("a").text == "Sign in to say that you come"
    assert place(page).all("form") == []


async def test_say_that_one_comes_and_see_it_everywhere(database: Database, sign_in: SignIn, open_page: Open) -> None:
    client = await sign_in("ada")
    event = await made(database, name="Glassblowing", starts_at=NOW + DAY)

    answered = await answer(client, event, "GOING", seen="true")

    assert (answered.status_code, answered.headers["location"]) == (303, f"/events/{event.slug}")
    section = place(await open_page(f"/events/{event.slug}"))
    assert section.texts(class_="flag") == ["You are going"]
    assert [i["value"] for i in section.all("input", type="radio") if "checked" in i.attributes] == ["GOING"]
    assert "The organizers see your name and what you answer." in section.text
    (row,) = [
        row for row in (await open_page("/?q=Glassblowing")).all("li", class_="event") if "Glassblowing" in row.text
    ]
    assert row.texts(class_="flag") == ["Going"]


async def test_a_full_event_offers_its_waitlist_by_place(
    database: Database, sign_in: SignIn, open_page: Open, coming: Coming
) -> None:
    event = await made(database, capacity=1)
    for person in await coming.people(3):
        await coming.says(person, event.id)
    client = await sign_in("ada")

    offered = place(await open_page(f"/events/{event.slug}"))
    await answer(client, event, "GOING")

    assert offered.texts("button") == ["Join the waitlist as 3rd", "Keep in my agenda"]
    assert "2 people wait before you." in offered.text
    section = place(await open_page(f"/events/{event.slug}"))
    assert section.texts(class_="flag") == ["Waitlist, 3rd"]
    assert section.texts("label")[:3] == ["Waiting", "Interested", "Not going"]


async def test_what_takes_no_answers_says_why_and_keeps_what_was_chosen(
    database: Database, sign_in: SignIn, open_page: Open
) -> None:
    client = await sign_in("ada")
    event = await made(database, rsvp_opens_at=NOW + DAY)

    section = place(await open_page(f"/events/{event.slug}"))
    refused = await answer(client, event, "GOING")

    assert "Answers begin on 25 September, 10:00." in section.text
    assert section.texts("label") == ["Interested", "Not going"]
    assert refused.status_code == 422
    assert "Answers begin on 25 September 2026 at 10:00, New York time." in read(refused.text).one(role="alert").text


async def test_answer_for_all_later_ones_of_a_series(
    database: Database, sign_in: SignIn, open_page: Open, coming: Coming, campus: SeededCampus
) -> None:
    client = await sign_in("ada")
    series = await made(database, rrule="FREQ=DAILY;COUNT=2")
    rows = await database.rows(
        select(Occurrence.id, Occurrence.recurrence_id).where(Occurrence.event_id == series.id).order_by("starts_at")
    )
    fields = {"operation": "Rsvp", "event": global_id("event", rows[0].id), "answer": "GOING", "all": "true"}
    address = f"/events/{series.slug}?at=2026-09-25T14:00:00Z"

    answered = await client.post(address, data=fields)

    assert answered.headers["location"] == address.replace(":", "%3A")
    ada = campus.people["ada"]
    assert [(await coming.standing(row.id))[ada] for row in rows] == [("GOING", None), ("GOING", None)]
    assert "The same for all later ones of this series" in place(await open_page(address)).text


async def test_a_cancelled_event_only_lets_those_go_who_came(
    database: Database, sign_in: SignIn, open_page: Open, coming: Coming, campus: SeededCampus
) -> None:
    stayed, left = await made(database), await made(database)
    await coming.says(campus.people["ada"], stayed.id)
    async with database.write() as session:
        ids = (stayed.id, left.id)
        await session.execute(update(Event).where(Event.id.in_(ids)).values(status=EventStatus.CANCELLED))
        await session.execute(update(Occurrence).where(Occurrence.id.in_(ids)).values(status=EventStatus.CANCELLED))
    await sign_in("ada")

    answered = await open_page(f"/events/{stayed.slug}")
    unanswered = await open_page(f"/events/{left.slug}")

    assert place(answered).texts("label") == ["Going", "Not going"]
    assert unanswered.all("section", class_="rsvp") == []


async def test_who_is_only_interested_finds_it_in_the_list(
    database: Database, sign_in: SignIn, open_page: Open, coming: Coming, campus: SeededCampus
) -> None:
    event = await made(database, name="Glassblowing")
    await coming.says(campus.people["ada"], event.id, Rsvp.INTERESTED)
    await sign_in("ada")

    page = await open_page("/?q=Glassblowing")

    assert [row.texts(class_="flag") for row in page.all("li", class_="event")] == [["Interested"]]


async def test_who_does_not_fit_reads_why_and_can_still_be_interested(
    database: Database, sign_in: SignIn, open_page: Open
) -> None:
    client = await sign_in("ada")
    event = await made(database, audience="FACULTY")

    section = place(await open_page(f"/events/{event.slug}"))
    refused = await answer(client, event, "GOING")

    assert section.one(class_="notice").text.startswith("This is for faculty. Your card says graduate students.")
    assert section.texts("label") == ["Interested", "Not going"]
    assert refused.status_code == 422
    assert read(refused.text).one(role="alert").text.startswith("This is for faculty.")
