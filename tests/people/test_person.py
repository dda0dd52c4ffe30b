"""Who sees what of a person. Every field holds something distinctive, and each answer is searched for all of it."""

from typing import Any

import orjson
import pytest
from conftest import NOW, Execute
from sqlalchemy import insert, update

from schema import schema
from server.actor import Member
from server.contacts.models import Contact, ContactState
from server.db import Database
from server.keys import derived_key, new_key
from server.people.block import block_person, unblock_person
from server.people.models import Affiliation, Audience, Card, Person
from server.people.policies import ALL_GRANTS, AUDIENCE_OF
from server.seed import SeededCampus

CANARIES: dict[str, Any] = {
    "name": "Wilhelmina Canary-Name",
    "given_name": "Canary-Given",
    "family_name": "Canary-Family",
    "pronouns": "canary/pronouns",
    "headline": "Canary headline",
    "email": "canary@mail.example",
    "telephone": "+99 000 424242",
    "affiliation": Affiliation.GUEST,
    "programme": "Canary programme",
    "graduation_year": 2987,
    "works_for": "Canary & Sons",
    "job_title": "Canary breeder",
    "country": "ZQ",
    "url": "https://canary.example",
    "links": "https://links.canary.test/one",
    "languages": "tlh",
    "interests": "Canary interest",
    "ask_me_about": "Canary matters",
    "open_to": "MENTORING",
    "photo": "ca0a51e0" * 4,
    "resume": "ca0a51e1" * 4,
    "campus_id": derived_key("campus", "toronto"),
}
"""What the person of these tests holds, by column."""

PERSON = """
query ($id: ID!) {
  node(id: $id) {
    __typename
    id
    ... on Person {
      name givenName familyName pronouns headline email telephone affiliation programme graduationYear
      worksFor jobTitle country url links languages interests askMeAbout openTo photo resume campus { slug }
    }
  }
}
"""
SHARES = sorted({audience.removesuffix("_audience") for audience in AUDIENCE_OF.values()})


async def share(database: Database, campus: SeededCampus, /, **audiences: Audience) -> str:
    """Makes Noor the person of these tests, who shares only `audiences`, and granted her contacts everything; returns
    her global id."""
    noor = campus.people["noor"]
    nothing = dict.fromkeys(AUDIENCE_OF.values(), Audience.NOBODY)
    asked = {f"{field}_audience": audience for field, audience in audiences.items()}
    async with database.write() as session:
        await session.execute(update(Person).where(Person.id == noor).values(CANARIES))
        await session.execute(update(Card).where(Card.person_id == noor).values(nothing | asked))
        await session.execute(update(Contact).where(Contact.person_id == noor).values(granted=ALL_GRANTS))
    return f"person_{noor.hex}"


def fields_of(*shares: str) -> set[str]:
    """The columns that these parts of a card hold."""
    return {field for field, audience in AUDIENCE_OF.items() if audience.removesuffix("_audience") in shares}


def leaked(answer: dict[str, Any]) -> set[str]:
    """The columns whose content is anywhere in the octets of an answer."""
    octets = orjson.dumps(answer)
    assert b"ca0a51e" not in octets  # keys of files are nobody's
    written = CANARIES | {"campus_id": "toronto", "photo": "/photo.jpg", "resume": "/resume.pdf"}
    return {field for field, content in written.items() if orjson.dumps(content).strip(b'"') in octets}


STRANGER, MEMBER, MET, SELF = None, "bruno", "ada", "noor"
"""How close they are to Noor, by fixtures/campus/meetings.yaml."""


@pytest.mark.parametrize(
    ("audience", "seen_by"),
    [
        (Audience.EVERYONE, [STRANGER, MEMBER, MET]),
        (Audience.MEMBERS, [MEMBER, MET]),
        (Audience.MET, [MET]),
        (Audience.NOBODY, []),
    ],
)
async def test_person_shows_each_field_to_its_audience_only(
    execute: Execute, database: Database, campus: SeededCampus, audience: Audience, seen_by: list[str | None]
) -> None:
    for part in SHARES:
        # The name is shared with everyone, so that there is somebody to look at.
        named = set() if part == "name" else fields_of("name")
        id_ = await share(database, campus, **({"name": Audience.EVERYONE} | {part: audience}))

        for viewer in (STRANGER, MEMBER, MET):
            answer = await execute(viewer, PERSON, id=id_)

            assert leaked(answer) == named | (fields_of(part) if viewer in seen_by else set()), (part, viewer)


async def test_person_sees_all_of_themselves(execute: Execute, database: Database, campus: SeededCampus) -> None:
    id_ = await share(database, campus)

    by_id = await execute(SELF, PERSON, id=id_)
    as_viewer = await execute(SELF, "{ viewer { person " + _selection() + " } }")

    assert leaked(by_id) == leaked(as_viewer) == set(CANARIES)
    assert by_id["data"]["node"]["graduationYear"] == 2987
    assert by_id["data"]["node"]["affiliation"] == "GUEST"


async def test_person_who_shares_nothing_is_absent_for_all_but_contacts(
    execute: Execute, database: Database, campus: SeededCampus
) -> None:
    id_ = await share(database, campus)

    assert await execute(STRANGER, PERSON, id=id_) == {"data": {"node": None}}
    assert await execute(MEMBER, PERSON, id=id_) == {"data": {"node": None}}
    met = await execute(MET, PERSON, id=id_)
    assert met["data"]["node"]["id"] == id_
    assert leaked(met) == set()


