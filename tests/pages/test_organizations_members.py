"""An organization's people, for those who belong to it: roles are changed, members invited, invitations withdrawn."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest
from conftest import SignIn
from markup import Element, read
from roles import Roles
from starlette.applications import Starlette

from server.organizations.models import Role
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]
PAGE = "/organizations/robotics-club/members"


def form(page: Element, button: str) -> dict[str, str]:
    """What the form with this button sends."""
    (found,) = [form for form in page.one("main").all("form") if form.one("button").text == button]
    return found.sends()


async def test_members_see_each_other_and_no_name_that_is_hidden(open_page: Open, sign_in: SignIn) -> None:
    await sign_in("ada")

    page = await open_page(PAGE)

    names = page.all("ul", class_="rows")[0].texts("h3")
    assert len(names) == 7
    assert names[-1] == "Somebody who shares no name"
    assert "Ada Okafor You" in names
    assert "Kuroda" not in page.text
    assert [form.one("button").text for form in page.one("main").all("form")] == ["Leave"]


@pytest.mark.parametrize("key", ["ben", "dana", "hana"])
async def test_page_is_there_for_those_who_belong(open_page: Open, sign_in: SignIn, key: str) -> None:
    await sign_in(key)

    await open_page(PAGE, status=200 if key == "hana" else 404)


async def test_strangers_are_led_to_the_sign_in_page(client: httpx.AsyncClient) -> None:
    answer = await client.get(PAGE)

    assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={PAGE.replace('/', '%2F')}")


async def test_administrator_changes_a_role(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, roles: Roles
) -> None:
    await sign_in("gus")
    sent = form(await open_page(PAGE), "Change the role of Ada Okafor")

    answer = await client.post(PAGE, data={**sent, "role": "RECRUITER"})

    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    assert await roles.role("ada") is Role.RECRUITER


async def test_removing_the_last_officer_is_refused_in_words(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, campus: SeededCampus
) -> None:
    await sign_in("gus")
    page = await open_page(PAGE)
    sent = form(page, "Remove Ada Okafor") | {"person": f"person_{campus.people['tomas'].hex}"}

    answer = await client.post(PAGE, data=sent)

    assert answer.status_code == 422
    assert "this is the only one. Make somebody else an officer first." in read(answer.text).one(role="alert").text


async def test_member_leaves(client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, roles: Roles) -> None:
    await sign_in("ada")

    await client.post(PAGE, data=form(await open_page(PAGE), "Leave"))

    assert await roles.role("ada") is None
    await open_page(PAGE, status=404)


async def test_link_is_shown_once_and_works(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, roles: Roles
) -> None:
    await sign_in("eli")
    sent = form(await open_page(PAGE), "Invite") | {"role": "MEMBER", "uses": "3", "days": "7"}

    answer = await client.post(PAGE, data=sent)

    link = read(answer.text).one("input", id="link")["value"]
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert link.startswith("http://hallway.test/invitations/")
    page = await open_page(PAGE)
    assert link not in str(page.text)
    assert "A link for 3 people" in page.texts("h3")
    await roles.accept("ben", link.rpartition("/")[2])
    assert await roles.role("ben") is Role.MEMBER


async def test_invitation_by_mail_arrives(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, app: Starlette
) -> None:
    await sign_in("eli")
    sent = form(await open_page(PAGE), "Invite") | {"role": "MEMBER", "email": "noor@northgate.example"}

    answer = await client.post(PAGE, data=sent)

    assert "The invitation is on its way." in read(answer.text).one("main").text
    assert "noor@northgate.example" in (await open_page(PAGE)).texts("h3")
    await app.state.courier.deliver()
    mails: list[Element] = []
    while not mails:
        mails = (await open_page("/outbox")).all("article")
    assert "Eli Marín invites you: to Robotics Club, as a member." in mails[0].text


async def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn
) -> None:
    await sign_in("eli")
    sent = form(await open_page(PAGE), "Invite") | {"role": "MEMBER", "email": "noor@northgate", "uses": "2"}

    answer = await client.post(PAGE, data=sent)

    page = read(answer.text)
    assert answer.status_code == 422
    assert "The part after @ has no dot." in page.one(id="email-error").text
    assert "An invitation by mail is for one." in page.one(id="uses-error").text
    assert page.one("input", id="email")["value"] == "noor@northgate"


async def test_invitation_is_withdrawn(client: httpx.AsyncClient, open_page: Open, sign_in: SignIn) -> None:
    await sign_in("gus")
    page = await open_page(PAGE)
    assert len(page.all("ul", class_="rows")[1].all("li")) == 2

    answer = await client.post(PAGE, data=form(page, "Withdraw the invitation of ada@northgate.example"))

    assert answer.status_code == 303
    assert "ada@northgate.example" not in (await open_page(PAGE)).text


async def test_organizers_see_no_invitation_to_roles_that_they_may_not_give(open_page: Open, sign_in: SignIn) -> None:
    await sign_in("eli")

    page = await open_page(PAGE)

    assert "ada@northgate.example" not in page.text
    assert "A link for 20 people" in page.texts("h3")
    assert page.one("fieldset").texts("label") == ["MemberBelongs to it, and sees who else does."]


async def test_organization_leads_to_its_members(open_page: Open, sign_in: SignIn) -> None:
    await open_page("/organizations/robotics-club")
    await sign_in("ada")

    links = [link["href"] for link in (await open_page("/organizations/robotics-club")).all("a")]

    assert PAGE in links
    assert PAGE not in [link["href"] for link in (await open_page("/organizations/halden-robotics")).all("a")]
