"""Whoever stands at a door lets people in without script too."""

from typing import Any

import pytest
from at_the_door import Doors
from conftest import NOW, SECRET, SignIn
from markup import Element, read
from pages.conftest import Code, Open

from schema.ids import global_id
from server.actor import Member
from server.badges.issue import issue_badge
from server.badges.qr import png
from server.doors.link import join_station, make_link
from server.doors.models import CheckInMethod


def form(page: Element, operation: str, name: str = "") -> Element:
    return next(
        f for f in page.all("form") if f.all("input", value=operation) and (not name or f.all("input", name=name))
    )


@pytest.fixture
async def at_door(doors: Doors, sign_in: SignIn) -> Any:
    """The page of a strict door, and how to send its forms."""
    address = f"/doors/station_{(await doors.open()).hex}"
    client = await sign_in("fay")

    async def send(fields: dict[str, str]) -> Element:
        return read((await client.post(address, data=fields)).text)

    return address, send


async def test_let_somebody_in_by_code_and_undo_it(at_door: Any, open_page: Open, code: Code, doors: Doors) -> None:
    address, send = at_door
    typed = {**form(await open_page(address), "LetIn", "code").sends(), "code": code("ada")}

    first = await send(typed)
    again = await send(typed)
    await send(form(first, "Undo").sends())
    page = await open_page(address)

    assert (first.one(class_="answer").text, first.one(class_="who").text) == ("Come in 10:00", "Ada Okafor")
    assert first.one(class_="result")["data-state"] == "saved"
    assert again.one(class_="answer").text == "Already in 10:00"
    assert "Came at 10:00, East door." in again.one(class_="result").text
    assert page.one(class_="last").texts("b") == ["Ada Okafor"]
    assert page.one(class_="live").text == "1"
    assert len(await doors.rows()) == 2


async def test_print_the_badge_of_whoever_came_in(doors: Doors, sign_in: SignIn, open_page: Open, code: Code) -> None:
    """Where they have one of the event, and whoever let them in works there: not just at this door by its link."""
    door = await doors.open()
    address = f"/doors/station_{door.hex}"
    async with doors.database.write() as session:
        ada = doors.campus.people["ada"]
        badge = await issue_badge(session, secret=SECRET, person_id=ada, event_id=doors.fair, now=NOW)
        link = await make_link(session, actor=Member(doors.campus.people["ruth"]), station_id=door)
        await join_station(session, actor=Member(doors.campus.people["eli"]), token=link.token, now=NOW)

    offered = []
    for who, whose in (("fay", "ada"), ("fay", "ben"), ("eli", "ada")):
        client = await sign_in(who)
        page = await open_page(address)
        sent = {**form(page, "LetIn", "code").sends(), "code": code(whose)}
        done = read((await client.post(address, data=sent)).text)
        offered.append([link["href"] for link in done.one(class_="result").all("a")])
        offered.append(page.texts("a", href="/events/engineering-career-fair/walk-in"))

    register = ["Register somebody"]
    assert offered == [[f"/badges/{global_id('badge', badge.id)}.pdf"], register, [], register, [], []]


async def test_let_somebody_in_by_a_photo(doors: Doors, sign_in: SignIn, open_page: Open, code: Code) -> None:
    address = f"/doors/station_{(await doors.open(anyway=True)).hex}"
    client = await sign_in("fay")
    sent = form(await open_page(address), "LetInByPhoto").sends()

    async def photograph(picture: bytes) -> Element:
        return read((await client.post(address, data=sent, files={"photo": ("badge.png", picture)})).text)

    ada = await photograph(png(f"http://hallway.test/B/{code('ada')}".upper()))
    chen = await photograph(png(f"http://hallway.test/B/{code('chen')}".upper()))
    nothing = await photograph(png("https://elsewhere.example"))
    anyway = read((await client.post(address, data=form(chen, "LetIn", "anyway").sends())).text)

    rows = await doors.rows()
    assert (ada.one(class_="answer").text, ada.one(class_="who").text) == ("Come in 10:00", "Ada Okafor")
    assert chen.one(class_="answer").text == "Not on the list"
    assert nothing.one(class_="answer").text == "Not a Hallway badge"
    assert "In anyway: was not on the list." in anyway.one(class_="result").text
    assert [row.how for row in rows] == [CheckInMethod.PHOTO, CheckInMethod.PHOTO]


async def test_turn_somebody_away(at_door: Any, open_page: Open, code: Code, doors: Doors) -> None:
    address, send = at_door
    typed = form(await open_page(address), "LetIn", "code").sends()

    chen = (await send({**typed, "code": code("chen")})).one(class_="result")
    foreign = (await send({**typed, "code": "2ZSJ37NQRBVPZRT6AYFYJ233H"})).one(class_="result")
    short = (await send({**typed, "code": "2ZSJ3"})).one(class_="result")

    assert chen.one(class_="answer").text == "Not on the list"
    assert chen.one("a")["href"] == "/events/engineering-career-fair/walk-in"
    assert chen.all("form") == []
    assert foreign.one(class_="answer").text == "Not a badge of this campus"
    assert short.one(class_="answer").text == "Not a Hallway badge"
    assert await doors.rows() == []


async def test_let_in_anyway_where_the_organizer_allows(
    doors: Doors, sign_in: SignIn, open_page: Open, code: Code
) -> None:
    address = f"/doors/station_{(await doors.open(anyway=True)).hex}"
    client = await sign_in("fay")
    typed = form(await open_page(address), "LetIn", "code").sends()

    refused = await client.post(address, data={**typed, "code": code("chen")})
    anyway = await client.post(address, data=form(read(refused.text).one(class_="result"), "LetIn").sends())

    assert refused.status_code == 422
    assert read(anyway.text).one(class_="result").text.endswith("In anyway: was not on the list. Undo")
    assert "was not on the list" in (await open_page(address)).one(class_="last").text


async def test_find_who_forgot_their_badge(at_door: Any, open_page: Open) -> None:
    address, send = at_door

    found = await open_page(f"{address}?q=oka")
    nobody = await open_page(f"{address}?q=chen")
    arrived = await send(form(found, "LetIn", "person").sends())

    assert found.one("section", class_="by-hand").texts("b") == ["Ada Okafor"]
    assert nobody.one("section", class_="by-hand").one(class_="empty").text == "Nobody on the list is called “chen”."
    assert arrived.one(class_="who").text == "Ada Okafor"
