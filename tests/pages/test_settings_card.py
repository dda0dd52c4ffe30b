"""A person changes their card, and looks at it through the eyes of others."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import httpx
import pytest
from conftest import SignIn
from markup import Element, read
from sqlalchemy import select

from server.db import Database
from server.people.models import Audience, Card, Person, SavePolicy
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]


async def stored(database: Database, campus: SeededCampus, table: type[Any], key: str) -> Any:
    of = Person.id if table is Person else Card.person_id
    return (await database.rows(select(table.__table__).where(of == campus.people[key])))[0]


def seen(page: Element) -> dict[str, str]:
    """The preview's lines."""
    lines = page.one("article", class_="preview").one("dl")
    return dict(zip(lines.texts("dt"), lines.texts("dd"), strict=True))


async def test_card_saved_unchanged_stays_as_it_is(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database, campus: SeededCampus
) -> None:
    await sign_in("ada")
    before = [await stored(database, campus, table, "ada") for table in (Person, Card)]

    form = (await open_page("/settings/card")).one("form", id="card").sends()
    answer = await client.post("/settings/card", data=form)

    after = [await stored(database, campus, table, "ada") for table in (Person, Card)]
    assert (answer.status_code, answer.headers["location"]) == (303, "/settings/card?saved=yes")
    assert [{**row._asdict(), "updated_at": None} for row in after] == [
        {**row._asdict(), "updated_at": None} for row in before
    ]


async def test_card_is_changed_and_emptied(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database, campus: SeededCampus
) -> None:
    await sign_in("ada")
    form = (await open_page("/settings/card")).one("form", id="card").sends()

    changed = {"headline": "Legs", "telephone": "", "languages": "Igbo, French", "country": "Ghana"}
    chosen = {"headlineAudience": "MET", "savedBy": "CONFIRM", "sharesForMonths": "12", "openTo": ["MENTORING"]}
    await client.post("/settings/card", data={**form, **changed, **chosen})

    person, card = [await stored(database, campus, table, "ada") for table in (Person, Card)]
    assert (person.headline, person.telephone, person.languages) == ("Legs", None, "ig fr")
    assert (person.country, person.open_to, person.name) == ("GH", "MENTORING", "Ada Okafor")
    assert (card.headline_audience, card.saved_by, card.shares_for_months) == (Audience.MET, SavePolicy.CONFIRM, 12)
    assert read((await client.get("/settings/card?saved=yes")).text).one(class_="notice").text == "Your card is saved."


async def test_card_with_faults_keeps_what_was_typed(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database, campus: SeededCampus
) -> None:
    await sign_in("ada")
    form = (await open_page("/settings/card")).one("form", id="card").sends()
    typed = {
        "headline": "Kept",
        "url": "okafor.example",
        "languages": "Englsh",
        "savesBack": [],
        "openTo": ["REFERRAL"],
    }

    answer = await client.post("/settings/card", data={**form, **typed})

    page = read(answer.text)
    assert answer.status_code == 422
    assert page.one(id="url-error").text == "Say how it is reached. Did you mean https://okafor.example?"
    assert page.one(id="languages-error").text == "No language is called “Englsh”. Did you mean English?"
    again = page.one("form", id="card").sends()
    assert {name: again.get(name) for name in ("headline", "url", "languages", "openTo", "savesBack")} == {
        "headline": "Kept", "url": "okafor.example", "languages": "Englsh", "openTo": "REFERRAL", "savesBack": None,
    }  # fmt: skip
    assert (await stored(database, campus, Person, "ada")).headline != "Kept"


@pytest.mark.parametrize(
    ("eyes", "lines"),
    [
        ("stranger", {"Headline", "Programme", "Here as"}),
        ("member", {"Headline", "Programme", "Here as", "Pronouns", "Campus", "Ask me about", "Interests"}),
        (
            "met",
            {
                *("Headline", "Programme", "Here as", "Pronouns", "Campus", "Ask me about", "Interests"),
                *("Email", "Country", "Languages", "Open to", "Website", "Links"),
            },
        ),
        (
            "employer",
            {
                *("Headline", "Programme", "Here as", "Pronouns", "Campus", "Ask me about", "Interests"),
                *("Country", "Languages", "Open to", "Website", "Links"),
            },
        ),
    ],
)
async def test_card_as_others_see_it(open_page: Open, sign_in: SignIn, eyes: str, lines: set[str]) -> None:
    await sign_in("ada")

    page = await open_page(f"/settings/card?as={eyes}")

    assert set(seen(page)) == lines
    assert page.one("article", class_="preview").one("p").text == "Ada Okafor"
    assert page.one("nav", class_="tabs").one("a", aria_current="page")["href"] == f"/settings/card?as={eyes}#as"


async def test_card_that_shares_nothing_shows_nothing(open_page: Open, sign_in: SignIn) -> None:
    await sign_in("hana")

    for eyes in ("stranger", "member", "met", "employer"):
        preview = (await open_page(f"/settings/card?as={eyes}")).one("article", class_="preview")

        assert preview.texts("p") == ["Somebody who shares no name"]
        assert (preview.texts("dd"), preview.texts("li")) == (
            [],
            ["Email: they don’t see it", "Phone: they don’t see it"],
        )


async def test_card_is_ones_own(client: httpx.AsyncClient) -> None:
    answer = await client.get("/settings/card")

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Fsettings%2Fcard")
