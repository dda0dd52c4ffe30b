"""What is typed into an event's form is kept as it was typed, for whoever typed it."""

import asyncio
from datetime import datetime, timedelta

import pytest
from conftest import NOW, Execute
from posting import Posters

from server.errors import InvalidInput, NotFound, NotPermitted, SignInRequired
from server.events.in_hand import InHand, event_in_hand, new_in_hand
from server.events.keep_draft import Typed, forget_draft, keep_draft

WRONG: Typed = {"name": [""], "startsAt": ["2026-13-99"], "capacity": ["many"], "audience": ["STUDENT", "ALUMNI"]}
CREATE = """mutation ($input: CreateEventInput!) { result: createEvent(input: $input) { __typename
  ... on PostEventSuccess { slug } ... on InvalidInput { faults { path } } } }"""


async def keep(
    posters: Posters,
    key: str | None = "eli",
    *,
    typed: Typed = WRONG,
    of: str = "robotics-club",
    slug: str | None = None,
    now: datetime = NOW,
) -> None:
    async with posters.database.write() as session:
        actor = posters.actor(key)
        await keep_draft(session, actor=actor, organization=None if slug else of, slug=slug, typed=typed, now=now)


async def form(posters: Posters, key: str = "eli", *, slug: str | None = None) -> InHand:
    actor = posters.actor(key)
    if slug is not None:
        hand = await event_in_hand(posters.database, actor=actor, slug=slug)
    else:
        hand = await new_in_hand(posters.database, actor=actor, organization="robotics-club", now=NOW)
    assert hand is not None
    return hand


async def test_whatever_is_wrong_with_it_is_kept(posters: Posters) -> None:
    await keep(posters)

    hand = await form(posters)
    assert (hand.typed, hand.typed_at) == (WRONG, NOW)


async def test_the_last_replaces_what_was_kept_before(posters: Posters) -> None:
    await keep(posters)
    await keep(posters, typed={"name": ["Other"]}, now=NOW + timedelta(minutes=1))

    hand = await form(posters)
    assert (hand.typed, hand.typed_at) == ({"name": ["Other"]}, NOW + timedelta(minutes=1))


async def test_each_form_has_its_own_and_so_has_each_person(posters: Posters) -> None:
    await keep(posters, typed={"name": ["New"]})
    await keep(posters, typed={"name": ["Changed"]}, slug="robot-night")
    await keep(posters, "tomas", typed={"name": ["Mine"]})

    kept = [
        (await form(posters)).typed,
        (await form(posters, slug="robot-night")).typed,
        (await form(posters, "tomas")).typed,
        (await form(posters, "tomas", slug="robot-night")).typed,
    ]

    assert kept == [{"name": ["New"]}, {"name": ["Changed"]}, {"name": ["Mine"]}, None]


async def test_what_is_thrown_away_is_gone(posters: Posters) -> None:
    await keep(posters)

    for _ in range(2):
        async with posters.database.write() as session:
            await forget_draft(session, actor=posters.actor("eli"), organization="robotics-club")

    assert (await form(posters)).typed is None


async def test_an_event_that_is_finished_takes_its_draft_along(posters: Posters, execute: Execute) -> None:
    await keep(posters)
    fields = {
        "organization": "robotics-club",
        "kind": "MIXER",
        "startsAt": "2026-10-01T18:30",
        "endsAt": "2026-10-01T20:00",
        "finishesDraft": True,
    }

    refused = await execute("eli", CREATE, input=fields)
    still = (await form(posters)).typed
    made = await execute("eli", CREATE, input={**fields, "name": "Done"})

    assert refused["data"]["result"] == {"__typename": "InvalidInput", "faults": [{"path": ["name"]}]}
    assert (still, made["data"]["result"]["slug"], (await form(posters)).typed) == (WRONG, "done", None)


async def test_two_windows_that_keep_at_once_leave_one_draft(posters: Posters) -> None:
    await keep(posters)

    await asyncio.gather(*(keep(posters, typed={"name": [str(n)]}) for n in range(5)))

    assert (await form(posters)).typed in [{"name": [str(n)]} for n in range(5)]


async def test_more_than_a_form_holds_is_refused(posters: Posters) -> None:
    with pytest.raises(InvalidInput):
        await keep(posters, typed={"description": ["x" * 100_001]})
    with pytest.raises(InvalidInput):
        await keep(posters, typed={f"field{n}": [""] for n in range(101)})


@pytest.mark.parametrize(
    ("key", "slug", "refusal"),
    [
        (None, None, SignInRequired),
        ("ada", None, NotPermitted),
        ("zeynep", None, NotPermitted),
        ("zeynep", "robot-night", NotFound),
    ],
)
async def test_nobody_else_keeps_one(
    posters: Posters, key: str | None, slug: str | None, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await keep(posters, key, slug=slug)
