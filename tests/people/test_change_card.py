"""A person changes what is on their card, and everybody who has it sees it so."""

from collections.abc import Mapping
from typing import Any

import pytest
from conftest import NOW, Execute
from sqlalchemy import select

from server.actor import ANONYMOUS, Member, Program, Scope
from server.db import Database
from server.errors import InvalidInput, ScopeMissing, SignInRequired
from server.people.change_card import change_card
from server.people.models import Audience, Openness, Person
from server.seed import SeededCampus

CARD = """mutation ($input: ChangeCardInput!) { result: changeCard(input: $input) { __typename
  ... on ChangeCardSuccess { person { name headline languages links openTo } card { headlineAudience sharesForMonths } }
  ... on InvalidInput { faults { path message } } } }"""
NOOR = "query ($id: ID!) { node(id: $id) { ... on Person { name headline email } } }"


async def change(database: Database, campus: SeededCampus, /, **changes: Any) -> None:
    async with database.write() as session:
        actor = Member(campus.people["noor"])
        await change_card(session, actor=actor, changes=changes, campuses=campus.campuses, now=NOW)


async def noor(database: Database, campus: SeededCampus) -> Any:
    return (await database.rows(select(Person.__table__).where(Person.id == campus.people["noor"])))[0]


async def test_change_touches_only_what_is_named(database: Database, campus: SeededCampus) -> None:
    before = (await noor(database, campus))._asdict()

    await change(database, campus, headline="  Sand,   and what it  does ", pronouns=None, campus="toronto")

    after = (await noor(database, campus))._asdict()
    changed = {"headline": "Sand, and what it does", "pronouns": None, "campus_id": campus.campuses["toronto"]}
    assert after == before | changed | {"updated_at": NOW}


async def test_change_reads_lists_as_people_write_them(database: Database, campus: SeededCampus) -> None:
    await change(
        database,
        campus,
        languages=["Arabic, english; en", "zh-hant-tw"],
        interests=["Dunes,  Choir", "Dunes"],
        links=["https://a.example/1\nhttp://b.example"],
        open_to=[Openness.REFERRAL, Openness.MENTORING, Openness.REFERRAL],
        country="united arab emirates",
    )

    row = await noor(database, campus)
    assert (row.languages, row.interests) == ("ar en zh-Hant-TW", "Dunes\nChoir")
    assert (row.links, row.open_to) == ("https://a.example/1\nhttp://b.example", "MENTORING REFERRAL")
    assert row.country == "AE"


@pytest.mark.parametrize(
    ("changes", "path", "message"),
    [
        ({"name": "  "}, "name", "Write the name by which people here know you."),
        ({"name": None}, "name", "Write the name by which people here know you."),
        ({"name": "x" * 201}, "name", "201 letters are too many. Take 200 or fewer."),
        ({"headline": "a\u202eb"}, "headline", "There is a sign in it that can’t be shown. Type it anew."),
        ({"telephone": "617 555 0142"}, "telephone", "Begin with + and the country code, as in +1 617 555 0142."),
        ({"telephone": "0044 20 7946"}, "telephone", "Begin with + and the country code. Did you mean +44 20 7946?"),
        ({"telephone": "+12"}, "telephone", "That is 2 digits. A number has 7 to 15, with its country code."),
        ({"telephone": "+1 617 CALL-ME"}, "telephone", "Something in it belongs to no number. Write it as +1 617"),
        ({"graduation_year": 1812}, "graduationYear", "1812 is no year of a degree here. Take one from 1930 to 2036."),
        ({"country": "Nigera"}, "country", "No country is called “Nigera”. Did you mean Nigeria?"),
        ({"country": "ZZ"}, "country", "No country is called “ZZ”. Write it in English, or its code: Kenya, or KE."),
        ({"url": "noor.example/a"}, "url", "Say how it is reached. Did you mean https://noor.example/a?"),
        ({"url": "javascript:alert(1)"}, "url", "This is no address of a page. Write it as https://example.org."),
        ({"url": "https://u:p@noor.example"}, "url", "This is no address of a page. Write it as https://example.org."),
        ({"links": ["ftp://noor.example"]}, "links", "This is no address of a page. Write it as https://example.org."),
        (
            {"links": [f"https://noor.example/{n}" for n in range(11)]},
            "links",
            "That is 11 links. Take 10 or fewer.",
        ),
        ({"languages": ["xx"]}, "languages", "No language is called “xx”. Write it in English, or its code:"),
        ({"languages": ["Arabik"]}, "languages", "No language is called “Arabik”. Did you mean Arabic?"),
        ({"interests": ["x" * 61]}, "interests", f"“{'x' * 20}…” has 61 letters. Take 60 or fewer for each."),
        ({"campus": "atlantis"}, "campus", "No campus is called “atlantis”."),
        ({"shares_for_months": 0}, "sharesForMonths", "Take 1 to 120 months, or leave it open."),
        ({"name_audience": None}, "nameAudience", "Choose one of them."),
    ],
)  # fmt: skip
async def test_change_says_what_to_do(
    database: Database, campus: SeededCampus, changes: Mapping[str, Any], path: str, message: str
) -> None:
    before = await noor(database, campus)

    with pytest.raises(InvalidInput) as refused:
        await change(database, campus, **{"headline": "Not kept", **changes})

    (fault,) = refused.value.faults
    assert fault.path == (path,)
    assert fault.message.startswith(message)
    assert await noor(database, campus) == before


