"""A person answers who scanned them: yes or no, once; saves them back; gives back what they had taken."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from conftest import NOW
from hall import Hall

from server.actor import ANONYMOUS, Member, Program, Scope
from server.badges.confirm import confirm_save, decline_save
from server.badges.errors import NotSavable
from server.badges.give_back import give_back
from server.badges.record import EncounterWriter
from server.badges.save_back import save_back_by_hand
from server.contacts.models import ContactState
from server.contacts.withdraw import Everybody, OneContact, withdraw
from server.db import Database
from server.errors import NotFound, Refusal, ScopeMissing, SignInRequired
from server.keys import new_key
from server.people.models import Audience
from server.people.policies import granted_names

LATER = NOW + timedelta(hours=1)
Verb = Callable[..., Awaitable[Any]]


async def do(hall: Hall, key: str, verb: Verb, **facts: Any) -> Any:
    async with hall.database.write() as session:
        return await verb(session, **({"actor": Member(hall.person(key)), "now": LATER} | facts))


async def asked(hall: Hall, **card: Any) -> UUID:
    """Ben scanned Dana, who decides on each scan. His contact of her."""
    await hall.card("dana", **({"saved_by": "CONFIRM"} | card))
    contact: UUID = (await hall.scan("ben", "dana")).contact_id
    return contact


async def test_confirm_grants_and_saves_back(hall: Hall) -> None:
    contact = await asked(hall, email_audience=Audience.MET, telephone_audience=Audience.NOBODY)

    await do(hall, "dana", confirm_save, contact_id=contact)

    ben, dana = await hall.contact("ben", "dana"), await hall.contact("dana", "ben")
    assert (ben.state, ben.mutual, dana.state, dana.mutual) == (ContactState.ACTIVE, True, ContactState.ACTIVE, True)
    assert {"name", "email"} <= set(granted_names(ben.granted))
    assert "telephone" not in granted_names(ben.granted)
    assert "name" in granted_names(dana.granted)


async def test_confirm_without_saving_back_grants_what_members_see(hall: Hall) -> None:
    contact = await asked(hall, saves_back=False, email_audience=Audience.MET)

    await do(hall, "dana", confirm_save, contact_id=contact)

    ben = await hall.contact("ben", "dana")
    assert (ben.state, ben.mutual) == (ContactState.ACTIVE, False)
    assert "email" not in granted_names(ben.granted)
    assert await hall.contact("dana", "ben") is None


async def test_confirm_twice_grants_once(hall: Hall) -> None:
    contact = await asked(hall, headline_audience=Audience.NOBODY)
    await do(hall, "dana", confirm_save, contact_id=contact)
    first = await hall.contact("ben", "dana")
    await hall.card("dana", headline_audience=Audience.EVERYONE)

    await do(hall, "dana", confirm_save, contact_id=contact)

    assert await hall.contact("ben", "dana") == first


async def test_decline_is_final_for_that_request(hall: Hall) -> None:
    contact = await asked(hall)

    await do(hall, "dana", decline_save, contact_id=contact)
    declined = await hall.contact("ben", "dana")
    await do(hall, "dana", confirm_save, contact_id=contact)
    await do(hall, "dana", decline_save, contact_id=contact, now=LATER + timedelta(days=1))

    assert (declined.state, declined.withdrawn_at, declined.granted) == (ContactState.ACTIVE, LATER, 0)
    assert await hall.contact("ben", "dana") == declined


async def test_confirm_after_a_withdrawal_clears_it(hall: Hall) -> None:
    contact = (await hall.scan("ben", "dana")).contact_id
    await do(hall, "dana", withdraw, from_whom=OneContact(contact), now=NOW - timedelta(minutes=1))
    await hall.scan("ben", "dana")
    waiting = (await hall.contact("ben", "dana")).state

    await do(hall, "dana", confirm_save, contact_id=contact)

    after = await hall.contact("ben", "dana")
    assert waiting is ContactState.PENDING
    assert (after.state, after.withdrawn_at, after.mutual) == (ContactState.ACTIVE, None, True)


async def test_give_back_one_to_what_was_granted(hall: Hall) -> None:
    contact = (await hall.scan("ben", "dana")).contact_id
    before = await hall.contact("ben", "dana"), await hall.contact("dana", "ben")
    await do(hall, "dana", withdraw, from_whom=OneContact(contact))

    given = [await do(hall, "dana", give_back, contact_id=contact) for _ in range(2)]

    assert given == [1, 0]
    assert (await hall.contact("ben", "dana"), await hall.contact("dana", "ben")) == before


async def test_give_back_what_was_withdrawn_at_one_moment(hall: Hall) -> None:
    contacts = [(await hall.scan(key, "dana")).contact_id for key in ("ben", "chen", "eli")]
    await do(hall, "dana", withdraw, from_whom=OneContact(contacts[2]), now=NOW)
    await do(hall, "dana", withdraw, from_whom=Everybody())

    given = await do(hall, "dana", give_back, withdrawn_at=LATER)

    assert given >= 2
    assert (await hall.contact("ben", "dana")).withdrawn_at is None
    assert (await hall.contact("chen", "dana")).mutual is True
    assert (await hall.contact("eli", "dana")).withdrawn_at == NOW


async def test_give_back_after_a_no_grants_what_the_card_says_now(hall: Hall) -> None:
    contact = await asked(hall)
    await do(hall, "dana", decline_save, contact_id=contact)

    await do(hall, "dana", give_back, contact_id=contact)

    ben = await hall.contact("ben", "dana")
    assert (ben.state, ben.withdrawn_at) == (ContactState.ACTIVE, None)
    assert "name" in granted_names(ben.granted)


async def test_give_back_what_has_ended_begins_anew(hall: Hall) -> None:
    await hall.card("dana", shares_for_months=12)
    contact = (await hall.scan("ben", "dana")).contact_id
    ended = (await hall.contact("ben", "dana")).expires_at
    await do(hall, "dana", withdraw, from_whom=OneContact(contact), now=ended)

    await do(hall, "dana", give_back, contact_id=contact, now=ended)

    assert (await hall.contact("ben", "dana")).expires_at == ended + timedelta(days=365)


async def test_save_back_by_hand_makes_it_mutual(hall: Hall) -> None:
    await hall.card("dana", saves_back=False, email_audience=Audience.MET)
    await hall.card("ben", country_audience=Audience.MET)
    contact = (await hall.scan("ben", "dana")).contact_id

    made = [await do(hall, "dana", save_back_by_hand, contact_id=contact) for _ in range(2)]

    ben, dana = await hall.contact("ben", "dana"), await hall.contact("dana", "ben")
    assert made == [dana.id, dana.id]
    assert (ben.mutual, dana.mutual) == (True, True)
    assert "email" in granted_names(ben.granted)
    assert "country" in granted_names(dana.granted)


async def test_save_back_by_hand_asks_who_wants_to_be_asked(hall: Hall) -> None:
    await hall.card("dana", saves_back=False)
    await hall.card("ben", saved_by="CONFIRM")
    contact = (await hall.scan("ben", "dana")).contact_id

    await do(hall, "dana", save_back_by_hand, contact_id=contact)

    dana = await hall.contact("dana", "ben")
    assert (dana.state, dana.mutual, dana.granted) == (ContactState.PENDING, False, 0)


async def test_save_back_by_hand_of_who_lets_nobody_is_refused(hall: Hall) -> None:
    await hall.card("dana", saves_back=False)
    await hall.card("ben", saved_by="NOBODY")
    contact = (await hall.scan("ben", "dana")).contact_id

    with pytest.raises(NotSavable):
        await do(hall, "dana", save_back_by_hand, contact_id=contact)

    assert await hall.contact("dana", "ben") is None


@pytest.mark.parametrize("verb", [confirm_save, decline_save, give_back, save_back_by_hand], ids=lambda v: v.__name__)
async def test_answer_is_for_the_scanned_person_alone(hall: Hall, verb: Verb) -> None:
    contact = await asked(hall)
    before = await hall.contact("ben", "dana")
    for key, id_ in (("ben", contact), ("chen", contact), ("dana", new_key())):
        with pytest.raises(NotFound):
            await do(hall, key, verb, contact_id=id_)
    with pytest.raises(SignInRequired):
        await do(hall, "dana", verb, contact_id=contact, actor=ANONYMOUS)
    with pytest.raises(ScopeMissing):
        program = Program(hall.person("dana"), frozenset({Scope.CONTACTS, Scope.SCAN}))
        await do(hall, "dana", verb, contact_id=contact, actor=program)

    assert await hall.contact("ben", "dana") == before


async def test_confirm_against_decline_and_scans_at_once(hall: Hall, database_url: str) -> None:
    """Whichever comes first is the answer; scans through another process neither lose nor undo it."""
    other = Database.open(database_url)
    writer = EncounterWriter(other)
    elsewhere = Hall(other, hall.campus, writer, hall.codes)
    try:
        for owner in ("ben", "chen", "eli", "fay", "gus", "sofia"):
            await hall.card("dana", saved_by="CONFIRM")
            contact = (await hall.scan(owner, "dana", scanned_at=NOW - timedelta(minutes=1))).contact_id
            answers = await asyncio.gather(
                do(hall, "dana", confirm_save, contact_id=contact),
                do(elsewhere, "dana", decline_save, contact_id=contact),
                *(elsewhere.scan(owner, "dana") for _ in range(3)),
                *(hall.scan("dana", owner) for _ in range(2)),
                return_exceptions=True,
            )

            assert not [a for a in answers if isinstance(a, BaseException) and not isinstance(a, Refusal)]
            ours, theirs = await hall.contact(owner, "dana"), await hall.contact("dana", owner)
            opened = ours.state is ContactState.ACTIVE and ours.withdrawn_at is None
            assert ours.state is ContactState.ACTIVE, "the question was answered"
            assert (ours.mutual, theirs.mutual) == (opened, opened)
            assert (ours.granted != 0) == opened
    finally:
        await writer.close()
        await other.close()
