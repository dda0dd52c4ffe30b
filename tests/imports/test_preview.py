"""An organizer sees what a file would bring before anything is written, and then brings it in."""

from datetime import timedelta
from typing import Any

import pytest
from conftest import NOW, Execute
from imports.brought import ANSWER, IMPORT, bring, calendar, change, imported, look, vevent
from sqlalchemy import delete, func, select, update

from schema.context import Context, Resources
from server.actor import Member, Program, Scope
from server.db import Database
from server.events.history import EventAct, EventChange, FieldChange, read_fields
from server.events.models import Event, EventStatus, Publication
from server.events.reviews import EventReview
from server.imports.answers import NOTHING_ANSWERED
from server.imports.host import host_by_slug
from server.imports.models import ImportDraft
from server.imports.plan import plan
from server.imports.read_file import MAX_OCTETS, read_file
from server.organizations.models import Organization, Posting, TrustedPoster
from server.seed import SeededCampus

LATER = NOW + timedelta(hours=1)


async def test_preview_says_what_would_become_of_each_event_and_writes_none(
    execute: Execute, database: Database
) -> None:
    await bring(execute, vevent("SUMMARY:Talk"), vevent("SUMMARY:Walk", uid="2"), vevent("SUMMARY:Tea", uid="3"))
    before = await database.rows(select(Event).order_by(Event.id))

    seen = await look(
        execute,
        vevent("SUMMARY:Talk", "LOCATION:Hall 2", "DESCRIPTION:Bring a pen"),
        vevent("SUMMARY:Tea", uid="3"),
        vevent("SUMMARY:Dinner", uid="4"),
        "BEGIN:VEVENT\r\nUID:5\r\nSUMMARY:Sometime\r\nEND:VEVENT\r\n",
    )

    draft = seen["draft"]
    assert (draft["name"], draft["events"], draft["same"]) == ("calendar.ics", 3, 1)
    assert draft["new"] == {"count": 1, "nodes": [{"name": "Dinner", "uid": "4"}]}
    assert draft["changed"]["nodes"] == [
        {"name": "Talk", "changes": ["DESCRIPTION", "PLACE"], "own": [], "slug": "talk-2026-10-05"}
    ]
    assert draft["gone"] == {"count": 1, "nodes": [{"name": "Walk", "line": None}]}
    assert draft["refused"] == [
        {"line": 19, "count": 1, "reason": "This VEVENT has no DTSTART, so nobody knows when it is."}
    ]
    assert await database.rows(select(Event).order_by(Event.id)) == before


async def test_import_writes_what_the_preview_showed_and_once(execute: Execute, database: Database) -> None:
    seen = await look(execute, vevent("SUMMARY:Talk"))

    first = await execute("eli", IMPORT, id=seen["id"])
    second = await execute("eli", IMPORT, id=seen["id"])

    assert first["data"]["result"]["done"] == {
        **{"new": 1, "changed": 0, "same": 0},
        **{"cancelled": 0, "skipped": 0, "refused": 0},
    }
    assert second["data"]["result"]["__typename"] == "ImportGone"
    assert [row.name for row in await imported(database)] == ["Talk"]
    assert (await bring(execute, vevent("SUMMARY:Talk")))["same"] == 1


async def test_import_looks_anew_at_what_changed_since_the_preview(execute: Execute, database: Database) -> None:
    early, late = await look(execute, vevent("SUMMARY:Talk")), await look(execute, vevent("SUMMARY:Talk"))
    await execute("eli", IMPORT, id=early["id"])

    answer = await execute("eli", IMPORT, id=late["id"])

    assert (late["draft"]["new"]["count"], answer["data"]["result"]["done"]["new"]) == (1, 0)
    assert len(await imported(database)) == 1


