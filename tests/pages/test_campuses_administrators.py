"""Those who look after a campus see each other, appoint others, and one always stays."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest
from conftest import SignIn
from markup import Element, read
from roles import Roles

Open: TypeAlias = Callable[..., Awaitable[Element]]
PAGE = "/campuses/boston/administrators"


@pytest.mark.parametrize("key", ["ada", "eli", "dana"])
async def test_page_is_there_for_administrators(open_page: Open, sign_in: SignIn, key: str) -> None:
    await sign_in(key)

    await open_page(PAGE, status=404)


async def test_administrator_appoints_another_and_leaves(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, roles: Roles
) -> None:
    await sign_in("gus")
    leave, invite = (await open_page(PAGE)).one("main").all("form")

    refused = await client.post(PAGE, data=leave.sends())
    made = await client.post(PAGE, data={**invite.sends(), "days": "7"})
    await roles.accept("ada", read(made.text).one("input", id="link")["value"].rpartition("/")[2])
    left = await client.post(PAGE, data=leave.sends())

    assert "Appoint somebody else first." in read(refused.text).one(role="alert").text
    assert (refused.status_code, left.status_code) == (422, 303)
    assert (await roles.administers("ada"), await roles.administers("gus")) == (True, False)
