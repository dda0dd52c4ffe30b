"""An organizer changes a whole series, or the part of it from one instance on."""

from datetime import UTC, datetime, timedelta
from typing import Any

import make
import pytest
from conftest import NOW
from sqlalchemy import select
from weekly import BOSTON, TOMAS, answer, listed, monday, rehearsal

from server.actor import ANONYMOUS, Actor, Member, Program, Scope
from server.db import Database
from server.errors import InvalidInput, NotPermitted, Refusal, ScopeMissing, SignInRequired
from server.events.agenda import AgendaItem
from server.events.cancel_following import cancel_following
from server.events.change_series import change_following, change_series
from server.events.history import EventChange, read_fields
from server.events.instances import as_moments
from server.events.models import Event, EventOverride, EventTag
from server.events.repetition import Repeats, Weekday
from server.keys import derived_key, new_key


async def everything(database: Database, number: int | None = None, *, actor: Actor = TOMAS, **given: Any) -> Event:
    async with database.write() as session:
        at = None if number is None else monday(number)
        return await change_series(session, actor=actor, slug="rehearsal", at=at, given=given, now=NOW)


async def following(database: Database, number: int, *, actor: Actor = TOMAS, **given: Any) -> Event:
    async with database.write() as session:
        return await change_following(session, actor=actor, slug="rehearsal", at=monday(number), given=given, now=NOW)


async def stop(database: Database, number: int, *, actor: Actor = TOMAS) -> Event:
    async with database.write() as session:
        return await cancel_following(session, actor=actor, slug="rehearsal", at=monday(number), now=NOW)


async def overrides(database: Database, event: Event) -> list[EventOverride]:
    async with database.read() as session:
        found = select(EventOverride).where(EventOverride.event_id == event.id).order_by(EventOverride.recurrence_id)
        return list(await session.scalars(found))


async def test_all_at_another_hour_keep_the_local_hour_exceptions_and_answers(database: Database) -> None:
    event = await rehearsal(
        database,
        exdates=as_moments([monday(2)]),
        overrides=[{"recurrence_id": monday(3), "name": "Dress rehearsal"}],
    )
    await answer(database, event, monday(1), "ada", "ben")
    await answer(database, event, monday(4), "ada")

    changed = await everything(database, 1, starts_at="2026-10-13T19:00", ends_at="2026-10-13T20:30")

    assert await listed(database) == ["10-06 19:00", "10-13 19:00 2", "10-27 19:00", "11-03 19:00 1", "11-10 19:00"]
    assert (changed.rrule, changed.sequence) == ("FREQ=WEEKLY;BYDAY=TU;COUNT=6", 1)
    assert [(one.recurrence_id, one.name) for one in await overrides(database, event)] == [
        (monday(3, hour=19) + timedelta(days=1), "Dress rehearsal")
    ]


async def test_all_a_week_later_take_their_answers_along(database: Database) -> None:
    event = await rehearsal(database)
    for number in range(6):
        await answer(database, event, monday(number), *["ada", "ben", "hana", "kofi", "eli", "fay"][: number + 1])

    await everything(database, starts_at="2026-10-12T18:00", ends_at="2026-10-12T20:00")

    assert await listed(database) == [
        *("10-12 18:00 1", "10-19 18:00 2", "10-26 18:00 3"),
        *("11-02 18:00 4", "11-09 18:00 5", "11-16 18:00 6"),
    ]


async def test_an_exception_of_the_instance_that_all_follow_is_none_any_more(database: Database) -> None:
    event = await rehearsal(database, overrides=[{"recurrence_id": monday(1), "room": "Hall 2"}])

    changed = await everything(database, 1, room="Hall 2")

    assert (changed.room, await overrides(database, event)) == ("Hall 2", [])


async def test_the_same_change_of_all_a_second_time_changes_nothing(database: Database) -> None:
    await rehearsal(database)
    await everything(database, starts_at="2026-10-05T19:00", ends_at="2026-10-05T20:00", name="Choir")

    changed = await everything(database, starts_at="2026-10-05T19:00", ends_at="2026-10-05T20:00", name="Choir")

    assert changed.sequence == 1


async def test_a_rule_that_leaves_out_what_people_come_to_cancels_it_for_them(database: Database) -> None:
    event = await rehearsal(database)
    await answer(database, event, monday(1), "ada")
    await answer(database, event, monday(2), "ben")

    await everything(database, repeats=Repeats.WEEKLY, every=2, times=3)

    assert await listed(database) == ["10-05 18:00", "10-12 18:00 off 1", "10-19 18:00 1", "11-02 18:00"]


