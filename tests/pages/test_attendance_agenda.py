"""Somebody looks at what they have before them."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
import make
import pytest
from coming import Coming
from conftest import NOW, SignIn
from make import DAY, HOUR
from markup import Element
from sqlalchemy import delete, update

from server.attendance.rsvp import Rsvp
from server.config import Settings
from server.db import Database
from server.events.agenda import AgendaSpeaker
from server.events.attendance import Attendance
from server.events.booths import BoothStaff
from server.events.staff import EventStaff
from server.organizations.models import Membership
from server.people.models import Person
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]


@pytest.fixture
def coming(database: Database, settings: Settings) -> Coming:
    return Coming(database, settings)


async def test_strangers_are_led_to_sign_in(client: httpx.AsyncClient) -> None:
    answer = await client.get("/agenda")

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Fagenda")


async def test_an_agenda_in_ones_own_zone_marks_what_overlaps(
    database: Database, sign_in: SignIn, open_page: Open, coming: Coming, campus: SeededCampus
) -> None:
    hana = campus.people["hana"]
    async with database.write() as session:
        await session.execute(delete(Attendance).where(Attendance.person_id == hana))
        await session.execute(update(Person).where(Person.id == hana).values(time_zone="Europe/London"))
        glass = await make.event(session, name="Glass", starts_at=NOW + DAY, lasts=3 * HOUR)
        clay = await make.event(session, name="Clay", starts_at=NOW + DAY + HOUR, capacity=0)
        ink = await make.event(session, name="Ink", starts_at=NOW + DAY + 9.5 * HOUR)
    for event, answer in ((glass, Rsvp.GOING), (clay, Rsvp.GOING), (ink, Rsvp.INTERESTED)):
        await coming.says(hana, event.id, answer)
    await sign_in("hana")

    page = await open_page("/agenda")

    days = {day.one("h2").one("time")["datetime"]: day for day in page.all("section", class_="day")}
    friday, saturday = days["2026-09-25"], days["2026-09-26"]
    rows = {row.one("h3").text: row for row in friday.all("li", class_="event")}
    assert rows["Glass"].texts(class_="flag") == ["Going", "At the same time: Clay"]
    assert rows["Clay"].texts(class_="flag") == ["Waitlist, 1st", "At the same time: Glass"]
    assert rows["Glass"].one(class_="at").text == "15:00 to 18:00"
    assert "Fri 10:00 in New York" in rows["Glass"].text
    assert saturday.texts("h3") == ["Ink"]
    assert saturday.texts(class_="flag") == ["Interested"]


async def test_an_empty_agenda_says_how_it_fills(
    database: Database, sign_in: SignIn, open_page: Open, campus: SeededCampus
) -> None:
    async with database.write() as session:
        for table in (Attendance, EventStaff, BoothStaff, AgendaSpeaker, Membership):
            await session.execute(delete(table).where(table.person_id == campus.people["hana"]))
    await sign_in("hana")

    page = await open_page("/agenda")

    assert page.one(class_="empty").one("h2").text == "Nothing in your agenda yet."
    assert [link.text for link in page.all("a") if "aria-current" in link.attributes] == ["Agenda", "Agenda"]