async def test_change_gathers_all_faults(execute: Execute) -> None:
    given = {"name": "", "url": "x", "telephone": "1", "headline": "Fine"}

    answer = await execute("noor", CARD, input=given)

    assert [fault["path"] for fault in answer["data"]["result"]["faults"]] == [["name"], ["telephone"], ["url"]]


async def test_change_of_the_name_takes_its_old_parts_along(database: Database, campus: SeededCampus) -> None:
    before = await noor(database, campus)

    await change(database, campus, name=f"Nour {before.family_name}")

    after = await noor(database, campus)
    assert (after.name, after.given_name, after.family_name) == (
        f"Nour {before.family_name}",
        None,
        before.family_name,
    )


async def test_change_is_for_oneself_and_programs_that_may(database: Database, campus: SeededCampus) -> None:
    program = Program(campus.people["noor"], frozenset({Scope.CONTACTS}))
    for actor, refusal in ((ANONYMOUS, SignInRequired), (program, ScopeMissing)):
        with pytest.raises(refusal):
            async with database.write() as session:
                await change_card(session, actor=actor, changes={"headline": "x"}, campuses={}, now=NOW)


async def test_narrower_audience_acts_at_once_and_a_wider_one_comes_back(
    execute: Execute, database: Database, campus: SeededCampus
) -> None:
    id_ = f"person_{campus.people['noor'].hex}"
    before = (await execute("ada", NOOR, id=id_))["data"]["node"]

    await change(database, campus, email_audience=Audience.NOBODY, headline="Sand")
    narrowed = (await execute("ada", NOOR, id=id_))["data"]["node"]
    await change(database, campus, email_audience=Audience.MET)

    assert before["email"] == "noor@northgate.example"
    assert narrowed == before | {"email": None, "headline": "Sand"}
    assert (await execute("ada", NOOR, id=id_))["data"]["node"] == before | {"headline": "Sand"}


async def test_change_through_graphql_leaves_out_what_is_left_out(execute: Execute) -> None:
    given = {"headline": "Sand", "headlineAudience": "MET", "languages": ["ar"], "links": None, "sharesForMonths": 12}

    first = await execute("noor", CARD, input=given)
    second = await execute("noor", CARD, input={"sharesForMonths": None})

    result = first["data"]["result"]
    assert result["person"]["languages"] == ["ar"]
    assert (result["person"]["headline"], result["person"]["links"]) == ("Sand", [])
    assert result["card"] == {"headlineAudience": "MET", "sharesForMonths": 12}
    assert second["data"]["result"] == result | {"card": {"headlineAudience": "MET", "sharesForMonths": None}}