async def test_a_series_on_more_days_keeps_those_it_had(database: Database) -> None:
    event = await rehearsal(database)
    await answer(database, event, monday(1), "ada")

    changed = await everything(database, repeats=Repeats.WEEKLY, weekdays=[Weekday.MO, Weekday.WE], until="2026-10-14")

    assert await listed(database) == ["10-05 18:00", "10-07 18:00", "10-12 18:00 1", "10-14 18:00"]
    assert changed.rrule == "FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261015T035959Z"


async def test_a_monthly_series_on_another_weekday_keeps_answers_within_the_month(database: Database) -> None:
    second_monday = datetime(2026, 10, 12, 22, tzinfo=UTC)
    event = await rehearsal(database, rrule="FREQ=MONTHLY;BYDAY=2MO;COUNT=4", starts_at=second_monday)
    await answer(database, event, datetime(2026, 12, 14, 23, tzinfo=UTC), "ada")

    changed = await everything(database, starts_at="2026-10-14T18:00", ends_at="2026-10-14T20:00")

    assert changed.rrule == "FREQ=MONTHLY;BYDAY=2WE;COUNT=4"
    assert await listed(database) == ["10-14 18:00", "11-11 18:00", "12-09 18:00 1", "01-13 18:00"]


async def test_an_event_that_takes_place_once_becomes_a_series_and_back(database: Database) -> None:
    event = await rehearsal(database, rrule=None)
    await answer(database, event, monday(0), "ada")

    await everything(database, repeats=Repeats.WEEKLY, times=2)
    series = await listed(database)
    await everything(database, repeats=Repeats.NEVER)

    assert (series, await listed(database)) == (["10-05 18:00 1", "10-12 18:00"], ["10-05 18:00 1"])


async def test_this_and_following_become_an_event_of_their_own(database: Database) -> None:
    event = await rehearsal(
        database,
        tags=["choir"],
        exdates=as_moments([monday(1), monday(4)]),
        overrides=[{"recurrence_id": monday(3), "status": "CANCELLED"}],
    )
    await answer(database, event, monday(0), "ada")
    await answer(database, event, monday(5), "ada", "ben")
    async with database.write() as session:
        times = {"starts_at": monday(2), "ends_at": monday(2)}
        session.add(AgendaItem(id=new_key(), event_id=event.id, name="Warm-up", **times))

    new = await following(database, 2, starts_at="2026-10-20T19:00", ends_at="2026-10-20T21:00", name="Choir")

    tags = await database.rows(select(EventTag.tag).where(EventTag.event_id == new.id))
    agenda = await database.rows(select(AgendaItem.event_id).where(AgendaItem.name == "Warm-up"))
    assert await listed(database) == ["10-05 18:00 1"]
    assert await listed(database, new.slug) == ["10-20 19:00", "10-27 19:00 off", "11-10 19:00 2"]
    assert (new.slug, new.name, new.rrule) == ("rehearsal-2", "Choir", "FREQ=WEEKLY;BYDAY=TU;COUNT=4")
    assert new.uid != event.uid
    assert ([row.tag for row in tags], [row.event_id for row in agenda]) == (["choir"], [new.id])


async def test_the_history_of_both_parts_says_what_they_were_together(database: Database) -> None:
    event = await rehearsal(database)

    new = await following(database, 2, room="Hall 2")

    told = {
        row.event_id: {one.field: (one.old, one.new) for one in read_fields(row.fields)}
        for row in await database.rows(select(EventChange.event_id, EventChange.fields))
    }
    whole = "FREQ=WEEKLY;BYDAY=MO;COUNT=6"
    assert told[event.id]["rrule"] == (whole, "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261019T215959Z")
    assert told[new.id]["rrule"] == (whole, "FREQ=WEEKLY;BYDAY=MO;COUNT=4")
    assert told[new.id]["room"] == (None, "Hall 2")


async def test_this_and_following_from_the_first_on_are_the_series_itself(database: Database) -> None:
    event = await rehearsal(database)

    changed = await following(database, 0, room="Hall 2")

    assert (changed.id, changed.room, len(await listed(database))) == (event.id, "Hall 2", 6)


