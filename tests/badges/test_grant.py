"""A scan grants what the card says at that moment, and a contact shows no more than that, however the card changes."""

from datetime import timedelta
from typing import Any

import pytest
from conftest import NOW
from hall import Hall
from sqlalchemy import insert, update

from server.actor import Member
from server.contacts import queries
from server.contacts.models import Contact, ContactState
from server.contacts.person import person
from server.people.models import Audience, EmployerChoice, SavePolicy
from server.people.policies import granted_names


async def seen(hall: Hall, owner: str, key: str) -> Any:
    actor = Member(hall.person(owner))
    contact = await hall.contact(owner, key)
    return await queries.contact(hall.database, actor=actor, id_=contact.id)


async def granted(hall: Hall, owner: str, key: str) -> tuple[str, ...]:
    return granted_names((await hall.contact(owner, key)).granted)


async def withdraw(hall: Hall, owner: str, key: str, **values: Any) -> None:
    theirs = (Contact.owner_id == hall.person(owner)) & (Contact.person_id == hall.person(key))
    async with hall.database.write() as session:
        await session.execute(update(Contact).where(theirs).values(withdrawn_at=NOW, granted=0, **values))


async def test_a_field_that_was_not_granted_stays_hidden_when_the_card_is_opened_later(hall: Hall) -> None:
    await hall.card("ben", telephone_audience=Audience.NOBODY)
    await hall.scan("ada", "ben")

    await hall.card("ben", telephone_audience=Audience.EVERYONE)

    assert "telephone" not in await granted(hall, "ada", "ben")
    assert (await seen(hall, "ada", "ben")).telephone is None


async def test_the_next_scan_grants_what_the_card_says_then(hall: Hall) -> None:
    await hall.card("ben", telephone_audience=Audience.NOBODY)
    await hall.scan("ada", "ben")
    await hall.card("ben", telephone_audience=Audience.MET)

    await hall.scan("ada", "ben")

    assert (await seen(hall, "ada", "ben")).telephone == "+1 617 555 0177"


async def test_a_card_that_is_closed_hides_what_was_granted(hall: Hall) -> None:
    await hall.scan("ada", "ben")
    assert (await seen(hall, "ada", "ben")).email == "ben@northgate.example"

    await hall.card("ben", email_audience=Audience.NOBODY)

    assert (await seen(hall, "ada", "ben")).email is None


async def test_an_employers_people_get_no_address_unless_it_was_chosen(hall: Hall) -> None:
    await hall.scan("dana", "ben")

    contact = await hall.contact("dana", "ben")
    assert contact.mutual is True
    assert contact.employer_id == hall.campus.organizations["halden-robotics"]
    assert "email" not in granted_names(contact.granted)
    row = await seen(hall, "dana", "ben")
    assert (row.name, row.email) == ("Bến Nguyễn", None)


@pytest.mark.parametrize("scanner", ["dana", "ben"])
async def test_an_employers_people_get_the_address_where_it_was_chosen_for_the_event(hall: Hall, scanner: str) -> None:
    fair = hall.campus.events["fair"]
    choice = {"person_id": hall.person("ben"), "event_id": fair, "fields": "email", "updated_at": NOW}
    async with hall.database.write() as session:
        await session.execute(insert(EmployerChoice).values(choice))

    await hall.scan(scanner, "ben" if scanner == "dana" else "dana", event_id=fair)

    assert (await seen(hall, "dana", "ben")).email == "ben@northgate.example"
    assert (await seen(hall, "dana", "ben")).telephone is None


async def test_a_choice_for_one_event_goes_before_the_one_for_all(hall: Hall) -> None:
    fair = hall.campus.events["fair"]
    await hall.card("ben", employers_get="email telephone")
    choice = {"person_id": hall.person("ben"), "event_id": fair, "fields": "", "updated_at": NOW}
    async with hall.database.write() as session:
        await session.execute(insert(EmployerChoice).values(choice))

    await hall.scan("dana", "ben", event_id=fair)
    at_the_fair = await granted(hall, "dana", "ben")
    await hall.scan("jonas", "ben")
    elsewhere = await granted(hall, "jonas", "ben")

    assert not {"email", "telephone"} & set(at_the_fair)
    assert {"email", "telephone"} <= set(elsewhere)


async def test_an_employers_people_who_met_nobody_see_no_address_that_members_see(hall: Hall) -> None:
    await hall.card("ben", email_audience=Audience.MEMBERS)

    by_dana = await person(hall.database, actor=Member(hall.person("dana")), id_=hall.person("ben"))
    by_fay = await person(hall.database, actor=Member(hall.person("fay")), id_=hall.person("ben"))

    assert by_dana is not None
    assert by_fay is not None
    assert (by_dana.name, by_dana.email) == ("Bến Nguyễn", None)
    assert by_fay.email == "ben@northgate.example"


async def test_a_scan_after_a_withdrawal_asks_whatever_the_card_says(hall: Hall) -> None:
    await hall.scan("ada", "ben", scanned_at=NOW - timedelta(minutes=5))
    await withdraw(hall, "ada", "ben")

    answer = await hall.scan("ada", "ben", scanned_at=NOW + timedelta(seconds=1), now=NOW + timedelta(seconds=2))

    assert (await hall.contact("ada", "ben")).state is ContactState.PENDING
    assert (answer.state, answer.name, answer.email) == (ContactState.PENDING, None, None)
    assert await granted(hall, "ada", "ben") == ()


async def test_a_scan_from_before_a_withdrawal_gives_nothing_back(hall: Hall) -> None:
    await hall.scan("ada", "ben", scanned_at=NOW - timedelta(minutes=5))
    await withdraw(hall, "ada", "ben")

    answer = await hall.scan("ada", "ben", scanned_at=NOW - timedelta(minutes=1))

    assert (answer.state, answer.name) == (ContactState.WITHDRAWN, None)
    assert await granted(hall, "ada", "ben") == ()
    (_, latest) = await hall.encounters("ada", "ben")
    assert latest.granted == ""


async def test_a_withdrawn_person_shows_the_other_nothing_anywhere(hall: Hall) -> None:
    await hall.card("ben", name_audience=Audience.EVERYONE)
    await hall.scan("ada", "ben")
    await withdraw(hall, "ada", "ben")

    found = await person(hall.database, actor=Member(hall.person("ada")), id_=hall.person("ben"))
    row = await seen(hall, "ada", "ben")

    assert found is not None
    assert [value for value in tuple(found)[1:] if value is not None] == []
    assert (row.state, row.name, row.headline) == (ContactState.WITHDRAWN, None, None)


async def test_a_grant_lasts_as_long_as_the_card_says(hall: Hall) -> None:
    await hall.card("ben", shares_for_months=12)

    await hall.scan("ada", "ben")

    assert (await hall.contact("ada", "ben")).expires_at == NOW + timedelta(days=365)
    assert (await hall.contact("ben", "ada")).expires_at is None


async def test_a_scan_by_which_nothing_is_granted_yet_grants_nothing_in_the_encounter(hall: Hall) -> None:
    await hall.card("ben", saved_by=SavePolicy.CONFIRM)

    await hall.scan("ada", "ben")

    (encounter,) = await hall.encounters("ada", "ben")
    assert encounter.granted == ""
    assert await granted(hall, "ada", "ben") == ()
