"""An invitation's link opens a page that says who invites to what; only its button accepts."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeAlias

import httpx
import pytest
from conftest import NOW, SECRET, SignIn
from markup import Element
from roles import Roles
from sqlalchemy import update

from server.db import Database
from server.invitations.models import Invitation
from server.organizations.models import Role
from server.seed.invitation_rows import demo_invitation

Open: TypeAlias = Callable[..., Awaitable[Element]]
LINK = f"/invitations/{demo_invitation(SECRET, 'robotics-club', 0)}"
TO_ADA = f"/invitations/{demo_invitation(SECRET, 'robotics-club', 1)}"


async def test_opening_accepts_nothing(open_page: Open, sign_in: SignIn, roles: Roles) -> None:
    await sign_in("ben")

    page = await open_page(LINK)

    assert page.one("h1").text == "Robotics Club"
    assert page.one(class_="lede").text == "Eli Marín invites you to belong to it as a member."
    assert await roles.role("ben") is None


async def test_button_accepts(client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, roles: Roles) -> None:
    await sign_in("ben")

    answer = await client.post(LINK, data=(await open_page(LINK)).one("main").one("form").sends())

    assert (answer.status_code, answer.headers["location"]) == (303, LINK)
    assert await roles.role("ben") is Role.MEMBER
    assert "You have accepted." in (await open_page(LINK)).one("main").text


async def test_stranger_is_asked_to_sign_in_first(client: httpx.AsyncClient, open_page: Open, roles: Roles) -> None:
    page = await open_page(LINK)
    answer = await client.post(LINK)

    assert page.one("main").all("form") == []
    assert page.one("main").one("a", class_="go").text == "Sign in to accept"
    assert answer.headers["location"].startswith("/sign-in?next=")


async def test_maker_is_named_as_far_as_their_card_says(open_page: Open, sign_in: SignIn) -> None:
    """Tomas shows his name to members only."""
    stranger = (await open_page(TO_ADA)).one("main").text
    await sign_in("ada")
    member = (await open_page(TO_ADA)).one("main").text

    assert "Somebody who shares no name invites you" in stranger
    assert "Tom" not in stranger
    assert "Somebody" not in member


async def test_another_account_is_told_to_use_the_right_one(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, roles: Roles
) -> None:
    await sign_in("ben")

    page = (await open_page(TO_ADA)).one("main").text
    answer = await client.post(TO_ADA)

    assert "This invitation is for another email address." in page
    assert "ada@northgate.example" not in page
    assert answer.status_code == 422
    assert await roles.role("ben") is None


@pytest.mark.parametrize("change", [{"expires_at": NOW}, {"withdrawn_at": NOW - timedelta(hours=1)}, {"uses": 1}, {}])
async def test_over_and_unknown_look_the_same_to_others(
    open_page: Open, client: httpx.AsyncClient, sign_in: SignIn, database: Database, change: dict[str, Any]
) -> None:
    link = TO_ADA if change else "/invitations/none"
    if change:
        async with database.write() as session:
            await session.execute(update(Invitation).where(Invitation.email.is_not(None)).values(**change))

    stranger = await open_page(link)
    await sign_in("ben")
    other = await open_page(link)
    await sign_in("ada")
    ada = await open_page(link)

    assert stranger.one("h1").text == other.one("h1").text == "This invitation doesn’t work."
    assert "Robotics" not in stranger.text + other.text
    assert ("Robotics Club" in ada.text) == bool(change)
    assert "ask whoever sent it" in ada.text.replace("Ask", "ask")


async def test_token_goes_to_no_other_site_and_into_no_cache(client: httpx.AsyncClient) -> None:
    for path in (LINK, "/invitations/none"):
        answer = await client.get(path)

        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] in ("no-referrer", "same-origin")
