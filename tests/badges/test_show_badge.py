"""Somebody shows their badge; for whoever has set that, by another code each time."""

from datetime import datetime, timedelta

import pytest
from conftest import NOW, SECRET
from hall import Hall
from sqlalchemy import func, select

from server.actor import Member
from server.badges.errors import BadgeRevoked
from server.badges.fresh import fresh_badge
from server.badges.issue import issue_badge, revoke_badge
from server.badges.models import Badge
from server.badges.show import AN_HOUR, LATE, show_badge
from server.badges.token import derive, write
from server.config import Settings
from server.errors import NotFound
from server.people.models import Throttle
from server.people.throttle import subject

AN_HOUR_AGO = NOW - timedelta(hours=1)
MINUTE = timedelta(minutes=1)


async def show(hall: Hall, settings: Settings, now: datetime = AN_HOUR_AGO) -> str:
    """The letters that Ben shows."""
    async with hall.database.write() as session:
        shown = await show_badge(session, settings=settings, actor=Member(hall.person("ben")), now=now)
        return write(derive(SECRET, shown.seed))


async def test_badge_stays_as_it_is_for_whoever_did_not_ask_for_fresh_codes(hall: Hall, settings: Settings) -> None:
    shown = [await show(hall, settings), await show(hall, settings)]

    assert shown == [hall.code("ben")] * 2


async def test_each_time_has_another_code_and_the_last_one_dies(hall: Hall, settings: Settings) -> None:
    await hall.card("ben", fresh_codes=True)

    first, second = await show(hall, settings), await show(hall, settings)

    assert len({hall.code("ben"), first, second}) == 3
    for dead in (hall.code("ben"), first):
        with pytest.raises(BadgeRevoked) as refusal:
            await hall.scan("ada", "ben", code=dead)
        assert refusal.value.replaced
    assert (await hall.scan("ada", "ben", code=second)).person_id == hall.person("ben")


async def test_scan_that_waited_since_its_code_was_good_is_taken_for_a_week(hall: Hall, settings: Settings) -> None:
    await hall.card("ben", fresh_codes=True)
    await show(hall, settings)
    week = AN_HOUR_AGO + LATE

    taken = await hall.scan("ada", "ben", scanned_at=AN_HOUR_AGO - MINUTE, now=week - MINUTE)
    with pytest.raises(BadgeRevoked):
        await hall.scan("chen", "ben", scanned_at=AN_HOUR_AGO - MINUTE, now=week)
    with pytest.raises(BadgeRevoked):
        await hall.scan("chen", "ben", scanned_at=AN_HOUR_AGO, now=AN_HOUR_AGO + MINUTE)

    assert taken.person_id == hall.person("ben")


async def test_code_that_was_copied_takes_no_scan_any_more_nor_do_those_before_it(
    hall: Hall, settings: Settings
) -> None:
    await hall.card("ben", fresh_codes=True)
    shown = await show(hall, settings)

    async with hall.database.write() as session:
        await fresh_badge(session, settings=settings, actor=Member(hall.person("ben")), now=NOW)

    for code in (hall.code("ben"), shown):
        with pytest.raises(BadgeRevoked):
            await hall.scan("ada", "ben", code=code, scanned_at=AN_HOUR_AGO - MINUTE)


async def test_badge_that_was_printed_for_an_event_stays_good(hall: Hall, settings: Settings) -> None:
    await hall.card("ben", fresh_codes=True)
    ben, fair = hall.person("ben"), hall.campus.events["fair"]
    async with hall.database.write() as session:
        printed = await issue_badge(session, secret=SECRET, person_id=ben, event_id=fair, now=AN_HOUR_AGO)

    await show(hall, settings)

    met = await hall.scan("ada", "ben", code=write(derive(SECRET, printed.seed)))
    assert met.person_id == hall.person("ben")


async def test_whoever_shows_it_very_often_shows_the_last_one_again(hall: Hall, settings: Settings) -> None:
    await hall.card("ben", fresh_codes=True)
    shown = subject(settings.secret, "shown-codes", hall.person("ben").hex)
    async with hall.database.write() as session:
        session.add(Throttle(subject=shown, count=AN_HOUR - 1, ends_at=NOW + MINUTE))

    last = await show(hall, settings)

    assert last != hall.code("ben")
    assert await show(hall, settings) == last
    counted = select(func.count().label("badges")).where(Badge.person_id == hall.person("ben"))
    assert (await hall.database.rows(counted))[0].badges == 2


async def test_badge_that_was_given_up_is_not_shown_nor_made_again(hall: Hall, settings: Settings) -> None:
    (badge,) = await hall.database.rows(select(Badge.id).where(Badge.person_id == hall.person("ben")))
    async with hall.database.write() as session:
        await revoke_badge(session, actor=Member(hall.person("ben")), badge_id=badge.id, now=AN_HOUR_AGO)
    await hall.card("ben", fresh_codes=True)

    with pytest.raises(NotFound):
        await show(hall, settings)
