"""Who has no account is asked to speak by mail, once an event, and never again where they say so."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import make
import pytest
from coming import Coming
from conftest import NOW, Execute
from sqlalchemy import select, update

from schema import schema
from schema.context import Context, Resources
from server.actor import Member
from server.badges.awaited import is_awaited
from server.config import Settings
from server.contacts.write_to_speaker import TO_AN_ADDRESS
from server.db import Database
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.speaker_letters import QuietAddress, SpeakerLetter
from server.keys import derived_key, new_key
from server.my_data.erase import erase_me
from server.people.models import Audience, Card

ROSA = "rosa@lind.example"
ASK = """mutation($slug: String!, $item: ID!, $email: String!) {
  x: askToSpeak(input: {slug: $slug, item: $item, email: $email}) { __typename }
}"""
NEVER = "mutation($token: String!) { x: neverAskToSpeak(token: $token) { __typename } }"
LETTER = "query($token: String!) { speakerLetter(token: $token) { item event host } }"
ANSWER = "mutation($item: ID!) { x: answerSpeaking(input: {item: $item, yes: true}) { __typename } }"


@pytest.fixture
def coming(database: Database, settings: Settings) -> Coming:
    return Coming(database, settings)


async def day(database: Database, slug: str, *talks: str) -> list[UUID]:
    """An event of the Robotics Club with these talks."""
    async with database.write() as session:
        event = await make.event(session, slug=slug, name=f"The {slug}", lasts=timedelta(hours=4))
        items = [
            AgendaItem(id=new_key(), event_id=event.id, name=name, starts_at=event.starts_at, ends_at=event.ends_at)
            for name in talks
        ]
        session.add_all(items)
    return [item.id for item in items]


async def ask(execute: Execute, slug: str, item: UUID, email: str = ROSA) -> str:
    values = {"slug": slug, "item": f"agenda-item_{item.hex}", "email": email}
    return str((await execute("eli", ASK, **values))["data"]["x"]["__typename"])


async def letters(coming: Coming, to: str = ROSA) -> list[tuple[str, str]]:
    return [(subject, text) for address, subject, text in await coming.mails() if address == to]


def token_in(text: str) -> str:
    found = re.search(r"/speaking/never/(\S+)", text)
    assert found is not None
    return found[1]


async def test_a_stranger_is_mailed_once_an_event_and_says_yes_with_that_address(
    execute: Execute, database: Database, coming: Coming, resources: Resources
) -> None:
    gears, belts = await day(database, "day", "Gears", "Belts")

    said = [await ask(execute, "day", item) for item in (gears, gears, belts)]
    mails = await letters(coming)
    async with database.read() as session:
        awaited = [await is_awaited(session, address, NOW) for address in (ROSA, "nobody@lind.example")]
    (rosa,) = await coming.people(1, email=ROSA, name="Rosa Lind")
    answer = await execute(None, "{ viewer { talks { name } } }")
    mine = await as_person(resources, rosa, "{ viewer { talks { name isAsked } } }")
    yes = await as_person(resources, rosa, ANSWER, item=f"agenda-item_{gears.hex}")

    assert said == ["AskToSpeakSuccess"] * 3
    assert [subject for subject, _ in mails] == ["Robotics Club asks you to speak at The day"]
    assert "for Robotics Club:\n\nThe day, in “Gears”" in mails[0][1]
    assert awaited == [True, False]
    assert answer["data"]["viewer"] is None
    assert sorted(mine["viewer"]["talks"], key=str) == [{"name": name, "isAsked": True} for name in ("Belts", "Gears")]
    assert yes["x"]["__typename"] == "SpeakingSuccess"
    named = select(AgendaSpeaker.name).where(AgendaSpeaker.agenda_item_id == gears)
    assert [row.name for row in await database.rows(named)] == ["Rosa Lind"]
    assert len(await database.rows(select(SpeakerLetter.email))) == 1


async def as_person(resources: Resources, person: UUID, document: str, **values: Any) -> Any:
    """As somebody who is not of the cast."""
    found = await schema.execute(document, values, context_value=Context(resources, Member(person), NOW))
    return found.data


@pytest.mark.parametrize("shows", [True, False])
async def test_it_says_who_asks_only_where_their_card_shows_it_to_all(
    execute: Execute, database: Database, coming: Coming, shows: bool
) -> None:
    (gears,) = await day(database, "day", "Gears")
    audience = Audience.EVERYONE if shows else Audience.MEMBERS
    async with database.write() as session:
        eli = Card.person_id == derived_key("person", "eli")
        await session.execute(update(Card).where(eli).values(name_audience=audience))

    await ask(execute, "day", gears)

    ((_, text),) = await letters(coming)
    assert text.startswith("Eli Marín asks you" if shows else "One of its organizers asks you")


async def test_who_wants_none_gets_none_again_and_nobody_is_told(
    execute: Execute, database: Database, coming: Coming
) -> None:
    (gears,), (belts,) = await day(database, "day", "Gears"), await day(database, "evening", "Belts")
    await ask(execute, "day", gears)
    token = token_in((await letters(coming))[0][1])
    seen = (await execute(None, LETTER, token=token))["data"]["speakerLetter"]

    said = [(await execute(None, NEVER, token=token))["data"]["x"]["__typename"] for _ in range(2)]

    again = await ask(execute, "evening", belts)
    assert seen == {"item": "Gears", "event": "The day", "host": "Robotics Club"}
    assert said == ["NeverAskSuccess", "NotFound"]
    assert (again, len(await letters(coming))) == ("AskToSpeakSuccess", 1)
    assert await database.rows(select(SpeakerLetter.email)) == []
    (kept,) = await database.rows(select(QuietAddress.address_hash))
    assert ROSA.encode() not in kept.address_hash
    assert (await execute(None, LETTER, token=token))["data"]["speakerLetter"] is None


async def test_an_address_gets_few_in_a_day(execute: Execute, database: Database, coming: Coming) -> None:
    for number in range(TO_AN_ADDRESS + 2):
        (item,) = await day(database, f"day-{number}", "Gears")
        await ask(execute, f"day-{number}", item)

    assert len(await letters(coming)) == TO_AN_ADDRESS


async def test_what_was_asked_goes_with_whoever_leaves(
    execute: Execute, database: Database, coming: Coming, settings: Settings
) -> None:
    (gears,) = await day(database, "day", "Gears")
    await ask(execute, "day", gears)
    (rosa,) = await coming.people(1, email=ROSA)

    async with database.write() as session:
        await erase_me(session, actor=Member(rosa), confirm=ROSA, settings=settings, now=NOW)

    assert await database.rows(select(SpeakerLetter.email)) == []
