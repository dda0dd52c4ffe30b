"""Organizers choose how badges look and whose are printed, look at them first, and take the PDF."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from io import BytesIO
from typing import TypeAlias

import pypdfium2
import pytest
from conftest import SignIn
from desk import Desk
from markup import Element, read
from paper import by_zxing
from PIL import Image
from sqlalchemy import update
from starlette.applications import Starlette

from server.badges.issue import badge_text
from server.config import Settings
from server.db import Database
from server.people.models import Person
from server.printing.board import changes
from server.printing.claim import claim, say
from server.printing.models import PrintState
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]
PRINT = "/events/engineering-career-fair/print"


@pytest.fixture
def desk(database: Database, settings: Settings, campus: SeededCampus) -> Desk:
    return Desk(database, settings, campus)


def form(page: Element, operation: str) -> Element:
    return next(f for f in page.all("form") if f.all("input", value=operation))


async def until_printed(app: Starlette, desk: Desk) -> None:
    """As a page hears it: the server makes prints by itself."""
    live = app.state.resources.live
    boards = changes(desk.database, live, actor=desk.actor(), slug="engineering-career-fair", now=desk.now)
    async with asyncio.timeout(60), aclosing(boards):
        async for board in boards:
            if board.printed:
                return


async def test_a_print_is_asked_for_made_taken_and_remembered(
    desk: Desk, app: Starlette, sign_in: SignIn, open_page: Open
) -> None:
    ids = await desk.issue("ada", "ben")
    client = await sign_in("gus")
    page = await open_page(PRINT)
    fields = form(page, "Print").sends() | {"design.stock": "avery-l4785", "who": "CHOSEN"}

    nobody = await client.post(PRINT, data=fields)
    sent = await client.post(PRINT, data=fields | {"badges": f"badge_{ids[0].hex}"})
    await until_printed(app, desk)
    made = await open_page(PRINT)

    assert page.one(class_="lede").text.startswith("2 badges, 0 printed so far.")
    assert (nobody.status_code, read(nobody.text).one(role="alert").text) == (
        422,
        "No badge is left to print. Choose all of them to print some again.",
    )
    assert (sent.status_code, sent.headers["location"]) == (303, PRINT)
    assert made.one(class_="flag").text == "Made"
    assert made.one(class_="lede").text.startswith("2 badges, 1 printed so far.")
    address = next(link["href"] for link in made.all("a") if ".pdf" in link["href"])
    answer = await client.get(address)
    assert (answer.status_code, answer.headers["content-type"], answer.headers["cache-control"]) == (
        200,
        "application/pdf",
        "private, no-store",
    )
    with pypdfium2.PdfDocument(answer.content) as pdf:
        codes = by_zxing(pdf[0].render(scale=2, grayscale=True).to_pil())
    assert codes == {badge_text(desk.settings, await desk.badge(ids[0]))}


async def test_how_far_it_is_stands_there_without_script_and_it_can_be_given_up(
    desk: Desk, sign_in: SignIn, open_page: Open
) -> None:
    await desk.issue("ada", "ben")
    await desk.ask()
    job = await claim(desk.database, now=desk.now)
    assert job is not None
    async with desk.database.write() as session:
        await say(session, job, done=1)
    client = await sign_in("gus")

    page = await open_page(PRINT)
    given_up = await client.post(PRINT, data=form(page, "Cancel").sends())

    assert page.one(class_="gauge")["aria-label"] == "1 of 2 badges are set"
    assert page.all("a", href=PRINT)[0].text == "Look again"
    assert (given_up.status_code, (await desk.job(job)).state) == (303, PrintState.CANCELLED)


async def test_the_first_page_and_a_test_sheet_before_all_is_printed(
    desk: Desk, sign_in: SignIn, open_page: Open
) -> None:
    (badge,) = await desk.issue("ada")
    client = await sign_in("gus")

    page = await open_page(f"{PRINT}?design.stock=roll-62x100&design.colour=%23fac337&design.lines=ROLE")
    picture = await client.get(page.one("img", class_="printed")["src"])
    sheet = await client.get(next(link["href"] for link in page.all("a") if "test-sheet" in link["href"]))

    assert (picture.headers["content-type"], sheet.headers["content-type"]) == ("image/png", "application/pdf")
    codes = by_zxing(Image.open(BytesIO(picture.content)).convert("L"))
    assert codes == {badge_text(desk.settings, await desk.badge(badge))}
    with pypdfium2.PdfDocument(sheet.content) as pdf:
        assert "Lovelace" in pdf[0].get_textpage().get_text_bounded()


async def test_a_design_with_faults_is_told_at_its_fields_and_kept(
    desk: Desk, sign_in: SignIn, open_page: Open
) -> None:
    await desk.issue("ada")
    client = await sign_in("gus")
    fields = form(await open_page(PRINT), "Print").sends()

    looked = await open_page(f"{PRINT}?design.stock=avery-l4785&design.agenda=true&design.colour=%23fac337")
    sent = await client.post(PRINT, data=fields | {"design.nudgeX": "40", "design.colour": "teal"})
    page = read(sent.text)

    assert "has no back. Choose inserts, or no agenda." in looked.one(role="alert").text
    assert looked.all("img", class_="printed") == []
    assert sent.status_code == 422
    assert page.one(role="alert").texts("li") == [
        "Give a colour as # and six digits or letters from a to f, as in #0b4f6c.",
        "Give -10 to 10 mm.",
    ]
    assert page.one("input", name="design.nudgeX")["value"] == "40"


async def test_who_can_not_be_printed_is_listed_and_who_was_not_printed_is_found(
    desk: Desk, campus: SeededCampus, sign_in: SignIn, open_page: Open
) -> None:
    await desk.issue("ada", "ben", "hana")
    async with desk.database.write() as session:
        await session.execute(update(Person).where(Person.id == campus.people["ada"]).values(name="Ada བསྟན"))
    await sign_in("gus")

    page, called, nobody = [await open_page(PRINT + query) for query in ("", "?q=ada&new=yes", "?q=xyz")]

    by_hand, nameless = [
        section for section in page.all("section") if section.one("h2").text in ("To write by hand", "Without a name")
    ]
    assert [row.text for row in by_hand.all("li")] == ["Ada བསྟན: བསྟན"]
    assert "1 person shares their name with nobody here, so that badge has the code alone" in nameless.text
    assert "Kuroda" not in page.text
    assert nameless.one("a")["href"] == "/events/engineering-career-fair/badges"
    assert len(called.all("input", name="badges")) == 1
    assert "Nobody called “xyz” here." in nobody.text


async def test_an_event_without_badges_says_so(sign_in: SignIn, open_page: Open) -> None:
    await sign_in("gus")

    page = await open_page(PRINT)

    assert page.one(class_="empty").text.startswith("No badge has been issued for this event yet.")
