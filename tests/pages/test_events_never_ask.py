"""Whoever was asked by mail to speak ends that by one button, without signing in."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
import make
import pytest
from conftest import NOW
from markup import Element, read

from server.db import Database
from server.events.agenda import AgendaItem
from server.events.never_ask import letter_hash
from server.events.speaker_letters import SpeakerLetter
from server.keys import new_key

Open: TypeAlias = Callable[..., Awaitable[Element]]
PAGE = "/speaking/never/the-link"


@pytest.fixture
async def letter(database: Database) -> None:
    async with database.write() as session:
        event = await make.event(session, slug="day", name="Gear day")
        item = AgendaItem(
            id=new_key(), event_id=event.id, name="Gears", starts_at=event.starts_at, ends_at=event.ends_at
        )
        session.add(item)
        await session.flush()
        hash_ = letter_hash("the-link")
        session.add(SpeakerLetter(agenda_item_id=item.id, email="rosa@lind.example", token_hash=hash_, asked_at=NOW))


async def test_one_button_ends_it_and_opening_the_link_does_not(
    client: httpx.AsyncClient, open_page: Open, letter: None
) -> None:
    before, again = await open_page(PAGE), await open_page(PAGE)

    answer = await client.post(PAGE)

    assert (before.texts("h1"), again.texts("h1")) == (["Gear day"], ["Gear day"])
    assert read(answer.text).texts("h1") == ["Nobody asks you any more."]
    assert (await open_page(PAGE)).texts("h1") == ["This link is of no more use."]