async def test_following_ones_that_are_cancelled_stay_to_be_seen_as_far_as_people_come(database: Database) -> None:
    event = await rehearsal(database, rrule="FREQ=WEEKLY;BYDAY=MO")
    await answer(database, event, monday(3), "ada")

    stopped = await stop(database, 1)
    again = await stop(database, 1)

    assert await listed(database) == ["10-05 18:00", "10-12 18:00 off", "10-19 18:00 off", "10-26 18:00 off 1"]
    assert (stopped.rrule, again.sequence) == ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20261026T220000Z", 1)


async def test_all_day_series_end_on_a_day(database: Database) -> None:
    midnight = datetime(2026, 10, 5, 4, tzinfo=UTC)
    async with database.write() as session:
        event = await make.event(
            session, slug="rehearsal", starts_at=midnight, lasts=make.DAY, all_day=True, rrule="FREQ=WEEKLY;BYDAY=MO"
        )
        at = midnight + timedelta(weeks=5, hours=1)  # after clocks have changed
        await change_following(
            session,
            actor=TOMAS,
            slug="rehearsal",
            at=at,
            given={"starts_at": "2026-11-10", "ends_at": "2026-11-11", "repeats": Repeats.WEEKLY, "times": 2},
            now=NOW,
        )
        spans = await session.execute(
            select(Event.starts_at, Event.ends_at, Event.rrule).where(Event.name == "A lecture", Event.all_day)
        )
        new = max(spans)

    assert event.rrule == "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261108"
    assert [f"{one.astimezone(BOSTON):%m-%d %H:%M}" for one in new[:2]] == ["11-10 00:00", "11-12 00:00"]
    assert new.rrule == "FREQ=WEEKLY;BYDAY=TU;COUNT=2"


async def test_a_rule_with_days_of_its_own_is_not_moved_to_others(database: Database) -> None:
    await rehearsal(database, rrule="FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1;COUNT=3")

    with pytest.raises(InvalidInput) as caught:
        await everything(database, starts_at="2026-10-06T18:00", ends_at="2026-10-06T20:00")

    assert [fault.path for fault in caught.value.faults] == [("startsAt",)]


@pytest.mark.parametrize(
    ("given", "path", "begins"),
    [
        ({"repeats": Repeats.WEEKLY, "until": "2026-10-04"}, "until", "It begins on 5 October 2026."),
        ({"repeats": Repeats.WEEKLY, "until": "soon"}, "until", "“soon” is no day."),
        ({"repeats": Repeats.WEEKLY, "until": "2026-12-01", "times": 3}, "times", "It ends after a number of times or"),
        ({"repeats": Repeats.WEEKLY, "every": 0}, "every", "Take a whole number from 1 to 52."),
        ({"repeats": Repeats.WEEKLY, "weekdays": [Weekday.FR]}, "weekdays", "It begins on a Monday."),
        ({"repeats": Repeats.DAILY, "weekdays": [Weekday.MO]}, "weekdays", "Days of the week are for"),
        ({"repeats": Repeats.MONTHLY_ON_LAST_WEEKDAY}, "repeats", "5 October is not the last Monday"),
        ({"rrule": "FREQ=SECONDLY"}, "rrule", "The rule by which this repeats is too much"),
    ],
)
async def test_a_rule_that_cannot_be_is_explained_at_its_field(
    database: Database, given: dict[str, Any], path: str, begins: str
) -> None:
    await rehearsal(database)

    with pytest.raises(InvalidInput) as caught:
        await everything(database, **given)

    fault = caught.value.faults[0]
    assert (fault.path, fault.message[: len(begins)], len(await listed(database))) == ((path,), begins, 6)


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [
        (ANONYMOUS, SignInRequired),
        (Member(derived_key("person", "ada")), NotPermitted),
        (Member(derived_key("person", "dana")), NotPermitted),
        (Program(TOMAS.person_id, frozenset({Scope.READ_EVENTS})), ScopeMissing),
    ],
)
async def test_nobody_else_changes_or_ends_a_series(database: Database, actor: Actor, refusal: type[Refusal]) -> None:
    await rehearsal(database)

    with pytest.raises(refusal):
        await everything(database, actor=actor, name="Ours now")
    with pytest.raises(refusal):
        await following(database, 2, actor=actor, name="Ours now")
    with pytest.raises(refusal):
        await stop(database, 2, actor=actor)

    assert len(await listed(database)) == 6
