"""Somebody reads about a contact, and how they met."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest
from markup import Element, read
from sqlalchemy import select

from server.contacts.models import Contact
from server.db import Database
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]
SignIn: TypeAlias = Callable[[str], Awaitable[httpx.AsyncClient]]
Address: TypeAlias = Callable[[str, str], Awaitable[str]]


@pytest.fixture
def address(database: Database, campus: SeededCampus) -> Address:
    """Of one person's contact of another."""

    async def find(owner: str, person: str) -> str:
        theirs = (Contact.owner_id == campus.people[owner], Contact.person_id == campus.people[person])
        (row,) = await database.rows(select(Contact.id).where(*theirs))
        return f"/contacts/contact_{row.id.hex}"

    return find


async def test_show_a_contact(open_page: Open, sign_in: SignIn, address: Address) -> None:
    await sign_in("ada")

    page = await open_page(await address("ada", "chen"))

    shared = page.one("dl", class_="pairs")
    assert page.one("h1").text == "Chen Meiling 陳美玲"
    assert page.one("main").one(class_="lede").text == "Principal engineer, Straits Data"
    assert dict(zip(shared.texts("dt"), shared.texts("dd"), strict=True)) == {
        "Headline": "Ask me about a first job abroad: visas, flats, first winters",
        "Email": "chen@alumni.northgate.example",
        "Phone": "+65 6555 0118",
        "Ask me about": "A first job in another country",
        "Open to": "Informational interview, Mentoring",
        "Works at": "Straits Data Principal engineer",
        "Programme": "Mathematics, class of 2014",
        "Here as": "Alumni",
        "Campus": "Singapore",
        "Country": "Singapore",
        "Languages": "Chinese, English",
        "Interests": "Data pipelines, Moving abroad",
        "Website": "chen.example",
        "Links": "talks.example/chen",
        "Pronouns": "she/her",
    }


async def test_show_how_one_met(open_page: Open, sign_in: SignIn, address: Address) -> None:
    await sign_in("ada")

    page = await open_page(await address("ada", "noor"))

    met = page.one("ol", class_="line").all("li")
    assert [stop.one("h3").text for stop in met] == ["Laboratory tours for newcomers"] * 2
    assert [stop["data-kind"] for stop in met] == ["meetup"] * 2
    assert [stop.texts("p")[1] for stop in met] == ["They scanned yours.", "You scanned their badge."]
    assert page.texts("p", class_="mine") == ["Thesis on grip failure. Can start in June."]


async def test_show_nothing_that_is_not_shared(sign_in: SignIn, address: Address) -> None:
    client = await sign_in("ada")

    page, card = [await client.get(await address("ada", "yuki") + end) for end in ("", ".vcf")]

    assert (page.status_code, card.status_code) == (200, 200)
    assert "Yuki Tanabe" in page.text
    for hidden in ("+1 617", "@"):  # for people who met, and Yuki has not saved Ada
        assert hidden not in read(page.text).one("main").text
        assert hidden not in card.text


async def test_show_somebody_elses_contact_to_nobody(sign_in: SignIn, address: Address) -> None:
    others, unknown = await address("chen", "rajesh"), f"/contacts/contact_{'0' * 32}"
    client = await sign_in("ada")

    answers = [await client.get(path + end) for path in (others, unknown) for end in ("", ".vcf")]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert len({read(answer.text).one("main").text for answer in answers}) == 1
    assert "Rajesh" not in "".join(answer.text for answer in answers)


@pytest.mark.parametrize("end", ["", ".vcf"])
async def test_show_no_other_thing_as_a_contact(sign_in: SignIn, campus: SeededCampus, end: str) -> None:
    client = await sign_in("ada")

    answers = [
        await client.get(f"/contacts/{id_}{end}")
        for id_ in (f"event_{campus.events['fair'].hex}", f"person_{campus.people['ada'].hex}", "nonsense")
    ]

    assert [answer.status_code for answer in answers] == [404] * 3


async def test_download_a_contact(sign_in: SignIn, address: Address) -> None:
    client = await sign_in("ada")

    response = await client.get(await address("ada", "chen") + ".vcf")

    assert response.headers["content-type"].startswith("text/vcard")
    assert "FN:Chen Meiling 陳美玲\r\n" in response.text
    assert "no-store" in response.headers["cache-control"]


async def test_ask_strangers_to_sign_in_first(client: httpx.AsyncClient, address: Address) -> None:
    path = await address("ada", "chen")

    response = await client.get(path)

    assert (response.status_code, response.headers["location"]) == (303, f"/sign-in?next={path.replace('/', '%2F')}")


@pytest.mark.parametrize(("person", "met"), [("chen", 1), ("noor", 2)])
async def test_ask_the_database_as_often_for_many_meetings_as_for_one(
    open_page: Open, sign_in: SignIn, address: Address, statements: list[str], person: str, met: int
) -> None:
    await sign_in("ada")
    path = await address("ada", person)
    await open_page(path)
    statements.clear()

    page = await open_page(path)

    # Who asks, their name, their zone, their tags, the contact, the campuses, its notes, its encounters, the events.
    assert (len(page.one("ol", class_="line").all("li")), len(statements)) == (met, 9)


async def test_write_a_note_and_put_a_tag_on_and_off(open_page: Open, sign_in: SignIn, address: Address) -> None:
    client = await sign_in("ada")
    path = await address("ada", "chen")

    async def sent(form: int, **typed: str) -> Element:
        forms = (await open_page(path)).one("main").all("form")
        response = await client.post(path, data=forms[form].sends() | typed)
        assert (response.status_code, response.headers["location"]) == (303, path)
        return await open_page(path)

    noted = await sent(0, text="Ask about winters.")
    tagged = await sent(1, text="Abroad")
    assert noted.texts("p", class_="mine")[0] == "Ask about winters."
    assert [button["value"] for button in tagged.all("button", class_="chip")] == ["Abroad"]

    found, other = await open_page("/contacts?tag=abroad"), await open_page("/contacts?tag=home")
    assert found.one("ul", class_="rows").texts("h3") == ["Chen Meiling 陳美玲"]
    assert found.one("ul", class_="rows").texts("p", class_="mine") == ["Ask about winters."]
    assert found.one("nav", class_="chips").texts("a") == ["All", "Abroad 1"]
    assert other.one(class_="empty").one("h2").text == "None of your contacts has the tag “home”."

    untagged = await sent(1, text="Abroad")
    assert untagged.all("button", class_="chip") == []


@pytest.mark.parametrize(
    ("form", "text", "field", "message"),
    [
        (0, "x" * 2001, "note", "Keep the note to 2000 characters; this one has 2001."),
        (1, "y" * 41, "tag", "Keep the tag to 40 characters; this one has 41."),
        (1, " ", "tag", "Fill this in."),
    ],
)
async def test_write_too_much_or_nothing_and_lose_nothing(
    open_page: Open, sign_in: SignIn, address: Address, form: int, text: str, field: str, message: str
) -> None:
    client = await sign_in("ada")
    path = await address("ada", "chen")

    response = await client.post(
        path, data=(await open_page(path)).one("main").all("form")[form].sends() | {"text": text}
    )

    page = read(response.text).one("main")
    beside = page.one(id=field)
    assert response.status_code == 422
    assert message in page.text
    assert (beside["aria-invalid"], beside.text if field == "note" else beside["value"]) == ("true", text)
    assert len([element for element in page.all("input") if "aria-invalid" in element.attributes]) == (field == "tag")
