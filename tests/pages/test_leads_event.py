"""Organizers give booths by a page, change them, and take them away."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import pytest
from conftest import SignIn
from markup import Element, read

Open: TypeAlias = Callable[..., Awaitable[Element]]

FAIR = "/events/engineering-career-fair"
PAGE = f"{FAIR}/booths"


def forms(page: Element, operation: str) -> list[dict[str, str]]:
    """What the forms of that operation send."""
    sent = [form.sends() for form in page.one("main").all("form")]
    return [fields for fields in sent if fields["operation"] == operation]


async def test_booth_is_given_changed_and_taken_away(sign_in: SignIn, open_page: Open) -> None:
    client = await sign_in("gus")
    (give,) = forms(await open_page(PAGE), "GiveBooth")

    given = await client.post(PAGE, data=give | {"organization": "Robotics Club", "label": "Z9", "offers": "Lathes"})
    (row,) = [fields for fields in forms(await open_page(PAGE), "ChangeBooth") if fields["label"] == "Z9"]
    changed = await client.post(PAGE, data=row | {"label": "Z10"})
    after = await open_page(PAGE)
    shown = await open_page(FAIR)
    taken = await client.post(PAGE, data={"operation": "TakeBooth", "booth": row["booth"]})

    assert (given.status_code, changed.status_code, taken.status_code) == (303, 303, 303)
    assert row["offers"] == "Lathes"
    assert "Z10" in after.one("main").texts(class_="plate")
    assert "Z10" in shown.one("main").texts(class_="plate")
    assert "Z10" not in (await open_page(PAGE)).one("main").texts(class_="plate")


async def test_what_is_wrong_is_said_at_the_form_that_was_sent(sign_in: SignIn, open_page: Open) -> None:
    client = await sign_in("gus")
    page = await open_page(PAGE)
    (give,), change = forms(page, "GiveBooth"), forms(page, "ChangeBooth")[0]

    new = await client.post(PAGE, data=give | {"organization": "Nobody Ltd", "label": "Z9"})
    old = await client.post(PAGE, data=change | {"label": "B7"})

    unknown, doubled = read(new.text), read(old.text)
    ids = [element["id"] for element in doubled.all() if "id" in element.attributes]
    assert (new.status_code, old.status_code) == (422, 422)
    assert unknown.one(id="organization-error").text.startswith("No organization here is called “Nobody Ltd”.")
    assert unknown.one("input", id="label")["value"] == "Z9"
    assert doubled.one(id="label-error").text.startswith("Booth B7 is another organization’s.")
    assert len(ids) == len(set(ids))


async def test_event_leads_its_organizers_there(sign_in: SignIn, open_page: Open) -> None:
    seen = {}
    for who in ("gus", "fay", "ada"):
        await sign_in(who)
        seen[who] = PAGE in [link["href"] for link in (await open_page(FAIR)).all("a")]

    assert seen == {"gus": True, "fay": False, "ada": False}


@pytest.mark.parametrize("who", ["ada", "dana", "fay"])
async def test_booths_are_given_by_nobody_else(sign_in: SignIn, who: str) -> None:
    client = await sign_in(who)

    answers = [
        await client.get(PAGE),
        await client.post(PAGE, data={"operation": "GiveBooth", "slug": "engineering-career-fair"}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
