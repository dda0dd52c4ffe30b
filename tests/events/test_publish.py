"""An event is published, taken back, taken as a beginning, and thrown away where nobody saw it."""

import pytest
from posting import Posters
from sqlalchemy import select

from server.errors import InvalidInput, NotFound, NotPermitted, SignInRequired
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.errors import AlreadyPublished
from server.events.history import EventAct, EventChange
from server.events.keep import version_of
from server.events.models import Event, EventStatus, EventTag, Publication
from server.events.search import event_search


async def found(posters: Posters, event: Event) -> bool:
    there = select(event_search.c.name).where(event_search.c.occurrence_id == event.id)
    return bool(await posters.database.rows(there))


async def test_a_published_event_is_listed_and_found(posters: Posters) -> None:
    event = await posters.create()
    before = await found(posters, event)

    published = await posters.publish(event.slug)

    assert (published.publication, published.published_at is not None) == (Publication.PUBLISHED, True)
    assert [listed for _, listed, _ in await posters.occurrences(event)] == [True]
    assert (before, await found(posters, event)) == (False, True)


async def test_publishing_again_changes_nothing(posters: Posters) -> None:
    event = await posters.published()

    again = await posters.publish(event.slug, "tomas")

    assert version_of(again) == version_of(event)


async def test_what_everybody_sees_needs_a_summary(posters: Posters) -> None:
    event = await posters.create(summary=None)

    with pytest.raises(InvalidInput) as refused:
        await posters.publish(event.slug)

    assert refused.value.message == "Write one sentence: who should come, and why."


async def test_what_is_taken_back_is_listed_nowhere_and_raises_sequence_as_before(posters: Posters) -> None:
    event = await posters.published()

    draft = await posters.unpublish(event.slug)

    assert (draft.publication, await found(posters, event)) == (Publication.DRAFT, False)
    assert [listed for _, listed, _ in await posters.occurrences(event)] == [False]
    assert (await posters.change(draft, room="Bench 4")).sequence == event.sequence + 1
    assert [act for act, _ in await posters.history(event)] == [
        EventAct.CREATED,
        EventAct.PUBLISHED,
        EventAct.UNPUBLISHED,
        EventAct.CHANGED,
    ]


async def test_a_duplicate_says_the_same_and_is_another(posters: Posters) -> None:
    original = await posters.event("halden-info")
    await posters.administrate("eli")

    copy = await posters.duplicate("halden-info")

    agenda = (
        select(AgendaItem.name, AgendaSpeaker.name.label("speaker"))
        .join(AgendaSpeaker, AgendaSpeaker.agenda_item_id == AgendaItem.id)
        .order_by(AgendaItem.starts_at, AgendaSpeaker.position)
    )
    theirs, ours = [
        [tuple(row) for row in await posters.database.rows(agenda.where(AgendaItem.event_id == event.id))]
        for event in (original, copy)
    ]
    tags = select(EventTag.tag).where(EventTag.event_id == copy.id)
    assert (copy.name, copy.online_url, copy.starts_at) == (original.name, original.online_url, original.starts_at)
    assert (copy.publication, copy.sequence, copy.published_at) == (Publication.DRAFT, 0, None)
    assert copy.uid != original.uid
    assert copy.slug == "halden-robotics-co-op-places-for-spring"
    assert (len(theirs), ours) == (4, theirs)
    assert {row.tag for row in await posters.database.rows(tags)} == {"career", "co-op", "robotics"}


async def test_a_cancelled_event_is_duplicated_as_one_that_takes_place(posters: Posters) -> None:
    event = await posters.published()
    await posters.cancel(event.slug, reason="No solder.")

    copy = await posters.duplicate(event.slug)

    assert (copy.status, copy.cancelled_at, copy.cancel_reason) == (EventStatus.SCHEDULED, None, None)


async def test_a_draft_goes_with_its_history(posters: Posters) -> None:
    event = await posters.create(tags=["making"])

    organization = await posters.discard(event.slug)

    changes = select(EventChange.id).where(EventChange.event_id == event.id)
    assert (organization, await posters.database.rows(changes)) == ("robotics-club", [])
    with pytest.raises(NotFound):
        await posters.discard(event.slug)


@pytest.mark.parametrize("taken_back", [False, True])
async def test_what_somebody_may_have_in_a_calendar_is_not_deleted(posters: Posters, taken_back: bool) -> None:
    event = await posters.published()
    if taken_back:
        await posters.unpublish(event.slug)

    with pytest.raises(AlreadyPublished):
        await posters.discard(event.slug)

    assert (await posters.event(event.slug)).id == event.id


@pytest.mark.parametrize("verb", ["publish", "unpublish", "duplicate", "discard"])
@pytest.mark.parametrize(
    ("key", "slug", "refusal"),
    [
        (None, "solder-badge", SignInRequired),
        ("ada", "solder-badge", NotPermitted),
        ("zeynep", "solder-badge", NotPermitted),
        ("zeynep", "robot-night", NotFound),
    ],
)
async def test_nobody_else_does(
    posters: Posters, verb: str, key: str | None, slug: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await getattr(posters, verb)(slug, key)
