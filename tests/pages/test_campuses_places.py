"""Administrators of a campus add places and campuses, and give them other names."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import httpx
import pytest
from conftest import SignIn
from markup import Element, read
from sqlalchemy import select

from server.audit.models import Action, AuditEntry
from server.campuses.models import CampusAdministrator
from server.db import Database
from server.keys import derived_key

Open: TypeAlias = Callable[..., Awaitable[Element]]
PAGE = "/campuses/boston/places"


def form(page: Element, operation: str) -> dict[str, Any]:
    return next(one.sends() for one in page.all("form") if one.sends().get("operation") == operation)


@pytest.mark.parametrize("key", ["ada", "eli", "dana"])
async def test_the_page_is_there_for_administrators(open_page: Open, sign_in: SignIn, key: str) -> None:
    await sign_in(key)

    await open_page(PAGE, status=404)


async def test_a_place_is_added_and_organizers_choose_it(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    await sign_in("gus")
    add = form(await open_page(PAGE), "AddPlace")

    answer = await client.post(PAGE, data={**add, "name": " Attic  hall", "capacity": "40", "accessNotes": "A lift."})

    page, new = await open_page(PAGE), await open_page("/organizations/robotics-club/events/new")
    acts = await database.rows(select(AuditEntry.campus_id).where(AuditEntry.action == Action.PLACE_ADDED))
    assert answer.status_code == 303
    assert "Attic hall" in page.texts("h3")
    assert "Attic hall, holds 40" in new.one(id="place").text
    assert [row.campus_id for row in acts] == [derived_key("campus", "boston")]


async def test_what_cannot_be_is_said_beside_its_field_and_kept(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn
) -> None:
    await sign_in("gus")
    add = form(await open_page(PAGE), "AddPlace")

    refused = await client.post(PAGE, data={**add, "name": "Makerspace", "capacity": "0", "address": "12 Pier Road"})
    no_zone = {"name": "Harbor", "timeZone": "Boston", "country": "USA", "operation": "AddCampus"}
    second = await client.post(PAGE, data={"campus": add["campus"], **no_zone})

    page, other = read(refused.text), read(second.text)
    assert (refused.status_code, second.status_code) == (422, 422)
    assert page.one(id="name-error").text == "There is a Makerspace on this campus already. Take another name."
    assert page.one(id="capacity-error").text == "Take 1 to 1,000,000, or leave it empty."
    assert page.one(id="address").text == "12 Pier Road"
    assert "such as America/New_York" in other.one(id="timeZone-error").text
    assert "two letters" in other.one(id="country-error").text


async def test_a_place_and_the_campus_get_other_names(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn
) -> None:
    await sign_in("gus")
    page = await open_page(PAGE)
    rename = next(one.sends() for one in page.all("form") if one.sends().get("name") == "Makerspace")

    taken = await client.post(PAGE, data={**rename, "name": "Marlowe Hall"})
    place = await client.post(PAGE, data={**rename, "name": "Attic works"})
    campus = await client.post(PAGE, data={**form(page, "RenameCampus"), "name": "Harborside"})

    after = await open_page(PAGE)
    assert (taken.status_code, place.status_code, campus.status_code) == (422, 303, 303)
    assert "There is a Marlowe Hall on this campus already." in taken.text
    assert "Attic works" in after.texts("h3")
    assert "On Harborside" in after.texts("h2")


async def test_a_campus_is_added_and_theirs_to_look_after(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    await sign_in("gus")
    add = form(await open_page(PAGE), "AddCampus")

    answer = await client.post(PAGE, data={**add, "name": "Île Sud", "timeZone": "America/Toronto", "country": "ca"})

    mine = select(CampusAdministrator.campus_id).where(CampusAdministrator.person_id == derived_key("person", "gus"))
    assert answer.headers["location"].endswith("/campuses/ile-sud/places")
    assert (await open_page("/campuses/ile-sud/places")).texts("h2")[0] == "On Île Sud"
    assert len(await database.rows(mine)) == 2
