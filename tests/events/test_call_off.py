"""An event is cancelled, put off, moved, and takes place after all."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from conftest import NOW
from posting import Posters

from server.errors import InvalidInput, NotFound, NotPermitted, SignInRequired
from server.events.errors import AlreadyOver
from server.events.history import EventAct
from server.events.keep import version_of
from server.events.models import EventStatus
from server.events.repetition import Repeats

LONG_AFTER = NOW + timedelta(days=60)


async def test_a_cancelled_event_stays_where_it_was_and_says_why(posters: Posters) -> None:
    event = await posters.published()

    cancelled = await posters.cancel(event.slug, reason="  The irons are broken.  ")

    said = (cancelled.status, cancelled.cancelled_at, cancelled.cancel_reason, cancelled.sequence)
    assert said == (EventStatus.CANCELLED, NOW, "The irons are broken.", event.sequence + 1)
    assert await posters.occurrences(event) == [(event.starts_at, True, EventStatus.CANCELLED)]
    assert (await posters.history(event))[-1][0] is EventAct.CANCELLED


async def test_cancelling_again_only_changes_the_reason(posters: Posters) -> None:
    event = await posters.published()
    first = await posters.cancel(event.slug, reason="No irons.")

    same = await posters.cancel(event.slug, reason="No irons.", now=NOW + timedelta(hours=1))
    other = await posters.cancel(event.slug, reason="No room.", now=NOW + timedelta(hours=2))

    assert version_of(same) == version_of(first)
    assert (other.cancel_reason, other.cancelled_at, other.sequence) == ("No room.", NOW, first.sequence)


async def test_a_cancellation_is_taken_back(posters: Posters) -> None:
    event = await posters.published()
    await posters.cancel(event.slug, reason="No irons.")

    restored = await posters.restore(event.slug)

    said = (restored.status, restored.cancelled_at, restored.cancel_reason, restored.sequence)
    assert said == (EventStatus.SCHEDULED, None, None, event.sequence + 2)
    assert version_of(await posters.restore(event.slug)) == version_of(restored)


async def test_a_postponed_event_gets_a_new_time(posters: Posters) -> None:
    event = await posters.published(door_at="2026-10-01T18:00")
    postponed = await posters.postpone(event.slug)

    moved = await posters.reschedule(event.slug, starts_at="2026-10-08T19:00", ends_at="2026-10-08T21:00")

    assert (postponed.status, moved.status) == (EventStatus.POSTPONED, EventStatus.RESCHEDULED)
    assert (moved.starts_at, moved.previous_starts_at) == (
        datetime(2026, 10, 8, 23, tzinfo=UTC),
        event.starts_at,
    )
    assert moved.door_at == datetime(2026, 10, 8, 22, 30, tzinfo=UTC)
    assert moved.sequence == event.sequence + 2


async def test_a_moved_event_that_is_cancelled_and_restored_is_still_moved(posters: Posters) -> None:
    event = await posters.published()
    await posters.reschedule(event.slug, starts_at="2026-10-08T19:00", ends_at="2026-10-08T21:00")
    await posters.cancel(event.slug)

    restored = await posters.restore(event.slug)

    assert (restored.status, restored.previous_starts_at) == (EventStatus.RESCHEDULED, event.starts_at)


async def test_the_same_time_is_no_change(posters: Posters) -> None:
    event = await posters.published()

    same = await posters.reschedule(event.slug, starts_at="2026-10-01T18:30", ends_at="2026-10-01T20:30")

    assert (same.status, version_of(same)) == (EventStatus.SCHEDULED, version_of(event))


@pytest.mark.parametrize(
    ("times", "path", "message"),
    [
        ({}, "startsAt", "Say when it begins."),
        (
            {"starts_at": "2026-10-08T19:00", "ends_at": "2026-10-08T07:00"},
            "endsAt",
            "07:00 is before 19:00. Take a later time.",
        ),
        (
            {"starts_at": "2026-09-08T19:00", "ends_at": "2026-09-08T20:00"},
            "endsAt",
            "That is already over. Take a time that is to come.",
        ),
    ],
)
async def test_a_new_time_is_one_that_can_be(posters: Posters, times: dict[str, Any], path: str, message: str) -> None:
    event = await posters.published()

    with pytest.raises(InvalidInput) as refused:
        await posters.reschedule(event.slug, **times)

    fault = refused.value.faults[0]
    assert (fault.path, fault.message) == ((path,), message)


@pytest.mark.parametrize("verb", ["cancel", "postpone"])
async def test_what_is_over_stays_as_it_was(posters: Posters, verb: str) -> None:
    event = await posters.published()

    with pytest.raises(AlreadyOver):
        await getattr(posters, verb)(event.slug, now=LONG_AFTER)


async def test_a_series_that_began_long_ago_may_still_be_cancelled(posters: Posters) -> None:
    event = await posters.published(repeats=Repeats.WEEKLY)

    cancelled = await posters.cancel(event.slug, now=LONG_AFTER)

    assert cancelled.status is EventStatus.CANCELLED


async def test_a_long_reason_is_refused(posters: Posters) -> None:
    event = await posters.published()

    with pytest.raises(InvalidInput) as refused:
        await posters.cancel(event.slug, reason="x" * 501)

    assert refused.value.faults[0].path == ("reason",)


@pytest.mark.parametrize("verb", ["cancel", "postpone", "reschedule", "restore"])
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
