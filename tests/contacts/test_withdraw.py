"""A person takes their card back: from one, from an event, from an employer, from everybody; and it is gone."""

from datetime import timedelta
from typing import Any

import pytest
from conftest import NOW
from hall import Hall
from sqlalchemy import insert, select, update

from server.actor import ANONYMOUS, Actor, Member, Program, Scope
from server.contacts.models import Contact, ContactState
from server.contacts.withdraw import (
    AtEvent,
    Everybody,
    FromWhom,
    OfEmployer,
    OneContact,
    expire_grants,
    withdraw,
)
from server.errors import NotFound, ScopeMissing, SignInRequired
from server.keys import new_key
from server.people.models import Affiliation, Person

LATER = NOW + timedelta(hours=1)


async def taken_back(hall: Hall, key: str | None, from_whom: FromWhom, **facts: Any) -> int:
    actor: Actor = facts.pop("actor", Member(hall.person(key)) if key else ANONYMOUS)
    async with hall.database.write() as session:
        return await withdraw(session, actor=actor, from_whom=from_whom, now=facts.pop("now", LATER))


async def withdrawn(hall: Hall, person: str) -> set[str]:
    """Who has nothing of `person` any more, by the keys of the fixtures."""
    statement = select(Contact.owner_id).where(
        Contact.person_id == hall.person(person), Contact.withdrawn_at.is_not(None)
    )
    keys = {id_: key for key, id_ in hall.campus.people.items()}
    return {keys[row.owner_id] for row in await hall.database.rows(statement)}


async def alone(hall: Hall, person: str) -> None:
    """As if nobody had met `person` so far."""
    async with hall.database.write() as session:
        await session.execute(
            update(Contact).where(Contact.person_id == hall.person(person)).values(person_id=None, name="Before")
        )


async def test_withdraw_from_one(hall: Hall) -> None:
    await hall.scan("ben", "dana")
    await hall.scan("chen", "dana")
    contact = await hall.contact("ben", "dana")

    assert await taken_back(hall, "dana", OneContact(contact.id)) == 1

    after, back = await hall.contact("ben", "dana"), await hall.contact("dana", "ben")
    assert (after.state, after.withdrawn_at, after.mutual, after.granted) == (
        ContactState.ACTIVE,
        LATER,
        False,
        contact.granted,
    )
    assert (back.withdrawn_at, back.mutual) == (None, False)
    assert (await hall.contact("chen", "dana")).mutual is True


async def test_withdraw_a_second_time_changes_nothing(hall: Hall) -> None:
    contact = (await hall.scan("ben", "dana")).contact_id
    await taken_back(hall, "dana", OneContact(contact))

    again = await taken_back(hall, "dana", OneContact(contact), now=LATER + timedelta(days=1))

    assert again == 0
    assert (await hall.contact("ben", "dana")).withdrawn_at == LATER


async def test_withdraw_from_an_event(hall: Hall) -> None:
    fair, panel = hall.campus.events["fair"], hall.campus.events["lab-tours"]
    await hall.scan("ben", "dana", event_id=fair)
    await hall.scan("dana", "chen", event_id=fair)
    await hall.scan("eli", "dana", event_id=panel)
    await hall.scan("fay", "dana")
    before = await withdrawn(hall, "dana")

    assert await taken_back(hall, "dana", AtEvent(fair)) == 2

    assert (before, await withdrawn(hall, "dana")) == (set(), {"ben", "chen"})


async def test_withdraw_from_an_employer(hall: Hall) -> None:
    employer = hall.campus.organizations["halden-robotics"]
    for key in ("jonas", "ben"):
        await hall.scan(key, "dana")

    assert await taken_back(hall, "dana", OfEmployer(employer)) == 1

    assert await withdrawn(hall, "dana") == {"jonas"}


async def test_withdraw_from_everybody_but_those_who_wait(hall: Hall) -> None:
    await alone(hall, "dana")
    for key in ("ben", "chen"):
        await hall.scan(key, "dana")
    await hall.card("dana", saved_by="CONFIRM")
    await hall.scan("eli", "dana")
    await hall.scan("ben", "chen")

    assert await taken_back(hall, "dana", Everybody()) == 2

    assert await withdrawn(hall, "dana") == {"ben", "chen"}
    assert await withdrawn(hall, "chen") == set()
    assert (await hall.contact("eli", "dana")).state is ContactState.PENDING


async def test_withdraw_from_more_than_one_statement_holds(hall: Hall) -> None:
    owner, person = hall.person("ben"), hall.person("dana")
    await alone(hall, "dana")
    async with hall.database.write() as session:
        people = [new_key() for _ in range(1_100)]
        await session.execute(
            insert(Person),
            [
                {"id": id_, "name": "Somebody", "affiliation": Affiliation.GUEST, "created_at": NOW, "updated_at": NOW}
                for id_ in people
            ],
        )
        met = {"first_met_at": NOW, "last_met_at": NOW, "created_at": NOW, "person_id": person, "granted": 1}
        await session.execute(insert(Contact), [{"id": new_key(), "owner_id": id_, **met} for id_ in [*people, owner]])

    assert await taken_back(hall, "dana", Everybody()) == 1_101


async def test_withdraw_what_is_another_s_is_as_if_it_were_not_there(hall: Hall) -> None:
    contact = (await hall.scan("ben", "dana")).contact_id

    for from_whom in (OneContact(contact), OneContact(new_key())):
        with pytest.raises(NotFound):
            await taken_back(hall, "ben", from_whom)

    assert (await hall.contact("ben", "dana")).withdrawn_at is None


async def test_withdraw_needs_its_person(hall: Hall) -> None:
    with pytest.raises(SignInRequired):
        await taken_back(hall, None, Everybody())
    with pytest.raises(ScopeMissing):
        program = Program(hall.person("dana"), frozenset({Scope.CONTACTS, Scope.SCAN}))
        await taken_back(hall, None, Everybody(), actor=program)


async def test_scan_after_a_withdrawal_asks_and_one_from_before_does_not(hall: Hall) -> None:
    contact = (await hall.scan("ben", "dana")).contact_id
    await taken_back(hall, "dana", OneContact(contact), now=NOW)

    await hall.scan("ben", "dana", scanned_at=NOW - timedelta(minutes=5))
    before = (await hall.contact("ben", "dana")).state
    await hall.scan("ben", "dana", scanned_at=NOW + timedelta(minutes=2))
    after = await hall.contact("ben", "dana")

    assert (before, after.state, after.withdrawn_at) == (ContactState.ACTIVE, ContactState.PENDING, NOW)


async def test_expire_grants_withdraws_what_has_ended(hall: Hall) -> None:
    await hall.card("dana", shares_for_months=12)
    await hall.scan("ben", "dana")
    await hall.card("dana", shares_for_months=24)
    await hall.scan("chen", "dana")
    ends = (await hall.contact("ben", "dana")).expires_at

    counts = []
    for moment in (ends - timedelta(seconds=1), ends, ends):
        async with hall.database.write() as session:
            counts.append(await expire_grants(session, now=moment))

    assert counts == [0, 1, 0]
    assert await withdrawn(hall, "dana") == {"ben"}
    assert (await hall.contact("dana", "ben")).mutual is False
