"""People make calendars of their own, each at an address that only they were told."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from conftest import NOW, SignIn
from sqlalchemy import select, text

from server.actor import ALL_SCOPES, ANONYMOUS, Actor, Member, Program
from server.audit.models import Action, AuditEntry
from server.commands.access_log import discreet
from server.db import Database
from server.errors import InvalidInput, NotFound, SessionRequired, SignInRequired
from server.events.filter import EventFilter
from server.feeds.models import CalendarSource
from server.feeds.personal import personal_calendar
from server.feeds.subscribe import MOST, MadeAddress, change_subscription, rotate_subscription, subscribe, unsubscribe
from server.feeds.subscriptions import calendar_subscriptions
from server.feeds.wish import CalendarWish, wish
from server.finding.save_filter import remove_filter, save_filter
from server.seed import SeededCampus

HOST = "http://hallway.test"


def wanted(name: str = "Phone", **facts: Any) -> CalendarWish:
    usual: dict[str, Any] = {"sources": frozenset({CalendarSource.GOING}), "saved_filter_id": None}
    return wish(**{"name": name, "remind_minutes": None, **usual, **facts})


async def make(database: Database, actor: Actor, **facts: Any) -> MadeAddress:
    async with database.write() as session:
        return await subscribe(session, actor=actor, wish=wanted(**facts), now=NOW)


async def rotate(database: Database, actor: Actor, id_: UUID) -> MadeAddress:
    async with database.write() as session:
        return await rotate_subscription(session, actor=actor, id=id_, now=NOW)


async def remove(database: Database, actor: Actor, id_: UUID) -> None:
    async with database.write() as session:
        await unsubscribe(session, actor=actor, id=id_, now=NOW)


async def opens(database: Database, secret: str) -> bool:
    return await personal_calendar(database, secret=secret, base_url=HOST, now=NOW) is not None


@pytest.fixture
def ada(campus: SeededCampus) -> Member:
    return Member(campus.people["ada"])


async def test_address_is_kept_as_a_hash(database: Database, ada: Member) -> None:
    made = await make(database, ada)

    rows = await database.rows(text("SELECT * FROM feed_subscription"))

    assert len(made.secret) == 43
    assert made.secret not in repr([tuple(row) for row in rows])


async def test_each_calendar_has_an_address_of_its_own(database: Database, ada: Member) -> None:
    one, other = await make(database, ada), await make(database, ada, name="  Lap\ttop ")

    await remove(database, ada, one.row.id)

    assert one.secret != other.secret
    assert (await opens(database, one.secret), await opens(database, other.secret)) == (False, True)
    assert [row.name for row in await calendar_subscriptions(database, actor=ada)] == ["Lap top"]


async def test_another_address_makes_the_old_one_useless_at_once(database: Database, ada: Member) -> None:
    made = await make(database, ada)
    await opens(database, made.secret)

    again = await rotate(database, ada, made.row.id)

    assert (await opens(database, made.secret), await opens(database, again.secret)) == (False, True)
    assert (again.row.id, again.row.name) == (made.row.id, made.row.name)


async def test_change_keeps_the_address(database: Database, ada: Member) -> None:
    made = await make(database, ada)

    async with database.write() as session:
        sources = frozenset({CalendarSource.SPEAKING, CalendarSource.HOSTING})
        await change_subscription(
            session, actor=ada, id=made.row.id, wish=wanted(name="Work", sources=sources, remind_minutes=15)
        )

    (row,) = await calendar_subscriptions(database, actor=ada)
    assert (row.name, row.sources, row.remind_minutes) == ("Work", "HOSTING SPEAKING", 15)
    assert await opens(database, made.secret)


async def test_calendar_of_a_filter_that_is_removed_is_empty(database: Database, ada: Member) -> None:
    async with database.write() as session:
        kept = await save_filter(session, actor=ada, name="All", filter=EventFilter(campus="boston"), now=NOW)
    made = await make(database, ada, sources=frozenset(), saved_filter_id=kept.id)
    before = await personal_calendar(database, secret=made.secret, base_url=HOST, now=NOW)

    async with database.write() as session:
        await remove_filter(session, actor=ada, filter_id=kept.id)

    after = await personal_calendar(database, secret=made.secret, base_url=HOST, now=NOW)
    assert before is not None
    assert after is not None
    assert ("BEGIN:VEVENT" in before.text, "BEGIN:VEVENT" in after.text) == (True, False)


@pytest.mark.parametrize(
    ("facts", "paths"),
    [
        ({"name": " "}, [("name",)]),
        ({"name": "x" * 101}, [("name",)]),
        ({"name": "a\x07"}, [("name",)]),
        ({"sources": frozenset()}, [("sources",)]),
        ({"remind_minutes": -1}, [("remindMinutes",)]),
        ({"remind_minutes": 10_081}, [("remindMinutes",)]),
        ({"name": "", "sources": frozenset(), "remind_minutes": -1}, [("name",), ("sources",), ("remindMinutes",)]),
        ({"saved_filter_id": UUID(int=1)}, [("savedFilter",), ("savedFilter",)]),
        ({"saved_filter_id": UUID(int=1), "sources": frozenset()}, [("savedFilter",)]),
    ],
)
async def test_subscribe_gathers_all_faults(
    database: Database, ada: Member, facts: dict[str, Any], paths: list[tuple[str, ...]]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        await make(database, ada, **facts)

    assert [fault.path for fault in refused.value.faults] == paths


async def test_subscribe_to_somebody_elses_filter_is_refused(database: Database, campus: SeededCampus) -> None:
    ben = Member(campus.people["ben"])
    async with database.write() as session:
        kept = await save_filter(session, actor=ben, name="All", filter=EventFilter(campus="boston"), now=NOW)

    with pytest.raises(InvalidInput, match="Choose one of your saved filters"):
        await make(database, Member(campus.people["ada"]), sources=frozenset(), saved_filter_id=kept.id)


async def test_subscribe_no_more_than_anybody_can_look_after(database: Database, ada: Member) -> None:
    for _ in range(MOST):
        await make(database, ada)

    with pytest.raises(InvalidInput, match="You have 20 calendars already"):
        await make(database, ada)


async def test_calendars_are_their_owners_only(database: Database, ada: Member, campus: SeededCampus) -> None:
    ben, made = Member(campus.people["ben"]), await make(database, ada)

    for act in (rotate, remove):
        with pytest.raises(NotFound):
            await act(database, ben, made.row.id)
    with pytest.raises(NotFound):
        async with database.write() as session:
            await change_subscription(session, actor=ben, id=made.row.id, wish=wanted())

    assert await calendar_subscriptions(database, actor=ben) == []
    assert await opens(database, made.secret)


async def test_calendars_are_made_by_people_only(database: Database, ada: Member) -> None:
    made = await make(database, ada)
    every = ada.person_id
    cases: list[tuple[Actor, type[Exception]]] = [
        (ANONYMOUS, SignInRequired),
        (Member(every, ALL_SCOPES), SessionRequired),
        (Program(every, ALL_SCOPES), SessionRequired),
    ]
    for actor, refusal in cases:
        with pytest.raises(refusal):
            await make(database, actor)
        with pytest.raises(refusal):
            await calendar_subscriptions(database, actor=actor)
        for act in (rotate, remove):
            with pytest.raises(refusal):
                await act(database, actor, made.row.id)


async def test_addresses_are_written_down_without_saying_which(database: Database, ada: Member) -> None:
    made = await make(database, ada)
    again = await rotate(database, ada, made.row.id)
    await remove(database, ada, made.row.id)

    rows = await database.rows(select(AuditEntry).where(AuditEntry.actor_id == ada.person_id).order_by(AuditEntry.id))
    given, taken = Action.CALENDAR_ADDRESS_MADE, Action.CALENDAR_ADDRESS_TAKEN_BACK
    assert sorted(row.action for row in rows) == sorted([given, taken, given, taken])
    assert [secret for secret in (made.secret, again.secret) if secret in repr([tuple(row) for row in rows])] == []


async def test_download_by_its_address(client: httpx.AsyncClient, database: Database, ada: Member) -> None:
    made = await make(database, ada)
    path = f"/feeds/{made.secret}.ics"

    answer = await client.get(path)
    again = await client.get(path, headers={"If-None-Match": answer.headers["etag"]})
    told = await client.head(path)

    assert (answer.status_code, again.status_code, told.status_code) == (200, 304, 200)
    assert {one.headers["cache-control"] for one in (answer, again, told)} == {"private, no-cache"}
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'inline; filename="calendar.ics"'
    assert (answer.headers["content-encoding"], answer.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert "last-modified" not in answer.headers
    assert made.secret not in answer.text


async def test_download_by_an_address_that_was_taken_back_is_that_of_none(
    client: httpx.AsyncClient, database: Database, ada: Member
) -> None:
    made = await make(database, ada)
    await client.get(f"/feeds/{made.secret}.ics")
    await remove(database, ada, made.row.id)

    gone = await client.get(f"/feeds/{made.secret}.ics")
    none = await client.get(f"/feeds/{made.secret[::-1]}.ics")

    assert (gone.status_code, none.status_code) == (404, 404)
    assert gone.text.replace(made.secret, "") == none.text.replace(made.secret[::-1], "")


async def test_download_is_the_same_for_whoever_asks(
    client: httpx.AsyncClient, sign_in: SignIn, database: Database, ada: Member
) -> None:
    made = await make(database, ada)
    anonymous = await client.get(f"/feeds/{made.secret}.ics")
    await sign_in("ben")

    answer = await client.get(f"/feeds/{made.secret}.ics")

    assert answer.content == anonymous.content


async def test_address_is_in_no_log(database: Database, ada: Member) -> None:
    made = await make(database, ada)

    assert discreet(f"/feeds/{made.secret}.ics") == "/feeds/…"