async def test_recruiter_sees_no_more_of_somebody_they_have_not_met(
    execute: Execute, database: Database, campus: SeededCampus
) -> None:
    """What employers are granted is granted by a scan, not by being an employer's."""
    id_ = await share(database, campus, name=Audience.EVERYONE, email=Audience.MET, telephone=Audience.NOBODY)

    assert leaked(await execute("dana", PERSON, id=id_)) == fields_of("name")


async def test_person_looks_the_same_absent_and_forbidden(
    execute: Execute, database: Database, campus: SeededCampus
) -> None:
    forbidden = await execute(MEMBER, PERSON, id=await share(database, campus))
    absent = await execute(MEMBER, PERSON, id=f"person_{new_key().hex}")

    assert orjson.dumps(forbidden) == orjson.dumps(absent)


async def test_person_saved_one_sidedly_shows_what_members_see(
    execute: Execute, database: Database, campus: SeededCampus
) -> None:
    id_ = await share(database, campus, name=Audience.MEMBERS, email=Audience.MET, headline=Audience.EVERYONE)
    await save(database, campus, owner="bruno", person="noor", mutual=False)

    answer = await execute("bruno", PERSON, id=id_)

    assert leaked(answer) == fields_of("name", "headline")


async def test_person_is_no_closer_through_a_contact_of_their_own(
    execute: Execute, database: Database, campus: SeededCampus
) -> None:
    """Noor has saved Bruno; that lets Bruno see no more of her."""
    id_ = await share(database, campus, name=Audience.MEMBERS, email=Audience.MET)
    await save(database, campus, owner="noor", person="bruno", mutual=False)

    answer = await execute("bruno", PERSON, id=id_)

    assert leaked(answer) == fields_of("name")


async def test_person_who_blocked_the_viewer_shows_what_strangers_see(
    execute: Execute, database: Database, campus: SeededCampus
) -> None:
    id_ = await share(
        database, campus, name=Audience.MEMBERS, email=Audience.MET, headline=Audience.EVERYONE, url=Audience.MEMBERS
    )
    before = await execute(MET, PERSON, id=id_)
    async with database.write() as session:
        noor = Member(campus.people["noor"])
        await block_person(session, actor=noor, person_id=campus.people["ada"], now=NOW)

    blocked = await execute(MET, PERSON, id=id_)

    assert leaked(before) == fields_of("name", "email", "headline", "url")
    assert leaked(blocked) == fields_of("headline")

    async with database.write() as session:
        await unblock_person(session, actor=noor, person_id=campus.people["ada"])
    assert await execute(MET, PERSON, id=id_) == before


async def test_person_blocked_by_the_viewer_shows_as_much_as_before(
    execute: Execute, database: Database, campus: SeededCampus
) -> None:
    id_ = await share(database, campus, name=Audience.MEMBERS, email=Audience.MET)
    async with database.write() as session:
        await block_person(session, actor=Member(campus.people["ada"]), person_id=campus.people["noor"], now=NOW)

    assert leaked(await execute(MET, PERSON, id=id_)) == fields_of("name", "email")


async def test_person_takes_one_statement_and_another_for_the_campus(
    execute: Execute, campus: SeededCampus, statements: list[str]
) -> None:
    id_ = f"person_{campus.people['ada'].hex}"
    for viewer, expected in ((STRANGER, 1), (MEMBER, 2), (MET, 2), (SELF, 2)):
        statements.clear()

        await execute(viewer, PERSON, id=id_)

        assert len(statements) == expected, viewer


async def test_viewer_is_nobody_without_sign_in(execute: Execute, statements: list[str]) -> None:
    statements.clear()

    assert await execute(None, "{ viewer { person { name } } }") == {"data": {"viewer": None}}
    assert statements == []


async def test_viewer_takes_one_statement_for_the_person(execute: Execute, statements: list[str]) -> None:
    statements.clear()

    answer = await execute("hana", "{ viewer { person { name email } } }")

    assert answer["data"]["viewer"]["person"] == {"name": "黒田 花 Hana Kuroda", "email": "hana@northgate.example"}
    assert len(statements) == 1


def test_person_has_no_field_without_an_audience() -> None:
    type_: Any = schema._schema.type_map["Person"]

    assert {_snake(field) for field in type_.fields} == set(AUDIENCE_OF) - {"campus_id"} | {"campus", "id"}


@pytest.mark.parametrize("id_", ["person_", "person_xyz", "person_" + "0" * 31, "nobody_" + "0" * 32])
async def test_person_by_an_id_that_is_none_is_absent(execute: Execute, id_: str) -> None:
    assert await execute("ada", PERSON, id=id_) == {"data": {"node": None}}


async def save(database: Database, campus: SeededCampus, *, owner: str, person: str, mutual: bool) -> None:
    contact = {
        "id": derived_key("contact", owner, person),
        "owner_id": campus.people[owner],
        "person_id": campus.people[person],
        "state": ContactState.ACTIVE,
        "mutual": mutual,
        "granted": ALL_GRANTS,
        "first_met_at": NOW,
        "last_met_at": NOW,
        "created_at": NOW,
    }
    async with database.write() as session:
        await session.execute(insert(Contact).values(contact))


def _selection() -> str:
    return PERSON[PERSON.index("... on Person") + len("... on Person") :].removesuffix("  }\n}\n")


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name)
