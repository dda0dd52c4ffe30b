"""A badge is scanned by hand: typed or photographed, with no script and no camera."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import httpx
import pytest
from markup import Element, read
from sqlalchemy import select

from server.badges.qr import png
from server.contacts.models import Encounter, ScanMethod
from server.db import Database
from server.seed import SeededCampus
from server.web.asked import MAX_MULTIPART

Open: TypeAlias = Callable[..., Awaitable[Element]]
SignIn: TypeAlias = Callable[[str], Awaitable[httpx.AsyncClient]]
Code: TypeAlias = Callable[[str], str]
FAIR = "/scan?event=engineering-career-fair"


async def scans(database: Database, campus: SeededCampus, scanner: str, person: str) -> list[Any]:
    between = (Encounter.scanner_id == campus.people[scanner], Encounter.person_id == campus.people[person])
    columns = (Encounter.id, Encounter.how, Encounter.event_id, Encounter.note)
    return list(await database.rows(select(*columns).where(*between)))


def typed(page: Element, **given: str) -> dict[str, str]:
    return page.one("section", id="typed").one("form").sends() | given


def photographed(page: Element) -> dict[str, str]:
    return page.one("section", id="photographed").one("form").sends()


async def test_type_a_code(
    open_page: Open, sign_in: SignIn, code: Code, database: Database, campus: SeededCampus
) -> None:
    client = await sign_in("ada")
    letters = code("dana").lower()
    by_hand = " ".join(letters[at : at + 5] for at in range(0, 25, 5))

    sent = await client.post(FAIR, data=typed(await open_page(FAIR), code=by_hand, note="Arms."))

    (scan,) = await scans(database, campus, "ada", "dana")
    assert (scan.how, scan.event_id, scan.note) == (ScanMethod.TYPED, campus.events["fair"], "Arms.")
    there = f"/scan?event=engineering-career-fair&scanned=encounter_{scan.id.hex}"
    assert (sent.status_code, sent.headers["location"]) == (303, there)
    answer = (await open_page(there)).one(class_="result")
    assert answer["data-state"] == "saved"
    assert answer.one(class_="answer").text == "Saved10:00"
    assert answer.one(class_="who").text == "Dana Lindqvist"
    assert answer.one("a")["href"].startswith("/contacts/contact_")


async def test_type_the_code_of_somebody_one_has_met(open_page: Open, sign_in: SignIn, code: Code) -> None:
    client = await sign_in("ada")

    sent = await client.post("/scan", data=typed(await open_page("/scan"), code=code("chen")))

    answer = (await open_page(sent.headers["location"])).one(class_="result")
    assert (answer["data-state"], answer.one("span").text) == ("already", "Already in your contacts")
    said, shared = answer.texts("p", class_="sub")
    assert said.startswith("You met at ")
    assert shared == "Shares pronouns, email, phone, programme, website with you."


async def test_undo_a_scan(
    open_page: Open, sign_in: SignIn, code: Code, database: Database, campus: SeededCampus
) -> None:
    client = await sign_in("fay")
    sent = await client.post(FAIR, data=typed(await open_page(FAIR), code=code("priya")))
    there = sent.headers["location"]
    form = (await open_page(there)).one(class_="result").one("form").sends()

    undone = await client.post(there, data=form)

    answer = (await open_page(undone.headers["location"])).one(class_="result")
    assert (undone.status_code, answer["data-state"], answer.one("span").text) == (303, "undone", "Undone")
    assert (answer.all(class_="who"), answer.all("form")) == ([], [])
    assert len(await scans(database, campus, "fay", "priya")) == 1


async def test_send_the_form_twice_and_be_answered_twice(
    open_page: Open, sign_in: SignIn, code: Code, database: Database, campus: SeededCampus
) -> None:
    client = await sign_in("ada")
    form = typed(await open_page(FAIR), code=code("dana"))

    answers = [await client.post(FAIR, data=form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert len(await scans(database, campus, "ada", "dana")) == 1


async def test_mistype_a_code_and_lose_nothing(
    open_page: Open, sign_in: SignIn, database: Database, campus: SeededCampus
) -> None:
    client = await sign_in("ada")

    response = await client.post(FAIR, data=typed(await open_page(FAIR), code="QR7K 5BM", note="Ask about arms."))

    page = read(response.text)
    field = page.one("input", id="code")
    assert response.status_code == 422
    assert page.one(id="code-error").text == "That is 7 of 25 characters. Look below the square on their badge."
    assert (field["value"], field["aria-invalid"]) == ("QR7K 5BM", "true")
    assert field["aria-describedby"] == "code-hint code-error"
    assert page.one("textarea", id="note").text == "Ask about arms."
    assert page.one("div", class_="scan-top").one(class_="sub").text == "Engineering Career Fair"
    assert page.all(class_="result") == []


@pytest.mark.parametrize(
    ("of", "state", "words"),
    [
        ("0" * 25, "unknown", "Not a badge of this campus"),
        ("ada", "unknown", "Your own badge"),
        ("hana", "unknown", "Nothing was saved"),
    ],
)
async def test_type_a_code_that_saves_nobody(
    open_page: Open, sign_in: SignIn, code: Code, of: str, state: str, words: str
) -> None:
    client = await sign_in("ada")

    response = await client.post("/scan", data=typed(await open_page("/scan"), code=of if of.isdigit() else code(of)))

    answer = read(response.text).one(class_="result")
    assert (response.status_code, answer["data-state"], answer.one("span").text) == (422, state, words)
    assert "Kuroda" not in response.text


async def test_send_a_form_with_an_empty_code(open_page: Open, sign_in: SignIn) -> None:
    client = await sign_in("ada")

    response = await client.post("/scan", data=typed(await open_page("/scan"), code="  "))

    assert (response.status_code, read(response.text).one(id="code-error").text) == (422, "Fill this in.")


async def test_give_a_form_that_was_refused_a_new_number(open_page: Open, sign_in: SignIn) -> None:
    client = await sign_in("ada")
    first = typed(await open_page("/scan"), code="QR7K 5BM")

    again = typed(read((await client.post("/scan", data=first)).text))

    assert again["id"] != first["id"]


async def test_use_a_photo(
    open_page: Open, sign_in: SignIn, code: Code, database: Database, campus: SeededCampus
) -> None:
    client = await sign_in("ada")
    photo = png(f"HTTP://HALLWAY.TEST/B/{code('dana')}", scale=6)
    form = photographed(await open_page(FAIR))

    sent = await client.post(FAIR, data=form, files={"photo": ("badge.png", photo, "image/png")})

    (scan,) = await scans(database, campus, "ada", "dana")
    assert (scan.how, scan.event_id) == (ScanMethod.PHOTO, campus.events["fair"])
    assert sent.status_code == 303


@pytest.mark.parametrize(
    ("name", "content", "where", "message"),
    [
        ("", b"", "photo-error", "Choose a file."),
        ("notes.txt", b"no picture", "answer", "Nothing was saved"),
        ("blank.png", b"blank", "answer", "No code in the picture"),
    ],
)
async def test_use_a_photo_without_a_badge_on_it(
    open_page: Open, sign_in: SignIn, name: str, content: bytes, where: str, message: str
) -> None:
    client = await sign_in("ada")
    picture = blank() if content == b"blank" else content

    response = await client.post(
        "/scan", data=photographed(await open_page("/scan")), files={"photo": (name, picture, "image/png")}
    )

    page = read(response.text)
    told = page.one(id=where).text if where == "photo-error" else page.one(class_="answer").text
    assert (response.status_code, told) == (422, message)


def blank() -> bytes:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("L", (64, 64), 255).save(out, "PNG")
    return out.getvalue()


async def test_send_a_form_that_does_not_say_what_it_is_for(sign_in: SignIn) -> None:
    client = await sign_in("ada")

    answers = [await client.post("/scan", data=data) for data in ({}, {"operation": "DropEverything"})]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert read(answers[1].text).one(class_="lede").text.startswith("This form doesn’t say what it is for.")


async def test_send_more_than_a_page_takes(sign_in: SignIn) -> None:
    client = await sign_in("ada")

    response = await client.post("/scan", files={"photo": ("huge.png", b"\0" * MAX_MULTIPART, "image/png")})

    assert (response.status_code, read(response.text).one("h1").text) == (413, "Too large.")


async def test_ask_strangers_to_sign_in_before_they_scan(client: httpx.AsyncClient) -> None:
    asked, sent = await client.get(FAIR), await client.post(FAIR, data={"operation": "TypeCode", "code": "X"})

    there = "/sign-in?next=%2Fscan%3Fevent%3Dengineering-career-fair"
    assert [(answer.status_code, answer.headers["location"]) for answer in (asked, sent)] == [(303, there)] * 2


async def test_send_a_scan_from_another_site(client: httpx.AsyncClient, sign_in: SignIn) -> None:
    await sign_in("ada")

    response = await client.post("/scan", data={"operation": "TypeCode"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert response.status_code == 403


async def test_scan_where_there_is_no_such_event(open_page: Open, sign_in: SignIn) -> None:
    await sign_in("ada")

    page = await open_page("/scan?event=no-such-event&scanned=encounter_0")

    assert page.one("div", class_="scan-top").one(class_="sub").text == "Not at an event"
    assert page.all(class_="result") == []
