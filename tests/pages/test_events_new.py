"""An organizer posts an event by the form, and loses nothing that they typed."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest
from conftest import SignIn
from markup import Element, read
from posting import Posters
from sqlalchemy import select

from server.db import Database
from server.events.models import Event, EventTag, Publication
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]
PAGE = "/organizations/robotics-club/events/new"
TYPED = {
    "name": "Soldering for the stubborn",
    "kind": "WORKSHOP",
    "summary": "Bring something that is broken.",
    "startsAt": "2026-10-01T18:30",
    "endsAt": "2026-10-01T20:30",
}


def form(page: Element) -> Element:
    return page.one("form", data_draft="")


async def made(database: Database) -> Event | None:
    async with database.read() as session:
        return await session.scalar(select(Event).where(Event.name == TYPED["name"]))


@pytest.mark.parametrize("key", ["ada", "dana", "fay"])
async def test_the_form_is_not_there_for_others(open_page: Open, sign_in: SignIn, key: str) -> None:
    await sign_in(key)

    await open_page(PAGE, status=404)


async def test_nobody_signed_in_signs_in_first(client: httpx.AsyncClient) -> None:
    assert (await client.get(PAGE)).headers["location"].startswith("/sign-in?")


async def test_the_form_begins_with_what_is_known(open_page: Open, sign_in: SignIn) -> None:
    await sign_in("eli")

    sent = form(await open_page(PAGE)).sends()

    known = {name: sent[name] for name in ("campus", "timeZone", "attendanceMode", "onlineFor", "takesRsvp")}
    assert known == {
        "campus": "boston",
        "timeZone": "America/New_York",
        "attendanceMode": "IN_PERSON",
        "onlineFor": "MEMBERS",
        "takesRsvp": "true",
    }


async def test_an_event_is_published(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    await sign_in("eli")
    sent = form(await open_page(PAGE)).sends()

    more = {**TYPED, "tags": "making, Robots", "audience": ["STUDENT", "ALUMNI"], "publish": "true"}
    answer = await client.post(PAGE, data={**sent, **more})

    event = await made(database)
    assert event is not None
    assert (answer.status_code, answer.headers["location"]) == (303, f"/events/{event.slug}/edit?saved=yes")
    assert (event.publication, event.audience, event.takes_rsvp) == (Publication.PUBLISHED, "STUDENT,ALUMNI", True)
    tags = await database.rows(select(EventTag.tag).where(EventTag.event_id == event.id).order_by(EventTag.tag))
    assert [row.tag for row in tags] == ["making", "robots"]


async def test_a_draft_is_saved_and_repeats(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    await sign_in("eli")
    sent = form(await open_page(PAGE)).sends()

    await client.post(PAGE, data={**sent, **TYPED, "summary": "", "repeats": "WEEKLY", "every": "2", "times": "4"})

    event = await made(database)
    assert event is not None
    assert (event.publication, event.rrule) == (Publication.DRAFT, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;COUNT=4")


async def test_faults_stand_at_their_fields_and_everything_typed_is_still_there(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    await sign_in("eli")
    sent = form(await open_page(PAGE)).sends()
    typed = {**TYPED, "name": "", "endsAt": "2026-10-01T08:30", "tags": "a, b", "audience": ["STAFF"], "place": ""}
    typed |= {"description": "One\n<two>", "onlineFor": "GOING", "languages": "Klingonese"}

    answer = await client.post(PAGE, data={**sent, **typed, "publish": "true"})

    page = read(answer.text)
    again = form(page).sends()
    assert answer.status_code == 422
    assert {name: again[name] for name in typed if name != "audience"} | {"audience": [again["audience"]]} == typed
    assert page.one(id="endsAt-error").text == "08:30 is before 18:30. Did you mean 20:30?"
    assert page.one(id="name-error").text == "Give it a name."
    assert page.one("input", id="endsAt")["aria-describedby"] == "endsAt-error"
    assert {link["href"] for link in page.one(role="alert").all("a")} == {"#name", "#endsAt", "#languages"}
    assert await made(database) is None


async def test_an_hour_that_comes_twice_is_asked_about(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    await sign_in("eli")
    sent = form(await open_page(PAGE)).sends()
    typed = {**TYPED, "startsAt": "2026-11-01T01:30", "endsAt": "2026-11-01T04:00"}

    asked = read((await client.post(PAGE, data={**sent, **typed})).text)
    options = [option["value"] for option in asked.one("select", id="startsAtFold").all("option")]
    await client.post(PAGE, data={**form(asked).sends(), "startsAtFold": "SECOND"})

    event = await made(database)
    assert event is not None
    assert (options, event.starts_at.isoformat()) == (["", "FIRST", "SECOND"], "2026-11-01T06:30:00+00:00")


async def test_an_unfinished_form_is_kept_as_typed_and_comes_back(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn
) -> None:
    await sign_in("eli")
    sent = form(await open_page(PAGE)).sends()
    typed = {"name": "Half an event", "capacity": "many", "startsAt": "2026-10-01T18:30", "audience": ["STUDENT"]}

    kept = await client.post(PAGE, data={**sent, **typed, "operation": ["KeepDraft", "CreateEvent"]})
    back = await open_page(PAGE)

    again = form(back).sends()
    assert "Kept as you typed it, at 10:00." in read(kept.text).one(role="status", class_="ok").text
    assert (again["name"], again["capacity"], again["startsAt"], again["audience"]) == (
        "Half an event",
        "many",
        "2026-10-01T18:30",
        "STUDENT",
    )
    await client.post(PAGE, data={"operation": "ForgetDraft"})
    assert form(await open_page(PAGE)).sends()["name"] == ""


async def test_who_is_reviewed_sends_it_for_review(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database, campus: SeededCampus
) -> None:
    await Posters(database, campus).review("robotics-club")
    await sign_in("eli")
    page = await open_page(PAGE)

    sent = {**form(page).sends(), **TYPED, "publish": "true"}
    await client.post(PAGE, data=sent)

    event = await made(database)
    assert event is not None
    assert page.one("button", name="publish").text == "Send for review"
    assert event.publication is Publication.IN_REVIEW
