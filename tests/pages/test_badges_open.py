"""A phone's own camera opens the address of a badge: the page asks before it saves."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias
from uuid import UUID

import httpx
import pytest
from conftest import SECRET
from markup import Element, read
from sqlalchemy import select

from server.actor import Member
from server.badges.issue import replace_badge
from server.badges.models import Badge
from server.contacts.models import Contact, Encounter, ScanMethod
from server.db import Database
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]
SignIn: TypeAlias = Callable[[str], Awaitable[httpx.AsyncClient]]
Code: TypeAlias = Callable[[str], str]


async def scans(database: Database, campus: SeededCampus, scanner: str, person: str) -> list[Any]:
    between = (Encounter.scanner_id == campus.people[scanner], Encounter.person_id == campus.people[person])
    return list(await database.rows(select(Encounter.id, Encounter.how).where(*between)))


async def contacts(database: Database, campus: SeededCampus, owner: str, person: str) -> list[Any]:
    theirs = (Contact.owner_id == campus.people[owner], Contact.person_id == campus.people[person])
    return list(await database.rows(select(Contact.id).where(*theirs)))


async def test_show_strangers_what_is_shared_with_everyone(client: httpx.AsyncClient, code: Code) -> None:
    response = await client.get(f"/B/{code('ada')}")

    page = read(response.text)
    assert page.one("h1").text == "Ada Okafor"
    assert page.one(class_="lede").text == "Control software, and robots that fall over less"
    hrefs = {link.text: link["href"] for link in page.one("main").all("a")}
    assert hrefs == {"Sign in to save": f"/sign-in?next=/B/{code('ada')}", "vCard": f"/B/{code('ada')}.vcf"}
    assert page.one("main").all("form") == []
    for hidden in ("she/her", "555", "okafor.example", "@"):
        assert hidden not in page.one("main").text


async def test_show_strangers_nothing_of_somebody_who_shares_nothing_with_them(
    client: httpx.AsyncClient, code: Code
) -> None:
    response = await client.get(f"/B/{code('ben')}")
    card = await client.get(f"/B/{code('ben')}.vcf")

    assert read(response.text).one("h1").text == "Somebody who shares no name"
    assert (card.status_code, ".vcf" in response.text) == (404, False)
    for hidden in ("Bến", "Nguyễn", "Batteries"):
        assert hidden not in response.text
        assert hidden not in card.text


async def test_download_what_is_shared_with_everyone(client: httpx.AsyncClient, code: Code) -> None:
    response = await client.get(f"/B/{code('ada')}.vcf")

    assert response.headers["content-type"].startswith("text/vcard")
    assert "FN:Ada Okafor\r\n" in response.text
    assert "+1 617" not in response.text


async def test_keep_the_address_from_other_sites_and_from_caches(client: httpx.AsyncClient, code: Code) -> None:
    response = await client.get(f"/B/{code('ada')}")

    assert response.headers["referrer-policy"] in ("no-referrer", "same-origin")
    assert response.headers["cache-control"] == "no-store"


async def test_save_nothing_before_being_asked_to(
    sign_in: SignIn, code: Code, database: Database, campus: SeededCampus
) -> None:
    client = await sign_in("ada")

    response = await client.get(f"/B/{code('dana')}")

    assert read(response.text).one("h1").text == "Dana Lindqvist"
    assert await scans(database, campus, "ada", "dana") == []


@pytest.mark.parametrize("path", ["/B/{}", "/b/{}"])
async def test_save_a_contact(sign_in: SignIn, code: Code, database: Database, campus: SeededCampus, path: str) -> None:
    client = await sign_in("ada")
    address = path.format(code("dana").lower() if path.startswith("/b") else code("dana"))
    form = read((await client.get(address)).text).one("main").one("form")

    response = await client.post(address, data=form.sends())

    (contact,) = await contacts(database, campus, "ada", "dana")
    assert (response.status_code, response.headers["location"]) == (303, f"/contacts/contact_{contact.id.hex}")
    assert [scan.how for scan in await scans(database, campus, "ada", "dana")] == [ScanMethod.LINK]


async def test_save_a_contact_once_however_often_the_form_is_sent(
    sign_in: SignIn, code: Code, database: Database, campus: SeededCampus
) -> None:
    client = await sign_in("ada")
    sent = read((await client.get(f"/B/{code('dana')}")).text).one("main").one("form").sends()

    answers = [await client.post(f"/B/{code('dana')}", data=sent) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert [scan.id for scan in await scans(database, campus, "ada", "dana")] == [UUID(sent["id"])]


async def test_take_the_badge_of_the_address_and_not_of_the_form(
    sign_in: SignIn, code: Code, database: Database, campus: SeededCampus
) -> None:
    client = await sign_in("ada")
    sent = read((await client.get(f"/B/{code('dana')}")).text).one("main").one("form").sends()

    await client.post(f"/B/{code('dana')}", data={**sent, "code": code("gus")})

    assert len(await contacts(database, campus, "ada", "dana")) == 1
    assert await contacts(database, campus, "ada", "gus") == []


async def test_meet_a_contact_again(sign_in: SignIn, code: Code, database: Database, campus: SeededCampus) -> None:
    client = await sign_in("ada")
    page = read((await client.get(f"/B/{code('chen')}")).text).one("main")

    await client.post(f"/B/{code('chen')}", data=page.one("form").sends())

    assert page.one("form").one("button").text == "Keep that we met again"
    assert len(await contacts(database, campus, "ada", "chen")) == 1
    assert len(await scans(database, campus, "ada", "chen")) == 2


async def test_ask_strangers_who_send_the_form_to_sign_in(client: httpx.AsyncClient, code: Code) -> None:
    sent = {"id": "0198c0de-7d0e-7c55-9e0a-5a1c5f0e7a11", "scannedAt": "2026-09-24T14:00:00Z"}

    response = await client.post(f"/B/{code('dana')}", data=sent | {"operation": "SaveFromLink"})

    assert (response.status_code, response.headers["location"]) == (303, f"/sign-in?next=%2FB%2F{code('dana')}")


async def test_show_somebody_their_own_badge_without_a_way_to_save_it(sign_in: SignIn, code: Code) -> None:
    client = await sign_in("ada")

    response = await client.get(f"/B/{code('ada')}")

    main = read(response.text).one("main")
    assert main.all("form") == []
    assert [link["href"] for link in main.all("a")] == ["/badge"]


async def test_refuse_what_lets_nobody_save_it_beside_the_button(
    sign_in: SignIn, code: Code, database: Database, campus: SeededCampus
) -> None:
    client = await sign_in("ada")
    sent = read((await client.get(f"/B/{code('hana')}")).text).one("main").one("form").sends()

    response = await client.post(f"/B/{code('hana')}", data=sent)

    page = read(response.text)
    assert response.status_code == 422
    assert page.one(role="alert").text == "This person is not sharing a card with you here. Nothing was saved."
    assert page.one("h1").text == "Somebody who shares no name"
    assert "Kuroda" not in response.text
    assert await scans(database, campus, "ada", "hana") == []


async def test_tell_a_form_without_its_number_what_to_do(sign_in: SignIn, code: Code) -> None:
    client = await sign_in("ada")

    sent = {"operation": "SaveFromLink", "id": "1", "scannedAt": "2026-09-24T14:00:00Z"}
    response = await client.post(f"/B/{code('dana')}", data=sent)

    message = "This form has lost its number. Load the page again and repeat."
    assert (response.status_code, read(response.text).one(role="alert").text) == (422, message)


async def test_answer_alike_for_every_code_that_is_not_valid(
    client: httpx.AsyncClient, code: Code, database: Database, campus: SeededCampus
) -> None:
    unknown = "0" * 25
    replaced = code("dana")
    async with database.write() as session:
        badge = await session.scalar(select(Badge).where(Badge.person_id == campus.people["dana"]))
        assert badge is not None
        owner = Member(campus.people["dana"])
        await replace_badge(session, secret=SECRET, actor=owner, badge_id=badge.id, now=badge.issued_at)

    answers = [await client.get(f"/B/{text}") for text in (unknown, replaced, "not-a-code", "x" * 4000)]

    assert {answer.status_code for answer in answers} == {404}
    assert len({read(answer.text).one("main").text for answer in answers}) == 1
    assert "Lindqvist" not in "".join(answer.text for answer in answers)


async def test_take_over_a_guests_badge_by_the_letters_from_the_desk(sign_in: SignIn, open_page: Open) -> None:
    client = await sign_in("fay")
    desk = "/events/engineering-career-fair/walk-in"
    form = (await open_page(desk)).one("form", class_="stack").sends()
    made = read((await client.post(desk, data=form | {"name": "Rosa Lind", "email": "ben@northgate.example"})).text)
    badge = "/B/" + re.sub(
        r"\W", "", made.one("article", class_="badge").one(class_="code").text.removeprefix("Typed code")
    )
    letters = made.one("b", class_="num").text
    client.cookies.clear()
    await sign_in("ben")

    told = await open_page("/badge")
    claim = (await open_page(badge)).all("form", method="post")[-1].sends()
    wrong = await client.post(badge, data=claim | {"claimCode": "AAAA AAAA"})
    taken = await client.post(badge, data=claim | {"claimCode": letters})
    after = await open_page(badge)

    assert "For Engineering Career Fair somebody wrote down Rosa Lind with your address" in told.one("main").text
    assert wrong.status_code == 422
    assert read(wrong.text).one(role="alert").text.startswith("These letters don’t belong to this badge.")
    assert (taken.status_code, taken.headers["location"]) == (303, "/badge?claimed=True")
    assert after.one("h1").text == "Bến Nguyễn"
