"""An address is followed: asked again, updated, called off where it is gone, and never twice."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from conftest import NOW, SECRET, Execute
from imports.brought import IMPORT, calendar, change, imported, vevent
from imports.elsewhere import Elsewhere, elsewhere
from sqlalchemy import Row, select

from server.attendance.ask_calendars import ask_calendars
from server.attendance.tell_of_import import told_of_import
from server.config import Settings
from server.db import Database
from server.events.models import EventStatus
from server.imports.ask import ask
from server.imports.models import ImportSource, SourceResult, SourceState
from server.imports.pace import next_time

PREVIEW = """
mutation($address: String!) {
  result: previewAddress(input: { organization: "robotics-club", address: $address, everyMinutes: 60 }) {
    __typename ... on PreviewImportSuccess { id draft { name new { count } } } ... on UserError { message }
  }
}"""
TEA, WALK, TALK = (vevent(f"SUMMARY:{name}", uid=name) for name in ("Tea", "Walk", "Talk"))


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Organizers may import from this machine."""
    return replace(settings, private_calendars=True)


@pytest.fixture
def there() -> Iterator[Elsewhere]:
    with elsewhere() as found:
        yield found


async def follow(execute: Execute, there: Elsewhere, *parts: str) -> dict[str, Any]:
    there.octets = calendar(*parts)
    seen = (await execute("eli", PREVIEW, address=there.url))["data"]["result"]
    done: dict[str, Any] = (await execute("eli", IMPORT, id=seen["id"]))["data"]["result"]
    return done


async def now_asked(
    database: Database, settings: Settings, source_id: UUID, *, most_may_go: bool = False, now: datetime
) -> None:
    """Somebody wants it now."""
    announcing = told_of_import(settings, now=now)
    more = {"early": True, "most_may_go": most_may_go}
    await ask(database, settings, source_id, **more, announcing=announcing, now=now)


async def source(database: Database) -> Row[Any]:
    (row,) = await database.rows(select(*ImportSource.__table__.c))
    return row


async def statuses(database: Database) -> dict[str, str]:
    return {row.name: row.status.value for row in await imported(database)}


async def test_an_address_is_previewed_followed_and_kept_like_a_password(
    execute: Execute, database: Database, there: Elsewhere
) -> None:
    there.octets = calendar(TEA, WALK)

    seen = (await execute("eli", PREVIEW, address=there.url))["data"]["result"]
    before = await imported(database)
    done = await execute("eli", IMPORT, id=seen["id"])
    again = (await execute("eli", PREVIEW, address=there.url))["data"]["result"]
    twice = await execute("eli", IMPORT, id=again["id"])

    row = await source(database)
    assert (before, seen["draft"]) == ([], {"name": "127.0.0.1/…/basic.ics", "new": {"count": 2}})
    assert (done["data"]["result"]["done"]["new"], len(await imported(database))) == (2, 2)
    assert twice["data"]["result"]["__typename"] == "AlreadyFollowed"
    assert (row.shown, row.result, row.message) == ("127.0.0.1/…/basic.ics", SourceResult.CHANGED, "2 new.")
    assert not any(b"secret-8b1f" in value for value in (row.sealed, row.fingerprint, row.answers.encode()))
    assert NOW + timedelta(minutes=54) <= row.next_at <= NOW + timedelta(minutes=66)


async def test_it_is_asked_only_for_what_is_new(
    execute: Execute, database: Database, settings: Settings, there: Elsewhere
) -> None:
    await follow(execute, there, TEA, WALK)
    later = NOW + timedelta(hours=2)

    asked = [await ask_calendars(database, settings, now=now) for now in (NOW, later, later)]

    row = await source(database)
    assert (asked, len(there.asked)) == ([0, 1, 0], 2)
    assert there.asked == [None, row.etag]
    assert (row.result, row.message, row.checked_at) == (SourceResult.SAME, "Nothing new.", later)


async def test_what_changes_there_changes_here_and_what_is_gone_is_called_off(
    execute: Execute, database: Database, settings: Settings, there: Elsewhere
) -> None:
    await follow(execute, there, TEA, WALK, TALK)
    there.octets = calendar(TEA, vevent("SUMMARY:Long walk", uid="Walk"), vevent("SUMMARY:Dinner", uid="Dinner"))

    await ask_calendars(database, settings, now=NOW + timedelta(hours=2))

    assert (await source(database)).message == "1 new, 1 changed, 1 called off."
    gone = {row.name: row.gone_at for row in await imported(database) if row.gone_at is not None}
    assert await statuses(database) == {
        **{"Tea": "SCHEDULED", "Long walk": "SCHEDULED", "Dinner": "SCHEDULED", "Talk": "CANCELLED"},
    }
    assert gone == {"Talk": NOW + timedelta(hours=2)}

    there.octets = calendar(TEA, TALK, vevent("SUMMARY:Long walk", uid="Walk"), vevent("SUMMARY:Dinner", uid="Dinner"))
    await ask_calendars(database, settings, now=NOW + timedelta(hours=4))

    assert (await statuses(database))["Talk"] == "SCHEDULED"


