"""Who works at an event: at the door, as hosts, and at the booths that one may see."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest
from conftest import SignIn
from markup import Element, read
from roles import Roles

from server.events.staff import StaffRole

Open: TypeAlias = Callable[..., Awaitable[Element]]
PAGE = "/events/engineering-career-fair/staff"


def forms(page: Element, button: str) -> list[Element]:
    return [form for form in page.one("main").all("form") if form.one("button").text == button]


@pytest.mark.parametrize(
    ("key", "headings", "buttons"),
    [
        ("gus", 8, {"Dismiss Fay O’Connor", "Invite"}),
        ("fay", 1, {"Leave"}),
        ("dana", 1, {"Leave"}),
        ("ada", 0, set[str]()),
    ],
)
async def test_each_sees_what_is_theirs(
    open_page: Open, sign_in: SignIn, key: str, headings: int, buttons: set[str]
) -> None:
    await sign_in(key)

    page = await open_page(PAGE)

    assert len(page.one("main").all("h2")) == headings
    assert buttons <= set(page.one("main").texts("button"))
    assert bool(buttons) == bool(page.one("main").all("button"))


async def test_somebody_is_invited_to_the_door(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, roles: Roles
) -> None:
    await sign_in("gus")
    sent = forms(await open_page(PAGE), "Invite")[0].sends() | {"role": "DOOR"}

    answer = await client.post(PAGE, data={**sent, "days": "7"})

    await roles.accept("ada", read(answer.text).one("input", id="link")["value"].rpartition("/")[2])
    assert await roles.staff_role("ada") is StaffRole.DOOR


async def test_somebody_is_invited_to_a_booth_and_dismissed(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, roles: Roles
) -> None:
    await sign_in("gus")
    booths = [form.sends() for form in forms(await open_page(PAGE), "Invite")[1:]]
    halden = f"booth_{(await roles.booth('halden-robotics')).hex}"
    (sent,) = [sent for sent in booths if sent["id"] == halden]

    answer = await client.post(PAGE, data={**sent, "days": "7"})
    await roles.accept("ada", read(answer.text).one("input", id="link")["value"].rpartition("/")[2])
    assert await roles.stands_at("ada")

    await client.post(PAGE, data=forms(await open_page(PAGE), "Dismiss Ada Okafor")[0].sends())
    assert not await roles.stands_at("ada")


async def test_recruiter_puts_a_colleague_at_the_booth(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, roles: Roles
) -> None:
    await sign_in("dana")
    (form,) = forms(await open_page(PAGE), "Put them at booth B7")
    people = [option["value"] for option in form.all("option")]
    jonas = f"person_{roles.campus.people['jonas'].hex}"

    await client.post(PAGE, data=form.sends() | {"person": jonas})
    (after,) = forms(await open_page(PAGE), "Put them at booth B7")

    assert await roles.stands_at("jonas")
    assert jonas in people
    assert f"person_{roles.campus.people['dana'].hex}" not in people
    assert jonas not in [option["value"] for option in after.all("option")]


async def test_what_is_wrong_is_said_at_the_form_that_was_sent(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn
) -> None:
    await sign_in("gus")
    sent = forms(await open_page(PAGE), "Invite")[3].sends()

    answer = await client.post(PAGE, data={**sent, "days": "7", "email": "nobody"})

    page = read(answer.text)
    ids = [element["id"] for element in page.all() if "id" in element.attributes]
    assert answer.status_code == 422
    assert len(ids) == len(set(ids))
    (wrong,) = [form for form in page.one("main").all("form") if form.all(id="email-error")]
    assert wrong.one("input", id="email")["value"] == "nobody"
    assert wrong.sends()["id"] == sent["id"]


async def test_door_volunteer_leaves(client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, roles: Roles) -> None:
    await sign_in("fay")

    await client.post(PAGE, data=forms(await open_page(PAGE), "Leave")[0].sends())

    assert await roles.staff_role("fay") is None


async def test_event_leads_its_staff_there(open_page: Open, sign_in: SignIn) -> None:
    await sign_in("fay")
    of_staff = [link["href"] for link in (await open_page("/events/engineering-career-fair")).all("a")]
    await sign_in("ada")
    of_others = [link["href"] for link in (await open_page("/events/engineering-career-fair")).all("a")]

    assert (PAGE in of_staff, PAGE in of_others) == (True, False)