@pytest.mark.parametrize(
    "how", [{"name": "Campus talk"}, {"location_text": "Hall 9"}, {"status": EventStatus.POSTPONED}]
)
async def test_what_was_changed_here_stays_and_is_shown_so(
    execute: Execute, database: Database, how: dict[str, Any]
) -> None:
    await bring(execute, vevent("SUMMARY:Talk", "LOCATION:Hall"))
    await change(database, "talk@example.edu", LATER, **how)

    seen = await look(execute, vevent("SUMMARY:A talk", "LOCATION:Aula", "STATUS:CANCELLED", "URL:https://a.example/"))
    await execute("eli", IMPORT, id=seen["id"])

    (changed,) = seen["draft"]["changed"]["nodes"]
    (row,) = await imported(database)
    theirs = {"name": "A talk", "location_text": "Aula", "status": EventStatus.CANCELLED}
    assert changed["own"] == [{"name": "NAME", "location_text": "PLACE", "status": "STATUS"}[name] for name in how]
    assert "LINK" in changed["changes"]
    assert {name: getattr(row, name) for name in theirs} == {**theirs, **how}
    assert row.url == "https://a.example/"


async def test_what_was_changed_here_stays_also_the_time_after(execute: Execute, database: Database) -> None:
    await bring(execute, vevent("SUMMARY:Talk"))
    await change(database, "talk@example.edu", LATER, name="Campus talk")
    await bring(execute, vevent("SUMMARY:A talk"))

    await bring(execute, vevent("SUMMARY:The talk", "LOCATION:Aula"))

    (row,) = await imported(database)
    assert (row.name, row.location_text) == ("Campus talk", "Aula")


@pytest.mark.parametrize(
    ("lines", "likely"),
    [
        (["SUMMARY:Robot  Evening", "LOCATION:Hall"], True),
        (["SUMMARY:The robot evening", "LOCATION:Main hall"], True),
        (["SUMMARY:Robot evening"], True),
        (["SUMMARY:Robot evening", "LOCATION:Boathouse"], False),
        (["SUMMARY:Chess", "LOCATION:Hall"], False),
        (["SUMMARY:Chess", "LOCATION:Elsewhere", "URL:https://robots.example/evening"], True),
    ],
)
async def test_what_is_likely_there_comes_in_only_if_it_is_ticked(
    execute: Execute, database: Database, lines: list[str], likely: bool
) -> None:
    await bring(execute, vevent("SUMMARY:Robot evening", "LOCATION:Hall", "URL:https://robots.example/evening"))

    seen = await look(execute, vevent(*lines, uid="other"))
    without = await bring(execute, vevent(*lines, uid="other"))
    ticked = await bring(execute, vevent(*lines, uid="other"), duplicates=["other"])

    slugs = [one["likely"]["slug"] for one in seen["draft"]["duplicates"]["nodes"]]
    assert slugs == (["robot-evening-2026-10-05"] if likely else [])
    assert (without["new"], without["skipped"]) == ((0, 1) if likely else (1, 0))
    assert ticked["new"] == int(likely)
    assert len(await imported(database)) == 2


async def test_another_time_is_another_event(execute: Execute) -> None:
    await bring(execute, vevent("SUMMARY:Robot evening"))

    seen = await look(execute, vevent("SUMMARY:Robot evening", uid="2", start="20261006T220000Z"))

    assert seen["draft"]["duplicates"]["count"] == 0


async def test_what_the_file_no_longer_has_is_called_off_only_if_that_is_said(
    execute: Execute, database: Database
) -> None:
    await bring(execute, vevent("SUMMARY:Talk"), vevent("SUMMARY:Walk", uid="2"))
    await bring(execute, vevent("SUMMARY:Talk"))
    assert {row.status for row in await imported(database)} == {EventStatus.SCHEDULED}

    off = await bring(execute, vevent("SUMMARY:Talk"), cancelGone=True)
    back = await bring(execute, vevent("SUMMARY:Talk"), vevent("SUMMARY:Walk", uid="2"))

    assert (off["cancelled"], back["changed"]) == (1, 1)
    assert {row.status for row in await imported(database)} == {EventStatus.SCHEDULED}