async def test_when_most_are_gone_it_pauses_and_asks(
    execute: Execute, database: Database, settings: Settings, there: Elsewhere
) -> None:
    await follow(execute, there, TEA, WALK, TALK)
    there.octets = calendar(TEA)
    asked = [await ask_calendars(database, settings, now=NOW + timedelta(hours=hours)) for hours in (2, 4)]
    paused, before = await source(database), await statuses(database)

    await now_asked(database, settings, paused.id, most_may_go=True, now=NOW + timedelta(hours=5))

    assert (asked, paused.state, paused.result) == ([1, 0], SourceState.ASKING, SourceResult.MOST_GONE)
    assert paused.message == "2 of 3 events to come are no longer there. None was called off: look, and say what to do."
    assert set(before.values()) == {"SCHEDULED"}
    assert (await source(database)).state is SourceState.ACTIVE
    assert await statuses(database) == {"Tea": "SCHEDULED", "Walk": "CANCELLED", "Talk": "CANCELLED"}


async def test_when_they_are_back_it_goes_on_by_itself(
    execute: Execute, database: Database, settings: Settings, there: Elsewhere
) -> None:
    await follow(execute, there, TEA, WALK, TALK)
    there.octets = calendar(TEA)
    await ask_calendars(database, settings, now=NOW + timedelta(hours=2))
    asking = await source(database)

    there.octets = calendar(TEA, WALK, TALK)
    await now_asked(database, settings, asking.id, now=NOW + timedelta(hours=3))

    assert (asking.state, (await source(database)).state) == (SourceState.ASKING, SourceState.ACTIVE)
    assert set((await statuses(database)).values()) == {"SCHEDULED"}


async def test_half_may_go_and_what_can_not_be_read_is_not_gone(
    execute: Execute, database: Database, settings: Settings, there: Elsewhere
) -> None:
    await follow(execute, there, TEA, WALK)
    there.octets = calendar(TEA, "BEGIN:VEVENT\r\nUID:Walk\r\nSUMMARY:Walk\r\nEND:VEVENT\r\n")
    await ask_calendars(database, settings, now=NOW + timedelta(hours=2))
    broken = await source(database)
    unread = await statuses(database)

    there.octets = calendar(TEA)
    await ask_calendars(database, settings, now=NOW + timedelta(hours=4))

    reason = "Nothing new. 1 refused: line 7: This VEVENT has no DTSTART, so nobody knows when it is."
    assert (broken.message, unread["Walk"]) == (reason, "SCHEDULED")
    assert (await statuses(database))["Walk"] == "CANCELLED"


async def test_what_was_changed_here_stays_whatever_is_said_there(
    execute: Execute, database: Database, settings: Settings, there: Elsewhere
) -> None:
    await follow(execute, there, TEA, WALK)
    await change(database, "Tea", NOW + timedelta(hours=1), name="Five o’clock tea", status=EventStatus.POSTPONED)
    there.octets = calendar(vevent("SUMMARY:High tea", "LOCATION:Hall", uid="Tea"), WALK)
    await ask_calendars(database, settings, now=NOW + timedelta(hours=2))
    shown = await execute("eli", '{ importing(organization: "robotics-club") { changedHere { name slug fields } } }')

    take = 'mutation { takeTheirs(input: { event: "tea-2026-10-05", field: NAME }) { __typename } }'
    for _ in range(2):
        await execute("eli", take)

    tea = next(row for row in await imported(database) if row.uid == "Tea")
    assert shown["data"]["importing"]["changedHere"] == [
        {"name": "Five o’clock tea", "slug": "tea-2026-10-05", "fields": ["NAME", "STATUS"]}
    ]
    assert (tea.name, tea.location_text, tea.status) == ("High tea", "Hall", EventStatus.POSTPONED)


async def test_two_pollers_at_once_ask_once(
    execute: Execute, database: Database, settings: Settings, there: Elsewhere
) -> None:
    await follow(execute, there, TEA)
    there.octets = calendar(TEA, WALK, TALK)
    other = Database.open(settings.database_url)
    later = NOW + timedelta(hours=2)

    four = (database, other, database, other)
    asked = await asyncio.gather(*(ask_calendars(base, settings, now=later) for base in four))

    await other.close()
    assert (sum(asked), len(there.asked), len(await imported(database))) == (1, 2, 3)


