"""What waits on this phone, and what can't be known without a network."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from conftest import SignIn
from markup import Element

from schema.ids import global_id
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]


async def test_say_whose_page_it_is_and_what_is_not_decided_without_a_network(
    open_page: Open, sign_in: SignIn, campus: SeededCampus
) -> None:
    await sign_in("ada")

    page = await open_page("/on-this-phone")

    assert page.one("html")["data-account"] == global_id("person", campus.people["ada"])
    assert [item.text for item in page.all("main")[0].all("li")] == [
        "Whether there is still room at the event.",
        "Whether somebody took back a yes, blocked you or changed their card since then.",
        "Whether a badge was replaced or revoked since then.",
        "Whether somebody was checked in at another door meanwhile.",
    ]
