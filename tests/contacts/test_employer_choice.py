"""Employers get of a person what that person chose for them, everywhere or at one event, and nothing else."""

import asyncio
from collections.abc import Collection
from typing import Any

import pytest
from conftest import NOW, Execute
from hall import Hall
from sqlalchemy import update

from server.actor import ANONYMOUS, Actor, Member, Program, Scope
from server.contacts.employer_choice import ForEmployers, choose_for_employers
from server.contacts.withdraw import Everybody, withdraw
from server.db import Database
from server.errors import NotFound, ScopeMissing, SignInRequired
from server.events.models import Event, Publication
from server.people.models import Audience
from server.people.policies import FOR_EMPLOYERS

EMAIL, TELEPHONE = ForEmployers.EMAIL, ForEmployers.TELEPHONE
ADA = "query ($id: ID!) { node(id: $id) { ... on Person { email telephone resume } } }"
SET = """mutation ($input: SetEmployerChoiceInput!) { result: setEmployerChoice(input: $input) {
  __typename ... on SetEmployerChoiceSuccess { fields choices { fields event { slug } } } } }"""
FAIR, MIXER = "fair", "energy-days"
EMAIL_OF_ADA, NUMBER_OF_ADA = "ada@northgate.example", "+1 617 555 0142"


async def choose(hall: Hall, fields: Collection[ForEmployers] | None, event: str | None = None) -> None:
    async with hall.database.write() as session:
        ada = Member(hall.person("ada"))
        event_id = hall.campus.events[event] if event else None
        await choose_for_employers(session, actor=ada, event_id=event_id, fields=fields, now=NOW)


async def meet(hall: Hall, scanner: str, event: str | None) -> None:
    await hall.scan(scanner, "ada", event_id=hall.campus.events[event] if event else None)


@pytest.fixture
def sees(execute: Execute, hall: Hall) -> Any:
    """What somebody sees of Ada's address and number: `await sees("dana")`."""

    async def run(viewer: str) -> set[ForEmployers]:
        node = (await execute(viewer, ADA, id=f"person_{hall.person('ada').hex}"))["data"]["node"]
        assert (node["email"], node["telephone"]) in (
            (email, telephone) for email in (None, EMAIL_OF_ADA) for telephone in (None, NUMBER_OF_ADA)
        )
        return {field for field in ForEmployers if node[field.value] is not None}

    return run


def test_there_is_a_choice_for_all_that_employers_may_be_granted() -> None:
    assert tuple(field.value for field in ForEmployers) == FOR_EMPLOYERS


async def test_employers_get_nothing_unless_it_is_chosen(hall: Hall, sees: Any) -> None:
    await hall.card("ada", email_audience=Audience.MEMBERS)

    await meet(hall, "dana", FAIR)

    assert await sees("dana") == set()
    assert await sees("bruno") == {EMAIL}  # a member who is no employer's


async def test_choice_acts_at_once_on_those_who_have_the_card(hall: Hall, sees: Any) -> None:
    await meet(hall, "dana", FAIR)
    before = await hall.contact("noor", "ada")

    await choose(hall, [EMAIL, TELEPHONE])
    with_both = await sees("dana")
    await choose(hall, [TELEPHONE])
    with_one = await sees("dana")
    await choose(hall, [])

    assert (with_both, with_one, await sees("dana")) == ({EMAIL, TELEPHONE}, {TELEPHONE}, set())
    assert await hall.contact("noor", "ada") == before  # no employer's


async def test_choice_for_an_event_holds_for_those_met_there(hall: Hall, sees: Any) -> None:
    await meet(hall, "dana", FAIR)
    await meet(hall, "sofia", MIXER)

    await choose(hall, [EMAIL], FAIR)

    assert (await sees("dana"), await sees("sofia")) == ({EMAIL}, set())


async def test_choice_for_an_event_comes_before_that_for_all(hall: Hall, sees: Any) -> None:
    await meet(hall, "dana", FAIR)
    await meet(hall, "sofia", None)

    await choose(hall, [EMAIL])
    await choose(hall, [], FAIR)
    apart = (await sees("dana"), await sees("sofia"))
    await choose(hall, None, FAIR)

    assert apart == (set(), {EMAIL})
    assert await sees("dana") == {EMAIL}