@pytest.mark.parametrize(
    ("status", "octets", "message"),
    [
        (500, b"", "127.0.0.1 answers 500 instead of a calendar. Open it in a browser to see why."),
        (200, b"Hello", "This is no calendar: no line says BEGIN:VCALENDAR or BEGIN:VEVENT."),
        (200, b" " * 5_300_000, "127.0.0.1 sends more than 5 MB. Export fewer events."),
    ],
)
async def test_what_fails_is_said_and_tried_again_later_and_later(
    execute: Execute,
    database: Database,
    settings: Settings,
    there: Elsewhere,
    status: int,
    octets: bytes,
    message: str,
) -> None:
    await follow(execute, there, TEA)
    there.status, there.octets = status, octets

    await ask_calendars(database, settings, now=NOW + timedelta(hours=2))
    once = await source(database)
    await ask_calendars(database, settings, now=once.next_at)
    twice = await source(database)
    there.status, there.octets = 200, calendar(TEA)
    await now_asked(database, settings, twice.id, now=twice.next_at)

    assert (once.result, once.failures, once.message) == (SourceResult.FAILED, 1, message)
    assert (twice.failures, twice.message) == (2, f"{message} It failed 2 times in a row.")
    assert twice.next_at - once.next_at > (once.next_at - NOW - timedelta(hours=2)) * 1.5
    assert ((await source(database)).failures, await statuses(database)) == (0, {"Tea": "SCHEDULED"})


@pytest.mark.parametrize(("failures", "hours"), [(0, 1), (1, 2), (2, 4), (3, 8), (5, 24), (2000, 24)])
def test_pace(failures: int, hours: int) -> None:
    pauses = {next_time(NOW, every_minutes=60, failures=failures) - NOW for _ in range(50)}

    assert timedelta(hours=hours * 0.9) <= min(pauses) < max(pauses) <= timedelta(hours=hours * 1.1)


async def test_a_slow_address_keeps_to_its_pace() -> None:
    pause = next_time(NOW, every_minutes=10_080, failures=3) - NOW

    assert pause >= timedelta(days=6)


async def test_addresses_inside_are_refused_unless_the_operator_says_otherwise(
    execute: Execute, database: Database, settings: Settings, there: Elsewhere
) -> None:
    await follow(execute, there, TEA)
    public = replace(settings, private_calendars=False)

    await ask_calendars(database, public, now=NOW + timedelta(hours=2))

    assert (await source(database)).message == "127.0.0.1 is inside this network. Save the calendar as a file."


async def test_another_secret_does_not_open_an_address(
    execute: Execute, database: Database, settings: Settings, there: Elsewhere
) -> None:
    await follow(execute, there, TEA)
    rotated = replace(settings, secrets=(bytes(32), SECRET))

    for secrets, now in ((rotated.secrets, NOW + timedelta(hours=2)), ((bytes(32),), NOW + timedelta(hours=4))):
        await ask_calendars(database, replace(settings, secrets=secrets), now=now)

    assert (len(there.asked), (await source(database)).message.startswith("Its address can’t be read")) == (2, True)


async def test_a_source_is_paused_gone_on_with_and_removed(
    execute: Execute, database: Database, settings: Settings, there: Elsewhere
) -> None:
    await follow(execute, there, TEA)
    id_ = f"import-source_{(await source(database)).id.hex}"
    given = "($id: ID!, $paused: Boolean!)"
    pause = f"mutation{given} {{ pauseImportSource(input: {{ id: $id, paused: $paused }}) {{ __typename }} }}"
    later = NOW + timedelta(hours=2)

    await execute("eli", pause, id=id_, paused=True)
    while_paused = await ask_calendars(database, settings, now=later)
    await execute("eli", pause, id=id_, paused=False)
    after = await ask_calendars(database, settings, now=later)
    await execute("eli", "mutation($id: ID!) { removeImportSource(input: { id: $id }) { __typename } }", id=id_)

    assert (while_paused, after) == (0, 1)
    assert await database.rows(select(ImportSource.id)) == []
    assert await statuses(database) == {"Tea": "SCHEDULED"}


async def test_an_unknown_time_zone_is_asked_about_and_the_answer_is_remembered(
    execute: Execute, database: Database, settings: Settings, there: Elsewhere
) -> None:
    await follow(execute, there, TEA)
    odd = "BEGIN:VEVENT\r\nUID:Odd\r\nDTSTART;TZID=Club time:20261005T180000\r\nSUMMARY:Odd\r\nEND:VEVENT\r\n"
    there.octets = calendar(TEA, odd)
    await ask_calendars(database, settings, now=NOW + timedelta(hours=2))
    id_ = f"import-source_{(await source(database)).id.hex}"
    answer = """mutation($id: ID!) {
      answerImportSource(input: { id: $id, name: "Club time", zone: "America/Chicago" }) {
        ... on ImportSourceSuccess { source { message unknownZones } } } }"""
    asked = await execute("eli", '{ importing(organization: "robotics-club") { sources { unknownZones } } }')

    done = await execute("eli", answer, id=id_)

    assert asked["data"]["importing"]["sources"] == [{"unknownZones": ["Club time"]}]
    assert done["data"]["answerImportSource"]["source"] == {"message": "1 new.", "unknownZones": []}
    assert [f"{row.starts_at:%H:%M}" for row in await imported(database) if row.name == "Odd"] == ["23:00"]
