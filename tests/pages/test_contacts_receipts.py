"""A person sees who has their card and takes it back, answers who waits, saves back and blocks; without script."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import TypeAlias

import httpx
import pytest
from conftest import NOW, SignIn
from hall import Hall, open_hall
from markup import Element, read

from server.actor import Member
from server.contacts.withdraw import Everybody, withdraw
from server.db import Database
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]
PAGE = "/settings/who-has-my-card"


@pytest.fixture
async def hall(database: Database, campus: SeededCampus) -> AsyncIterator[Hall]:
    async with open_hall(database, campus) as hall:
        yield hall


def row(page: Element, name: str) -> Element:
    """The row that is about somebody."""
    (found,) = [li for li in page.one("main").all("li") if name in li.texts("h3")]
    return found


def form(place: Element, words: str) -> dict[str, str]:
    """What the form sends whose button begins with `words`."""
    (found,) = [form for form in place.all("form") if form.one("button").text.startswith(words)]
    return found.sends()


async def test_receipts_stand_by_event_with_what_is_seen(hall: Hall, open_page: Open, sign_in: SignIn) -> None:
    await hall.scan("jonas", "ben", event_id=hall.campus.events["fair"])
    await hall.scan("dana", "ben", event_id=hall.campus.events["fair"])
    await hall.scan("ada", "ben")
    await sign_in("ben")

    page = await open_page(PAGE)

    assert "Scanned you 09:59, at booth B7, Halden Robotics" in row(page, "Dana Lindqvist").text
    sections = [section.one("h2").text for section in page.one("main").all("section", class_="sec")]
    assert {"Engineering Career Fair", "Not at an event"} <= set(sections)
    jonas = row(page, "Jonas Ångström").text
    assert "Met you for Halden Robotics. Scanned you 09:59" in jonas
    assert "booth" not in jonas
    assert "Sees name, " in jonas


async def test_one_is_withdrawn_and_given_back(
    hall: Hall, client: httpx.AsyncClient, open_page: Open, sign_in: SignIn
) -> None:
    await hall.scan("ada", "ben")
    await sign_in("ben")

    answer = await client.post(PAGE, data=form(row(await open_page(PAGE), "Ada Okafor"), "Withdraw"))
    withdrawn = await hall.contact("ada", "ben")

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert withdrawn.withdrawn_at == NOW
    page = read(answer.text)
    notice = page.one("div", class_="notice")
    assert "Withdrawn from Ada Okafor." in notice.text
    assert "Withdrawn. Sees nothing" in row(page, "Ada Okafor").text

    answer = await client.post(PAGE, data=notice.one("form").sends())
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    assert (await hall.contact("ada", "ben")).withdrawn_at is None


async def test_all_of_an_event_an_employer_and_everybody_are_withdrawn(
    hall: Hall, client: httpx.AsyncClient, open_page: Open, sign_in: SignIn
) -> None:
    fair = hall.campus.events["fair"]
    for key in ("ada", "chen"):
        await hall.scan(key, "ben", event_id=fair)
    await hall.scan("jonas", "ben")
    await hall.scan("eli", "ben")
    await sign_in("ben")
    page = await open_page(PAGE)

    gone = {}
    for words in ("Withdraw from everybody I met there", "From everybody of Halden Robotics", "From everybody"):
        forms = [form for form in page.one("main").all("form") if form.one("button").text.startswith(words)]
        await client.post(PAGE, data=forms[-1].sends())
        gone[words] = [
            key for key in ("ada", "chen", "jonas", "eli") if (await hall.contact(key, "ben")).withdrawn_at is not None
        ]

    assert list(gone.values()) == [["ada", "chen"], ["ada", "chen", "jonas"], ["ada", "chen", "jonas", "eli"]]


@pytest.mark.parametrize(("words", "state"), [("Share my card", "shared"), ("Say no", "withdrawn")])
async def test_a_request_is_answered_and_both_see_it(  # fixtures
    hall: Hall, client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, words: str, state: str
) -> None:
    await hall.card("ben", saved_by="CONFIRM")
    kept = await hall.scan("ada", "ben")
    await sign_in("ben")
    requests = (await open_page(PAGE)).one("section", id="requests")

    await client.post(PAGE, data=form(requests, words))

    page = await open_page(PAGE)
    assert page.all("section", id="requests") == []
    assert ("Withdrawn. Sees nothing" in row(page, "Ada Okafor").text) == (state == "withdrawn")
    await sign_in("ada")
    theirs = await open_page(f"/contacts/contact_{kept.contact_id.hex}")
    assert ("Bến Nguyễn" in theirs.one("main").text) == (state == "shared")


async def test_somebody_is_saved_back(hall: Hall, client: httpx.AsyncClient, open_page: Open, sign_in: SignIn) -> None:
    await hall.card("ben", saves_back=False)
    await hall.scan("ada", "ben")
    await sign_in("ben")

    await client.post(PAGE, data=form(row(await open_page(PAGE), "Ada Okafor"), "Save back"))

    assert (await hall.contact("ben", "ada")).mutual is True
    assert "Save back" not in row(await open_page(PAGE), "Ada Okafor").text


async def test_saving_back_is_refused_where_the_other_says_so(
    hall: Hall, client: httpx.AsyncClient, open_page: Open, sign_in: SignIn
) -> None:
    await hall.card("ben", saves_back=False)
    await hall.scan("ada", "ben")
    await hall.card("ada", saved_by="NOBODY")
    await sign_in("ben")

    answer = await client.post(PAGE, data=form(row(await open_page(PAGE), "Ada Okafor"), "Save back"))

    assert answer.status_code == 422
    assert "This person is not sharing a card with you here. Nothing was saved." in answer.text


async def test_somebody_is_blocked(hall: Hall, client: httpx.AsyncClient, open_page: Open, sign_in: SignIn) -> None:
    await hall.scan("ada", "ben")
    await sign_in("ben")

    await client.post(PAGE, data=form(row(await open_page(PAGE), "Ada Okafor"), "Block"))

    assert (await open_page("/settings/blocked")).one("ul", class_="rows").texts("h3") == ["Ada Okafor"]


async def test_nobody_has_it(hall: Hall, client: httpx.AsyncClient, open_page: Open, sign_in: SignIn) -> None:
    await sign_in("hana")

    page = await open_page(PAGE)

    assert page.one("main").one(class_="empty").one("h2").text == "Nobody has your card."
    assert (await client.post(PAGE, data={"operation": "Withdraw"})).status_code == 422


async def test_a_second_withdrawal_says_that_nothing_was_left(
    hall: Hall, client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    async with hall.database.write() as session:
        await withdraw(session, actor=Member(hall.person("ben")), from_whom=Everybody(), now=NOW - timedelta(minutes=1))
    await sign_in("ben")

    answer = await client.post(PAGE, data={"operation": "Withdraw", "everybody": "true"})

    assert "Nothing was left to withdraw." in answer.text


async def test_strangers_are_led_to_sign_in(client: httpx.AsyncClient) -> None:
    for path in (PAGE, "/settings/blocked"):
        assert (await client.get(path)).headers["location"].startswith("/sign-in?next=")
