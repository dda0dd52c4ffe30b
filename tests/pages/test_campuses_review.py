"""Administrators of a campus look at events, let them out or send them back, and say whose they look at."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest
from conftest import SignIn
from markup import Element, read
from sqlalchemy import select

from server.db import Database
from server.events.models import Event, Publication
from server.organizations.models import TrustedPoster

Open: TypeAlias = Callable[..., Awaitable[Element]]
PAGE = "/campuses/boston/review"


async def publication(database: Database) -> Publication:
    rows = await database.rows(select(Event.publication).where(Event.slug == "line-follower-cup"))
    return rows[0].publication  # type: ignore[no-any-return]  # of a row


@pytest.mark.parametrize("key", ["ada", "eli", "dana"])
async def test_the_page_is_there_for_administrators(open_page: Open, sign_in: SignIn, key: str) -> None:
    await sign_in(key)

    await open_page(PAGE, status=404)


async def test_what_waits_is_let_out_and_its_sender_trusted(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    await sign_in("gus")
    waiting = (await open_page(PAGE)).all("section", class_="sec")[0]
    approve = waiting.all("form")[0]

    answer = await client.post(PAGE, data={**approve.sends(), "trust": "true"})

    after = await open_page(PAGE)
    trusted = await database.rows(select(TrustedPoster.person_id))
    assert "Sent by Eli Marín" in waiting.text
    assert (answer.status_code, await publication(database)) == (303, Publication.PUBLISHED)
    assert (len(trusted), after.texts("h3")[0]) == (2, "Nothing waits.")


async def test_what_waits_goes_back_only_with_a_reason(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    await sign_in("gus")
    send_back = (await open_page(PAGE)).all("section", class_="sec")[0].all("form")[1].sends()

    refused = await client.post(PAGE, data=send_back)
    still = await publication(database)
    await client.post(PAGE, data={**send_back, "reason": "Which room?"})

    assert (refused.status_code, read(refused.text).one(id="reason-error").text) == (
        422,
        "Say what to change, so that they can.",
    )
    assert (still, await publication(database)) == (Publication.IN_REVIEW, Publication.DRAFT)


async def test_whose_events_are_looked_at_is_changed(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn
) -> None:
    await sign_in("gus")

    said = {"operation": "ChangePosting", "organization": "robotics-club", "posting": "REVIEWED"}
    await client.post(PAGE, data=said)
    more = (await open_page(PAGE)).all("section", class_="sec")[1].texts("h3")
    await client.post(PAGE, data={**said, "organization": "women-in-engineering", "posting": "FREELY"})
    less = (await open_page(PAGE)).all("section", class_="sec")[1].texts("h3")

    assert (more, less) == (["Robotics Club", "Women in Engineering"], ["Robotics Club"])


async def test_trust_is_taken_back(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    await sign_in("gus")
    trusted = (await open_page(PAGE)).all("section", class_="sec")[2]

    await client.post(PAGE, data=trusted.one("form").sends())

    assert trusted.texts("h3") == ["Zeynep Şahin"]
    assert await database.rows(select(TrustedPoster.person_id)) == []
