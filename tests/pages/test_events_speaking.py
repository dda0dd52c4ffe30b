"""Somebody is asked to speak; the programme names them only once they say yes, and no longer than they like."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

import httpx
import make
import pytest
from conftest import NOW, SignIn
from markup import Element
from sqlalchemy import delete, func, insert, select, update

from server.actor import Member
from server.config import Settings
from server.contacts.ask_speaker import APerson, ask_to_speak
from server.contacts.models import Contact, ContactState
from server.db import Database
from server.errors import NotFound
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.models import Event, Publication
from server.events.speaker_asks import SpeakerAsk
from server.keys import derived_key, new_key
from server.mail.models import OutgoingMail
from server.mail.outbox import read_outbox
from server.people.models import Audience, Block, Card

Open: TypeAlias = Callable[..., Awaitable[Element]]
PAGE = "/events/day/agenda"
BEN, ELI = derived_key("person", "ben"), derived_key("person", "eli")


@pytest.fixture
async def talk(database: Database) -> UUID:
    """Gears, at the Robotics Club's day; Eli, who posts for the club, has Ben in his contacts."""
    async with database.write() as session:
        starts_at = datetime(2026, 10, 5, 22, tzinfo=UTC)
        event = await make.event(session, slug="day", name="Gear day", starts_at=starts_at, lasts=timedelta(hours=4))
        item = AgendaItem(id=new_key(), event_id=event.id, name="Gears", starts_at=starts_at, ends_at=event.ends_at)
        session.add(item)
        theirs = (Contact.owner_id == ELI) & (Contact.person_id == BEN)
        if await session.scalar(select(func.count()).where(theirs)) == 0:
            times = {"first_met_at": NOW, "last_met_at": NOW, "created_at": NOW}
            await session.execute(insert(Contact).values(id=new_key(), owner_id=ELI, person_id=BEN, **times))
        await session.execute(update(Contact).where(theirs).values(state=ContactState.ACTIVE, withdrawn_at=None))
    return item.id


def form(page: Element, button: str) -> dict[str, Any]:
    found = [form for form in page.one("main").all("form") if button in form.texts("button")]
    return found[0].sends()


async def ask(client: httpx.AsyncClient, database: Database, talk: UUID) -> httpx.Response:
    theirs = (Contact.owner_id == ELI) & (Contact.person_id == BEN)
    contact = (await database.rows(select(Contact.id).where(theirs)))[0][0]
    sent = {"operation": "AskToSpeak", "item": f"agenda-item_{talk.hex}", "contact": f"contact_{contact.hex}"}
    return await client.post(PAGE, data=sent)


async def asks(database: Database) -> list[UUID]:
    return [row.person_id for row in await database.rows(select(SpeakerAsk.person_id))]


async def told(database: Database, settings: Settings) -> list[str]:
    """To whom mail went about speaking, once all of it is delivered."""
    async with asyncio.timeout(10):
        while await database.rows(select(OutgoingMail.id)):
            pass  # asking lets the courier go on
    return [mail.to for mail in await read_outbox(settings, 50) or () if "asks you to speak" in mail.subject]


async def test_whoever_is_asked_is_told_by_mail_and_named_only_after_a_yes(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database, talk: UUID, settings: Settings
) -> None:
    await sign_in("eli")

    answer = await ask(client, database, talk)
    await ask(client, database, talk)
    asked = (await open_page("/events/day")).text
    mailed = await told(database, settings)
    client.cookies.clear()
    await sign_in("ben")
    page = await open_page("/speaking")
    await client.post("/speaking", data=form(page, "Yes, name me in Gears"))

    assert (answer.status_code, mailed) == (303, ["ben@northgate.example"])
    assert "Bến" not in asked
    assert "Gear day, Robotics Club" in page.one("main").text
    assert "Bến Nguyễn" in (await open_page("/events/day")).one("main").text
    assert "Gear day" in (await open_page("/?q=nguyen")).one("main").text
    assert await asks(database) == []


async def test_anybody_is_asked_by_address_and_nobody_learns_whether_there_is_one(
    client: httpx.AsyncClient, sign_in: SignIn, database: Database, talk: UUID, settings: Settings
) -> None:
    await sign_in("eli")
    sent = {"operation": "AskToSpeak", "item": f"agenda-item_{talk.hex}"}
    emails = (" Ada@northgate.example", "ada@northgate.example", "nobody@northgate.example", "ada@")

    answers = [(await client.post(PAGE, data=sent | {"email": email})).status_code for email in emails]

    assert answers == [303, 303, 303, 422]
    assert await asks(database) == [derived_key("person", "ada")]
    assert sorted(await told(database, settings)) == ["ada@northgate.example", "nobody@northgate.example"]