async def test_an_unknown_time_zone_is_asked_about_and_the_answer_holds(execute: Execute, database: Database) -> None:
    start = "DTSTART;TZID=Club time:20261005T180000"
    parts = f"BEGIN:VEVENT\r\nUID:1\r\n{start}\r\nSUMMARY:Talk\r\nEND:VEVENT\r\n", vevent("SUMMARY:Walk", uid="2")
    seen = await look(execute, *parts)

    answer = await execute("eli", ANSWER, id=seen["id"], name="Club time", zone="America/Chicago")
    await execute("eli", IMPORT, id=seen["id"])

    reason = "“Club time” is no time zone known here. Say which one it is."
    assert (seen["draft"]["unknownZones"], seen["draft"]["new"]["count"]) == (["Club time"], 1)
    assert seen["draft"]["refused"] == [{"line": 2, "count": 1, "reason": reason}]
    answered = answer["data"]["result"]["draft"]
    assert (answered["unknownZones"], answered["new"]["count"], answered["refused"]) == ([], 2, [])
    assert [f"{row.starts_at:%H:%M} {row.time_zone}" for row in await imported(database)] == [
        "22:00 America/New_York",
        "23:00 America/Chicago",
    ]


async def test_times_without_a_zone_are_asked_about(execute: Execute, database: Database) -> None:
    seen = await look(execute, vevent("SUMMARY:Talk", start="20261005T180000"))

    wrong = await execute("eli", ANSWER, id=seen["id"], zone="Boston time")
    right = await execute("eli", ANSWER, id=seen["id"], zone="Europe/London")
    await execute("eli", IMPORT, id=seen["id"])

    assert (seen["draft"]["zone"], seen["draft"]["isZoneAssumed"]) == ("America/New_York", True)
    assert wrong["data"]["result"]["__typename"] == "InvalidInput"
    assert right["data"]["result"]["draft"]["isZoneAssumed"] is False
    assert [f"{row.starts_at:%H:%M}" for row in await imported(database)] == ["17:00"]


async def test_what_a_trusted_poster_imports_goes_out_as_their_posts_do(
    execute: Execute, database: Database, campus: SeededCampus
) -> None:
    robotics, eli = campus.organizations["robotics-club"], campus.people["eli"]
    async with database.write() as session:
        await session.execute(update(Organization).where(Organization.id == robotics).values(posting=Posting.REVIEWED))
        session.add(TrustedPoster(organization_id=robotics, person_id=eli, trusted_at=NOW))

    await bring(execute, vevent("SUMMARY:Talk"))

    async with database.write() as session:
        await session.execute(delete(TrustedPoster))
    await bring(execute, vevent("SUMMARY:The talk"))

    assert [(row.name, row.publication) for row in await imported(database)] == [("The talk", "PUBLISHED")]
    assert await database.rows(select(EventReview.event_id).where(EventReview.sent_at == NOW)) == []


async def test_events_of_a_reviewed_organization_wait_for_review(
    execute: Execute, database: Database, campus: SeededCampus
) -> None:
    async with database.write() as session:
        robotics = Organization.slug == "robotics-club"
        await session.execute(update(Organization).where(robotics).values(posting=Posting.REVIEWED))

    await bring(execute, vevent("SUMMARY:Talk"), vevent("SUMMARY:Secret", "CLASS:PRIVATE", uid="2"))

    kept = {row.name: row.publication for row in await imported(database)}
    waiting = await database.rows(select(EventReview.sender_id).where(EventReview.sent_at == NOW))
    assert kept == {"Talk": Publication.IN_REVIEW, "Secret": Publication.DRAFT}
    assert [row.sender_id for row in waiting] == [campus.people["eli"]]


