"""An organizer sees every date of a series, changes one, those that follow or all, and says how it repeats."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias
from urllib.parse import quote

import httpx
import pytest
from conftest import SignIn
from markup import Element, read
from weekly import answer, listed, monday, rehearsal

from server.db import Database

Open: TypeAlias = Callable[..., Awaitable[Element]]
PAGE = "/events/rehearsal/series"


def form(page: Element, button: str) -> dict[str, str]:
    (found,) = [form for form in page.one("main").all("form") if form.one("button").text == button]
    return found.sends()


def one(number: int) -> str:
    return f"{PAGE}?at={quote(monday(number).isoformat())}"


async def test_every_date_is_listed_with_what_is_special_about_it(
    open_page: Open, sign_in: SignIn, database: Database
) -> None:
    event = await rehearsal(
        database,
        overrides=[
            {"recurrence_id": monday(1), "status": "CANCELLED"},
            {"recurrence_id": monday(2), "name": "Dress rehearsal", "room": "Hall 2"},
        ],
    )
    await answer(database, event, monday(0), "ada", "ben")
    await sign_in("gus")

    page = await open_page(PAGE)

    assert page.one("main").all("ul", class_="rows")[0].texts("li") == [
        "Monday 5 October 2026 18:00 to 20:00 2 going",
        "Monday 12 October 2026 18:00 to 20:00 Cancelled",
        "Monday 19 October 2026 18:00 to 20:00, Hall 2 Dress rehearsal Changed",
        "Monday 26 October 2026 18:00 to 20:00",
        "Monday 2 November 2026 18:00 to 20:00",
        "Monday 9 November 2026 18:00 to 20:00",
    ]
    assert form(page, "Save how it repeats")["times"] == "6"


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("ChangeInstance", ["10-05 18:00", "10-13 19:00", "10-19 18:00"]),
        ("ChangeAll", ["10-06 19:00", "10-13 19:00", "10-20 19:00"]),
        ("ChangeFollowing", ["10-05 18:00"]),
    ],
)
async def test_one_form_changes_this_one_or_all_or_those_that_follow(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database, scope: str, expected: list[str]
) -> None:
    await rehearsal(database, rrule="FREQ=WEEKLY;COUNT=3")
    await sign_in("gus")
    sent = form(await open_page(one(1)), "Save the change")
    sent |= {"operation": scope, "startsAt": "2026-10-13T19:00", "endsAt": "2026-10-13T21:00"}

    answer = await client.post(one(1), data=sent)

    part = "rehearsal-2" if scope == "ChangeFollowing" else "rehearsal"
    assert (answer.status_code, answer.headers["location"]) == (303, f"/events/{part}/series")
    assert await listed(database) == expected


async def test_a_form_that_is_sent_as_it_stands_changes_nothing(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    event = await rehearsal(database)
    await sign_in("gus")

    await client.post(one(1), data=form(await open_page(one(1)), "Save the change"))
    await client.post(PAGE, data=form(await open_page(PAGE), "Save how it repeats"))

    async with database.read() as session:
        assert (await session.get_one(type(event), event.id)).sequence == 0


async def test_a_date_is_cancelled_taken_back_and_the_rest_cancelled(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    await rehearsal(database, rrule="FREQ=WEEKLY;COUNT=3")
    await sign_in("gus")

    await client.post(one(1), data=form(await open_page(one(1)), "Cancel this one"))
    cancelled = await listed(database)
    await client.post(one(1), data=form(await open_page(one(1)), "Let it take place"))
    again = await listed(database)
    await client.post(one(1), data=form(await open_page(one(1)), "Cancel this and all that follow"))

    assert cancelled == ["10-05 18:00", "10-12 18:00 off", "10-19 18:00"]
    assert again == ["10-05 18:00", "10-12 18:00", "10-19 18:00"]
    assert await listed(database) == ["10-05 18:00", "10-12 18:00 off", "10-19 18:00 off"]


async def test_a_time_that_comes_twice_is_asked_about_beside_it(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    await rehearsal(database)
    await sign_in("gus")
    sent = form(await open_page(one(1)), "Save the change")
    sent |= {"startsAt": "2026-11-01T01:30", "endsAt": "2026-11-01T03:00", "name": "Night rehearsal"}

    asked = await client.post(one(1), data=sent)
    page = read(asked.text)
    await client.post(one(1), data={**form(page, "Save the change"), "startsAtFold": "SECOND"})

    assert asked.status_code == 422
    assert "comes twice" in page.one("fieldset", id="startsAtFold").text
    assert page.one("input", id="name")["value"] == "Night rehearsal"
    assert "11-01 01:30" in await listed(database)


async def test_a_time_that_does_not_exist_is_explained_beside_it(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    await rehearsal(database)
    await sign_in("gus")
    sent = form(await open_page(one(1)), "Save the change")

    answer = await client.post(one(1), data={**sent, "startsAt": "2027-03-14T02:30", "endsAt": "2027-03-14T04:00"})

    page = read(answer.text)
    assert page.one("p", id="startsAt-error").text.startswith("On 14 March 2027 clocks in New York go from 02:00")
    assert page.one("input", id="startsAt")["value"] == "2027-03-14T02:30"


async def test_an_event_that_takes_place_once_is_made_a_series(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    await rehearsal(database, rrule=None)
    await sign_in("gus")
    page = await open_page(PAGE)
    sent = form(page, "Save how it repeats") | {"repeats": "WEEKLY", "every": "2", "until": "2026-11-02"}

    answer = await client.post(PAGE, data=sent)

    assert "takes place once" in page.one("main").one("p", class_="empty").text
    assert answer.status_code == 303
    assert await listed(database) == ["10-05 18:00", "10-19 18:00", "11-02 18:00"]


async def test_a_long_series_is_shown_piece_by_piece(open_page: Open, sign_in: SignIn, database: Database) -> None:
    await rehearsal(database, rrule="FREQ=WEEKLY")
    await sign_in("gus")
    (later,) = [link["href"] for link in (await open_page(PAGE)).all("a") if link.text == "Later dates"]

    page = await open_page(later)

    rows = page.one("main").all("ul", class_="rows")[0].texts("h3")
    assert (rows[0], len(rows)) == ("Monday 29 November 2027", 17)


async def test_a_rule_that_the_form_cannot_show_is_shown_as_it_is(
    open_page: Open, sign_in: SignIn, database: Database
) -> None:
    await rehearsal(database, rrule="FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1;COUNT=3")
    await sign_in("gus")

    page = await open_page(PAGE)

    assert page.one("main").one("code").text == "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1;COUNT=3"


@pytest.mark.parametrize("key", ["ada", "dana", "fay"])
async def test_there_is_no_such_page_for_others(open_page: Open, sign_in: SignIn, database: Database, key: str) -> None:
    await rehearsal(database)
    await sign_in(key)

    await open_page(PAGE, status=404)