async def test_anybody_whose_name_one_may_see_is_asked_and_nobody_else(
    database: Database, talk: UUID, settings: Settings
) -> None:
    person = APerson(derived_key("person", "ada"))

    async def asked(audience: Audience) -> bool:
        async with database.write() as session:
            await session.execute(delete(Contact).where(Contact.owner_id == ELI, Contact.person_id == person.id))
            await session.execute(update(Card).where(Card.person_id == person.id).values(name_audience=audience))
        try:
            async with database.write() as session:
                facts: dict[str, Any] = {
                    "settings": settings,
                    "actor": Member(ELI),
                    "slug": "day",
                    "item": talk,
                    "now": NOW,
                }
                await ask_to_speak(session, whom=person, **facts)
        except NotFound:
            return False
        return True

    assert (await asked(Audience.MET), await asked(Audience.MEMBERS)) == (False, True)
    assert await asks(database) == [person.id]


async def test_whoever_says_no_is_named_nowhere(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database, talk: UUID
) -> None:
    await sign_in("eli")
    await ask(client, database, talk)
    client.cookies.clear()
    await sign_in("ben")

    await client.post("/speaking", data=form(await open_page("/speaking"), "No, not in Gears"))

    assert await asks(database) == []
    assert "Bến" not in (await open_page("/events/day")).one("main").text


async def test_a_speaker_takes_their_name_off_again(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database, talk: UUID
) -> None:
    async with database.write() as session:
        session.add(AgendaSpeaker(agenda_item_id=talk, position=0, person_id=None, name="Ilse Brandt"))
        session.add(AgendaSpeaker(agenda_item_id=talk, position=1, person_id=BEN, name="Bến Nguyễn"))
    await sign_in("ben")

    await client.post("/speaking", data=form(await open_page("/speaking"), "Take my name off Gears"))

    shown = (await open_page("/events/day")).one("main").text
    assert ("Ilse Brandt" in shown, "Bến" in shown) == (True, False)


async def test_whoever_blocks_the_organizer_gets_nothing_and_the_organizer_is_told_nothing(
    client: httpx.AsyncClient, sign_in: SignIn, database: Database, talk: UUID, settings: Settings
) -> None:
    async with database.write() as session:
        session.add(Block(person_id=BEN, blocked_id=ELI, created_at=NOW))
    await sign_in("eli")

    answer = await ask(client, database, talk)

    assert (answer.status_code, await asks(database), await told(database, settings)) == (303, [], [])


@pytest.mark.parametrize("change", [{"state": ContactState.PENDING}, {"withdrawn_at": NOW}])
async def test_nobody_is_asked_who_has_not_agreed_to_be_known(
    client: httpx.AsyncClient, sign_in: SignIn, database: Database, talk: UUID, change: dict[str, Any]
) -> None:
    async with database.write() as session:
        theirs = (Contact.owner_id == ELI) & (Contact.person_id == BEN)
        await session.execute(update(Contact).where(theirs).values(**change))
    await sign_in("eli")

    answer = await ask(client, database, talk)

    assert (answer.status_code, await asks(database)) == (404, [])


async def test_nobody_asks_through_the_contacts_of_another(
    client: httpx.AsyncClient, sign_in: SignIn, database: Database, talk: UUID
) -> None:
    await sign_in("gus")  # who posts for the club, too

    answer = await ask(client, database, talk)

    assert (answer.status_code, await asks(database)) == (404, [])


async def test_an_ask_shows_nothing_to_others(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database, talk: UUID
) -> None:
    await sign_in("eli")
    await ask(client, database, talk)
    client.cookies.clear()
    await sign_in("gus")

    agenda, own = await open_page(PAGE), await open_page("/speaking")

    assert not re.search("Bến|Nguyễn", agenda.one("main").text + own.one("main").text)
    assert "No programme names you." in own.one("main").text


async def test_a_yes_that_nobody_asked_for_names_nobody(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, talk: UUID
) -> None:
    await sign_in("ada")

    said = {"operation": "SayWhetherISpeak", "item": f"agenda-item_{talk.hex}", "yes": "true"}
    answer = await client.post("/speaking", data=said)

    assert answer.status_code == 404
    assert "Okafor" not in (await open_page("/events/day")).one("main").text


async def test_where_a_draft_names_somebody_they_see_it_on_their_own_page(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database, talk: UUID
) -> None:
    async with database.write() as session:
        await session.execute(update(Event).where(Event.slug == "day").values(publication=Publication.DRAFT))
    await sign_in("eli")
    await ask(client, database, talk)
    client.cookies.clear()
    await sign_in("ben")

    assert "Gears" in (await open_page("/speaking")).one("main").text
