"""An address book shows what its people share with its owner at this moment, and to nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from conftest import NOW
from hall import Hall
from sqlalchemy import insert, select, update

from server.actor import ANONYMOUS, Actor, Member
from server.contacts import queries
from server.contacts.living import NO_NAME, called
from server.contacts.models import Contact, ContactState
from server.errors import InvalidInput
from server.keys import new_key
from server.paging import write_cursor
from server.people.models import Affiliation, Audience, Card, Person, SavePolicy
from server.people.policies import ALL_GRANTS, AUDIENCE_OF


def member(hall: Hall, key: str) -> Member:
    return Member(hall.person(key))


async def listed(hall: Hall, actor: Actor, **arguments: Any) -> list[Any]:
    return list((await queries.contacts(hall.database, actor=actor, first=100, **arguments)).rows)


async def seen(hall: Hall, owner: str, person: str) -> Any:
    rows = await listed(hall, member(hall, owner))
    return next(row for row in rows if row.person_id == hall.person(person))


async def hide(hall: Hall, key: str, audience: Audience = Audience.NOBODY) -> None:
    await hall.card(key, **dict.fromkeys(AUDIENCE_OF.values(), audience))


def fields(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in AUDIENCE_OF}


async def test_contacts_are_the_owners_alone_and_last_met_first(hall: Hall) -> None:
    await hall.scan("ada", "ben", scanned_at=NOW - timedelta(minutes=2))
    await hall.scan("ada", "dana", scanned_at=NOW - timedelta(minutes=1))

    rows = await listed(hall, member(hall, "ada"))

    assert [row.name for row in rows[:2]] == ["Dana Lindqvist", "Bến Nguyễn"]
    stored = await hall.database.rows(select(Contact.id).where(Contact.owner_id == hall.person("ada")))
    assert sorted(row.contact_id for row in rows) == sorted(row.id for row in stored)
    assert await listed(hall, ANONYMOUS) == []


async def test_contact_shows_what_the_card_shares_with_people_met(hall: Hall) -> None:
    await hide(hall, "ben", Audience.MET)

    await hall.scan("ada", "ben")

    row = await seen(hall, "ada", "ben")
    assert row.mutual is True
    assert row.email == "ben@northgate.example"
    assert all(fields(row)[name] for name in ("name", "telephone", "programme", "country", "url", "headline"))


async def test_contact_that_is_not_mutual_shows_no_more_than_members_see(hall: Hall) -> None:
    await hide(hall, "yuki", Audience.MET)
    await hall.card("yuki", name_audience=Audience.MEMBERS)

    await hall.scan("ben", "yuki")

    row = await seen(hall, "ben", "yuki")
    assert {name for name, value in fields(row).items() if value is not None} == {"name", "given_name", "family_name"}


async def test_contact_of_somebody_who_shares_nothing_is_empty_but_for_ones_own_words(hall: Hall) -> None:
    await hall.scan("ada", "ben", note="Anodes.")
    await hide(hall, "ben")

    row = await seen(hall, "ada", "ben")

    assert fields(row) == dict.fromkeys(AUDIENCE_OF)
    assert called(row) == NO_NAME
    (encounter,) = (await queries.encounters_with(hall.database, actor=member(hall, "ada"), people=[row.person_id]))[
        row.person_id
    ]
    assert encounter.note == "Anodes."
    assert fields(encounter) == dict.fromkeys(AUDIENCE_OF)


@pytest.mark.parametrize("field", AUDIENCE_OF)
async def test_contact_loses_a_field_when_its_person_withdraws_it(hall: Hall, field: str) -> None:
    async with hall.database.write() as session:
        values = {"works_for": "Nacht Laboratory", "job_title": "Assistant", "graduation_year": 2026}
        values |= {"photo": "a" * 32, "resume": "b" * 32}
        await session.execute(update(Person).where(Person.id == hall.person("ben")).values(**values))
    await hide(hall, "ben", Audience.EVERYONE)
    answer = await hall.scan("ada", "ben")
    before = await seen(hall, "ada", "ben")
    await hall.card("ben", **{AUDIENCE_OF[field]: Audience.NOBODY})

    rows = [
        await seen(hall, "ada", "ben"),
        await queries.contact(hall.database, actor=member(hall, "ada"), id_=answer.contact_id),
        await queries.encounter(hall.database, actor=member(hall, "ada"), id_=answer.encounter_id),
        (await queries.encounters(hall.database, actor=member(hall, "ada"), first=1)).rows[0],
        (await hall.send("ada", hall.sees("ben")))[0],
    ]

    assert getattr(before, field) is not None
    assert getattr(answer, field) is not None
    assert [getattr(row, field) for row in rows] == [None] * len(rows)


async def test_contact_of_somebody_who_blocked_the_owner_shows_what_strangers_see(hall: Hall) -> None:
    await hide(hall, "ben", Audience.MET)
    await hall.card("ben", headline_audience=Audience.EVERYONE, name_audience=Audience.MEMBERS)
    await hall.scan("ada", "ben")
    await hall.block("ben", "ada")

    row = await seen(hall, "ada", "ben")

    assert {name for name, value in fields(row).items() if value is not None} == {"headline"}


async def test_contact_that_waits_for_a_yes_shows_nothing(hall: Hall) -> None:
    await hide(hall, "meiling-tan", Audience.EVERYONE)

    await hall.scan("ada", "meiling-tan")

    row = await seen(hall, "ada", "meiling-tan")
    assert row.state is ContactState.PENDING
    assert fields(row) == dict.fromkeys(AUDIENCE_OF)


async def test_contact_is_called_by_the_owners_own_name_first(hall: Hall) -> None:
    answer = await hall.scan("ada", "ben")
    async with hall.database.write() as session:
        await session.execute(update(Contact).where(Contact.id == answer.contact_id).values(name="Ben from the lab"))

    await hall.scan("ada", "ben")

    assert called(await seen(hall, "ada", "ben")) == "Ben from the lab"
    assert called(await seen(hall, "ben", "ada")) == "Ada Okafor"


async def test_contact_is_absent_for_everybody_but_its_owner(hall: Hall) -> None:
    answer = await hall.scan("ada", "ben")

    for actor in (member(hall, "ben"), member(hall, "dana"), ANONYMOUS):
        assert await queries.contact(hall.database, actor=actor, id_=answer.contact_id) is None


async def test_encounter_is_for_the_two_and_its_note_for_who_wrote_it(hall: Hall) -> None:
    answer = await hall.scan("ada", "ben", note="Anodes.")

    mine = await queries.encounter(hall.database, actor=member(hall, "ada"), id_=answer.encounter_id)
    theirs = await queries.encounter(hall.database, actor=member(hall, "ben"), id_=answer.encounter_id)

    assert mine is not None
    assert theirs is not None
    assert (mine.outgoing, mine.note, mine.name) == (True, "Anodes.", "Bến Nguyễn")
    assert (bool(theirs.outgoing), theirs.note, theirs.name) == (False, None, "Ada Okafor")
    assert theirs.contact_id == (await hall.contact("ben", "ada")).id
    for actor in (member(hall, "dana"), ANONYMOUS):
        assert await queries.encounter(hall.database, actor=actor, id_=answer.encounter_id) is None


async def test_encounter_with_a_scanner_who_is_no_contact_shows_what_members_see(hall: Hall) -> None:
    answer = await hall.scan("hana", "ben")
    await hall.card("hana", headline_audience=Audience.MEMBERS)

    theirs = await queries.encounter(hall.database, actor=member(hall, "ben"), id_=answer.encounter_id)

    assert theirs is not None
    assert theirs.contact_id is None
    assert {name for name, value in fields(theirs).items() if value is not None} == {"headline"}


async def test_encounters_with_people_hold_both_ways_newest_first_and_nobody_elses(hall: Hall) -> None:
    await hall.scan("ada", "ben", note="Mine.", scanned_at=NOW - timedelta(minutes=3))
    await hall.scan("ben", "ada", note="Theirs.", scanned_at=NOW - timedelta(minutes=2))
    await hall.scan("dana", "ben", note="Of others.")
    people = [hall.person("ben"), hall.person("gus")]

    found = await queries.encounters_with(hall.database, actor=member(hall, "ada"), people=people)

    assert [(bool(row.outgoing), row.note) for row in found[people[0]]] == [(False, None), (True, "Mine.")]
    assert found[people[1]] == []
    assert await queries.encounters_with(hall.database, actor=ANONYMOUS, people=people) == {key: [] for key in people}


async def test_encounters_are_the_scans_that_one_made(hall: Hall) -> None:
    before = (await queries.encounters(hall.database, actor=member(hall, "ada"), first=100)).rows
    await hall.scan("ben", "ada")
    mine = await hall.scan("ada", "ben")

    rows = (await queries.encounters(hall.database, actor=member(hall, "ada"), first=100)).rows

    assert [row.encounter_id for row in rows] == [mine.encounter_id, *(row.encounter_id for row in before)]
    assert (await queries.encounters(hall.database, actor=ANONYMOUS, first=5)).rows == []


async def crowd(hall: Hall, size: int) -> None:
    """Ada has met `size` more people, several at the same moment."""
    people = [
        {
            "id": new_key(),
            "name": f"Person {n:03}",
            "affiliation": Affiliation.STUDENT,
            "created_at": NOW,
            "updated_at": NOW,
        }
        for n in range(size)
    ]
    cards = [{"person_id": person["id"], "saved_by": SavePolicy.EVERYONE, "updated_at": NOW} for person in people]
    contacts = [
        {
            "id": new_key(),
            "owner_id": hall.person("ada"),
            "person_id": person["id"],
            "granted": ALL_GRANTS,
            "first_met_at": NOW,
            "last_met_at": NOW - timedelta(hours=n // 3),
            "created_at": NOW,
        }
        for n, person in enumerate(people)
    ]
    async with hall.database.write() as session:
        await session.execute(insert(Person), people)
        await session.execute(insert(Card), cards)
        await session.execute(insert(Contact), contacts)


async def test_contacts_piece_by_piece_are_all_of_them_once(hall: Hall) -> None:
    await crowd(hall, 40)
    whole = await listed(hall, member(hall, "ada"))

    pieces: list[Any] = []
    after = None
    while True:
        piece = await queries.contacts(hall.database, actor=member(hall, "ada"), first=7, after=after)
        pieces += piece.rows
        if not piece.has_next_page:
            break
        after = write_cursor(piece.rows[-1].last_met_at, piece.rows[-1].contact_id)

    assert [row.contact_id for row in pieces] == [row.contact_id for row in whole]
    assert len(pieces) >= 40


@pytest.mark.parametrize("text", [None, "person"])
async def test_contacts_take_as_many_statements_for_many_as_for_few(
    hall: Hall, statements: list[str], text: str | None
) -> None:
    counts = []
    for size in (3, 60):
        await crowd(hall, size)
        statements.clear()
        await listed(hall, member(hall, "ada"), text=text)
        counts.append(len(statements))

    assert counts == ([1, 1] if text is None else [3, 3])


@pytest.mark.parametrize("first", [0, 101])
async def test_contacts_of_too_few_or_too_many_are_refused(hall: Hall, first: int) -> None:
    with pytest.raises(InvalidInput):
        await queries.contacts(hall.database, actor=member(hall, "ada"), first=first)