async def test_what_an_import_does_stands_in_the_history_of_its_events(
    execute: Execute, database: Database, campus: SeededCampus
) -> None:
    await bring(execute, vevent("SUMMARY:Talk"))
    await bring(execute, vevent("SUMMARY:The talk", "STATUS:CANCELLED"))

    (event,) = await imported(database)
    mine = select(EventChange).where(EventChange.event_id == event.id).order_by(EventChange.at)
    async with database.read() as session:
        entries = (await session.scalars(mine)).all()
    assert [(entry.act, entry.words, entry.actor_id) for entry in entries] == [
        (EventAct.CREATED, "Imported.", campus.people["eli"]),
        (EventAct.CANCELLED, "Imported.", campus.people["eli"]),
    ]
    assert read_fields(entries[1].fields) == [
        FieldChange("name", "Talk", "The talk"),
        FieldChange("status", "SCHEDULED", "CANCELLED"),
    ]


@pytest.mark.parametrize(
    ("key", "answer"), [(None, "SignInRequired"), ("ada", "NotPermitted"), ("dana", "NotPermitted"), ("tomas", None)]
)
async def test_only_who_posts_for_an_organization_imports_for_it(
    execute: Execute, key: str | None, answer: str | None
) -> None:
    theirs = await look(execute, vevent("SUMMARY:Talk"))

    seen = await look(execute, vevent("SUMMARY:Talk"), key=key)
    found = await execute(
        key, f'{{ importing(organization: "robotics-club") {{ draft(id: "{theirs["id"]}") {{ id }} }} }}'
    )
    done = await execute(key, IMPORT, id=theirs["id"])

    assert seen["__typename"] == (answer or "PreviewImportSuccess")
    assert (found["data"]["importing"] is None) == (answer is not None)
    there = "SignInRequired" if key is None else "NotFound" if answer else "ImportEventsSuccess"
    assert done["data"]["result"]["__typename"] == there


async def test_a_program_needs_the_scope(resources: Resources, campus: SeededCampus) -> None:
    from schema import schema

    asked = '{ importing(organization: "robotics-club") { name } }'
    got = []
    for scopes in ({Scope.READ_EVENTS}, {Scope.POST_EVENTS}):
        actor = Program(campus.people["eli"], frozenset(scopes))
        got.append((await schema.execute(asked, {}, context_value=Context(resources, actor, NOW))).data)
    member = Member(campus.people["eli"], frozenset({Scope.SCAN}))
    got.append((await schema.execute(asked, {}, context_value=Context(resources, member, NOW))).data)

    assert got == [{"importing": None}, {"importing": {"name": "Robotics Club"}}, {"importing": None}]


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (b"Hello", "This is no calendar: no line says BEGIN:VCALENDAR or BEGIN:VEVENT."),
        (b" " * (MAX_OCTETS + 1), "The file has more than 5 MB. Export fewer events."),
    ],
)
async def test_what_is_no_calendar_is_refused(execute: Execute, file: bytes, message: str) -> None:
    seen = await look(execute, file=file)

    assert seen == {"__typename": "FileUnreadable", "message": message}


async def test_previews_go_after_a_day(execute: Execute, database: Database) -> None:
    old = await look(execute, vevent("SUMMARY:Talk"))
    async with database.write() as session:
        await session.execute(update(ImportDraft).values(created_at=NOW - timedelta(days=1, seconds=1)))

    await look(execute, vevent("SUMMARY:Talk"))

    (count,) = await database.rows(select(func.count()).select_from(ImportDraft))
    assert (count[0], (await execute("eli", IMPORT, id=old["id"]))["data"]["result"]["__typename"]) == (1, "NotFound")


async def test_a_thousand_events_are_planned_in_a_few_statements(database: Database, statements: list[str]) -> None:
    starts = [f"2026{10 + n % 3}{1 + n % 28:02}T2200{n % 60:02}Z" for n in range(1000)]
    parts = [vevent(f"SUMMARY:Talk {n}", uid=str(n), start=start) for n, start in enumerate(starts)]
    host = await host_by_slug(database, "robotics-club")
    assert host is not None
    found = await read_file(calendar(*parts), zone=host.zone, answers=NOTHING_ANSWERED, now=NOW)
    statements.clear()

    made = await plan(database, found, host=host, now=NOW)

    assert (len(made.new), len(statements)) == (1000, 3)