async def test_choice_holds_for_who_scans_later(hall: Hall, sees: Any) -> None:
    await choose(hall, [TELEPHONE])
    await choose(hall, [EMAIL], FAIR)

    await meet(hall, "dana", FAIR)
    await meet(hall, "sofia", MIXER)

    assert (await sees("dana"), await sees("sofia")) == ({EMAIL}, {TELEPHONE})


async def test_choice_gives_nothing_to_whom_the_card_is_withdrawn(hall: Hall, sees: Any) -> None:
    await choose(hall, [EMAIL])
    await meet(hall, "dana", FAIR)
    async with hall.database.write() as session:
        await withdraw(session, actor=Member(hall.person("ada")), from_whom=Everybody(), now=NOW)

    await choose(hall, [EMAIL, TELEPHONE])

    assert await sees("dana") == set()
    granted = (await hall.contact("dana", "ada")).granted
    await choose(hall, [])
    assert granted != (await hall.contact("dana", "ada")).granted  # taken away there too, should it come back


async def test_choice_and_scan_at_once_end_as_chosen(hall: Hall, sees: Any) -> None:
    await choose(hall, [EMAIL])
    recruiters = ("dana", "priya", "sofia", "desmond", "charlotte", "margarethe")

    scans = [hall.scan(one, "ada", event_id=hall.campus.events[FAIR]) for one in recruiters]
    await asyncio.gather(*scans[:3], choose(hall, []), *scans[3:])

    assert [await sees(one) for one in recruiters] == [set()] * len(recruiters)


async def test_choice_twice_changes_nothing_more(hall: Hall) -> None:
    await meet(hall, "dana", FAIR)
    await choose(hall, [EMAIL], FAIR)
    before = await hall.contact("dana", "ada")

    await choose(hall, [EMAIL], FAIR)

    assert await hall.contact("dana", "ada") == before


async def test_choice_is_for_events_that_one_can_see(hall: Hall) -> None:
    async with hall.database.write() as session:
        hidden = update(Event).where(Event.id == hall.campus.events[MIXER])
        await session.execute(hidden.values(publication=Publication.DRAFT))

    with pytest.raises(NotFound):
        await choose(hall, [EMAIL], MIXER)


async def test_choice_is_ones_own(hall: Hall, database: Database) -> None:
    ada = hall.person("ada")
    cases: list[tuple[Actor, type[Exception]]] = [
        (ANONYMOUS, SignInRequired),
        (Program(ada, frozenset({Scope.CONTACTS, Scope.SCAN})), ScopeMissing),
    ]
    for actor, refusal in cases:
        with pytest.raises(refusal):
            async with database.write() as session:
                await choose_for_employers(session, actor=actor, event_id=None, fields=[EMAIL], now=NOW)


async def test_choice_through_graphql(execute: Execute, hall: Hall) -> None:
    fair = f"event_{hall.campus.events[FAIR].hex}"

    first = await execute("ada", SET, input={"fields": ["TELEPHONE"]})
    second = await execute("ada", SET, input={"eventId": fair, "fields": ["TELEPHONE", "EMAIL"]})
    third = await execute("ada", SET, input={"eventId": fair})
    nowhere = await execute("ada", SET, input={"eventId": f"event_{hall.person('ada').hex}", "fields": []})

    def at_fair(answer: Any) -> Any:
        choices = answer["data"]["result"]["choices"]
        return next(one["fields"] for one in choices if one["event"]["slug"] == "engineering-career-fair")

    assert first["data"]["result"]["fields"] == ["TELEPHONE"]
    assert [at_fair(answer) for answer in (first, second, third)] == [None, ["EMAIL", "TELEPHONE"], None]
    assert nowhere["data"]["result"] == {"__typename": "NotFound"}


async def test_choices_are_shown_to_their_person_only(execute: Execute, hall: Hall) -> None:
    await choose(hall, [EMAIL], FAIR)
    document = "{ viewer { employersGet employerChoices { fields event { slug } } } }"

    chosen = {viewer: (await execute(viewer, document))["data"]["viewer"] for viewer in ("ada", "ben")}

    assert {"fields": ["EMAIL"], "event": {"slug": "engineering-career-fair"}} in chosen["ada"]["employerChoices"]
    assert [one["fields"] for one in chosen["ben"]["employerChoices"]] == [None, None]
