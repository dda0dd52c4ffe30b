"""Those who post an event read who changed what."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import pytest
from conftest import SignIn
from markup import Element
from posting import Posters

from server.db import Database
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]
PAGE = "/events/solder-badge/history"


@pytest.mark.parametrize("key", ["ada", "dana"])
async def test_the_page_is_not_there_for_others(open_page: Open, sign_in: SignIn, key: str) -> None:
    await sign_in(key)

    await open_page(PAGE, status=404)


async def test_who_when_and_what_stand_there_the_latest_first(
    open_page: Open, sign_in: SignIn, database: Database, campus: SeededCampus
) -> None:
    posters = Posters(database, campus)
    event = await posters.event("solder-badge")
    event = await posters.change(event, "eli", room="Bench 4", rsvp_opens_at="2026-09-24T12:00")
    await posters.cancel(event.slug, "tomas", reason="No irons.")
    await sign_in("gus")

    page = await open_page(PAGE)

    assert page.texts("h2") == ["Cancelled", "Changed"]
    first, second = page.one("ol").all("li")
    assert "Tomás Herrera, 24 September 2026, 10:00 No irons." in first.text
    assert second.texts("dt") == ["Room", "Answers from"] or second.texts("dt") == ["Answers from", "Room"]
    assert set(second.texts("dd")) == {"Bench 4", "24 September 2026, 12:00"}


async def test_an_event_that_nobody_changed_says_so(open_page: Open, sign_in: SignIn) -> None:
    await sign_in("eli")

    page = await open_page(PAGE)

    assert page.one(class_="empty").text == "Nothing was changed yet. From now on every change stands here."
