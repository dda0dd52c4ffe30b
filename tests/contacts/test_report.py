"""A person is reported to those who look after the campus, who decide; whoever is reported learns nothing."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import orjson
from conftest import NOW, SECRET, Execute
from hall import Hall
from sqlalchemy import delete, select

from schema.ids import global_id
from server.audit.models import Action, AuditEntry
from server.campuses.models import CampusAdministrator
from server.contacts.reported import Report
from server.db import Database
from server.mail.models import OutgoingMail
from server.mail.seal import unseal
from server.people.models import Block

REPORT = """mutation Report($input: ReportPersonInput!) { reportPerson(input: $input) {
  __typename ... on ReportPersonSuccess { reportId } ... on UserError { message }
} }"""
CLOSE = """mutation Close($id: ID!, $note: String!) { closeReport(input: { id: $id, note: $note }) {
  __typename ... on UserError { message }
} }"""
READ = """query Read($slug: String!, $first: Int! = 20, $after: String, $closed: Boolean! = false) {
  campusReports(slug: $slug) { name reports(first: $first, after: $after, closed: $closed) {
    nodes { id reason words reportedAt changedAt closedAt note reporter { name email } person { name email } }
    pageInfo { hasNextPage endCursor }
  } }
}"""
ACTIVITY = "{ viewer { auditEntries { nodes { action byYou facts { name value } } } } }"
WHOM = "query Whom($id: ID!) { personToReport(id: $id) { name blocked reportedAt person { name } } }"


async def report(execute: Execute, who: str | None, id_: str, **more: Any) -> Any:
    sent = {"id": id_, "reason": "SPAM", "words": "Sent me six offers", **more}
    return (await execute(who, REPORT, input=sent))["data"]["reportPerson"]


async def read(execute: Execute, who: str | None, slug: str = "boston", **variables: Any) -> Any:
    answer = await execute(who, READ, slug=slug, **variables)
    assert "errors" not in answer
    found = answer["data"]["campusReports"]
    return found and found["reports"]["nodes"]


async def receipt(hall: Hall, owner: str, person: str) -> str:
    """The id of `person`'s receipt that `owner` has their card."""
    return global_id("receipt", (await hall.contact(owner, person)).id)


async def mails(database: Database) -> list[tuple[str | None, str, str]]:
    found = await database.rows(select(OutgoingMail.id, OutgoingMail.recipient, OutgoingMail.sealed))
    return [(row.recipient, *(unseal([SECRET], row.id, row.sealed) or ("", ""))) for row in found]


async def views(database: Database) -> Sequence[tuple[Any, ...]]:
    seen = select(AuditEntry.actor_id, AuditEntry.subject_id, AuditEntry.campus_id, AuditEntry.at)
    rows = await database.rows(seen.where(AuditEntry.action == Action.PRIVATE_FIELDS_VIEWED).order_by(AuditEntry.at))
    return [tuple(row) for row in rows]


async def test_administrators_read_who_reported_whom_and_why(hall: Hall, execute: Execute) -> None:
    await hall.scan("jonas", "ben")

    answer = await report(execute, "ben", await receipt(hall, "jonas", "ben"))

    assert answer["__typename"] == "ReportPersonSuccess"
    jonas = {"name": "Jonas Ångström", "email": "jonas@halden.example"}
    assert await read(execute, "gus") == [
        {
            "id": answer["reportId"],
            "reason": "SPAM",
            "words": "Sent me six offers",
            "reportedAt": NOW.isoformat(),
            "changedAt": NOW.isoformat(),
            "closedAt": None,
            "note": None,
            "reporter": {"name": "Bến Nguyễn", "email": "ben@northgate.example"},
            "person": jonas,
        }
    ]


async def test_nobody_else_reads_it_and_whoever_is_reported_learns_nothing(hall: Hall, execute: Execute) -> None:
    await hall.scan("eli", "ben")
    await report(execute, "ben", await receipt(hall, "eli", "ben"))
    await read(execute, "gus")

    answers = [await execute(who, READ, slug="boston") for who in ("eli", "ben", "ada", "fay", None)]
    activity = await execute("eli", ACTIVITY)
    everything = orjson.dumps(activity).decode()

    assert answers == [{"data": {"campusReports": None}}] * 5
    assert "REPORT" not in everything
    assert "PRIVATE" not in everything


async def test_administrators_get_a_mail_without_names(hall: Hall, execute: Execute) -> None:
    await hall.scan("eli", "ben")

    for _ in range(2):
        await report(execute, "ben", await receipt(hall, "eli", "ben"))

    ((to, subject, text),) = await mails(hall.database)
    assert (to, subject) == ("gus@northgate.example", "A report to look at")
    assert "http://hallway.test/campuses/boston/reports" in text
    assert [name for name in ("Eli", "Ben", "Bến", "Nguyễn", "six offers") if name in subject + text] == []


async def test_reporting_twice_is_one_open_report_that_says_the_latter(hall: Hall, execute: Execute) -> None:
    await hall.scan("eli", "ben")
    id_ = await receipt(hall, "eli", "ben")

    first = await report(execute, "ben", id_)
    second = await report(execute, "ben", id_, reason="HARASSMENT", words="And now he threatens")

    assert second == first
    (found,) = await read(execute, "gus")
    assert (found["reason"], found["words"]) == ("HARASSMENT", "And now he threatens")


async def test_what_is_closed_stays_so_and_the_next_report_is_another(hall: Hall, execute: Execute) -> None:
    await hall.scan("eli", "ben")
    id_ = await receipt(hall, "eli", "ben")
    made = (await report(execute, "ben", id_))["reportId"]

    for note in ("Talked to him.", "Another note."):
        answer = await execute("gus", CLOSE, id=made, note=note)
        assert answer["data"]["closeReport"]["__typename"] == "CloseReportSuccess"
    again = await report(execute, "ben", id_)

    (closed,) = await read(execute, "gus", closed=True)
    assert (closed["id"], closed["note"], closed["closedAt"] is None) == (made, "Talked to him.", False)
    assert [found["id"] for found in await read(execute, "gus")] == [again["reportId"]]
    assert again["reportId"] != made


async def test_only_administrators_of_that_campus_close_it_and_with_a_note(hall: Hall, execute: Execute) -> None:
    await hall.scan("eli", "ben")
    made = (await report(execute, "ben", await receipt(hall, "eli", "ben")))["reportId"]
    async with hall.database.write() as session:
        session.add(CampusAdministrator(campus_id=hall.campus.campuses["london"], person_id=hall.person("ada")))

    answers = [(await execute(who, CLOSE, id=made, note="x"))["data"]["closeReport"] for who in ("ada", "eli", None)]
    empty = (await execute("gus", CLOSE, id=made, note=" "))["data"]["closeReport"]

    assert [answer["__typename"] for answer in answers] == ["NotFound", "NotFound", "SignInRequired"]
    assert empty["__typename"] == "InvalidInput"
    assert len(await read(execute, "gus")) == 1


async def test_an_administrator_never_reads_what_is_about_themselves(hall: Hall, execute: Execute) -> None:
    """Gus alone looks after Boston, so that those of every campus read it."""
    await hall.scan("gus", "ben")
    async with hall.database.write() as session:
        session.add(CampusAdministrator(campus_id=hall.campus.campuses["london"], person_id=hall.person("ada")))

    made = (await report(execute, "ben", await receipt(hall, "gus", "ben")))["reportId"]

    assert await read(execute, "gus") == []
    assert [found["id"] for found in await read(execute, "ada", "london")] == [made]
    assert [to for to, _, _ in await mails(hall.database)] == ["ada@northgate.example"]
    answer = await execute("gus", CLOSE, id=made, note="Nothing to see")
    assert answer["data"]["closeReport"]["__typename"] == "NotFound"


async def test_a_report_where_nobody_looks_after_any_campus_waits_for_somebody(hall: Hall, execute: Execute) -> None:
    await hall.scan("eli", "ben")
    async with hall.database.write() as session:
        await session.execute(delete(CampusAdministrator))

    made = (await report(execute, "ben", await receipt(hall, "eli", "ben")))["reportId"]
    async with hall.database.write() as session:
        session.add(CampusAdministrator(campus_id=hall.campus.campuses["nairobi"], person_id=hall.person("ada")))

    assert [found["id"] for found in await read(execute, "ada", "nairobi")] == [made]


async def test_that_an_administrator_read_it_is_written_down_once_a_day(hall: Hall, execute: Execute) -> None:
    await hall.scan("eli", "ben")
    await report(execute, "ben", await receipt(hall, "eli", "ben"))

    for _ in range(2):
        await read(execute, "gus")

    boston = hall.campus.campuses["boston"]
    assert await views(hall.database) == [(hall.person("gus"), hall.person("ben"), boston, NOW)]
    (entry, *_) = (await execute("ben", ACTIVITY))["data"]["viewer"]["auditEntries"]["nodes"]
    assert (entry["action"], entry["byYou"]) == ("PRIVATE_FIELDS_VIEWED", False)


async def test_reading_again_the_same_day_costs_no_write(hall: Hall, execute: Execute, statements: list[str]) -> None:
    await hall.scan("eli", "ben")
    await report(execute, "ben", await receipt(hall, "eli", "ben"))
    await read(execute, "gus")
    statements.clear()

    await read(execute, "gus")

    assert [statement.split()[0] for statement in statements] == ["SELECT"] * 3


async def test_whom_one_has_as_a_contact_and_whom_one_blocked_is_reported_too(hall: Hall, execute: Execute) -> None:
    await hall.scan("ben", "eli")
    await hall.block("ben", "dana")
    contact = global_id("contact", (await hall.contact("ben", "eli")).id)
    blocked = global_id("block", hall.person("dana"))

    asked = [(await execute("ben", WHOM, id=id_))["data"]["personToReport"] for id_ in (contact, blocked)]
    answers = [await report(execute, "ben", id_) for id_ in (contact, blocked)]

    assert [(whom["blocked"], whom["reportedAt"]) for whom in asked] == [(False, None), (True, None)]
    assert {answer["__typename"] for answer in answers} == {"ReportPersonSuccess"}
    assert {found["person"]["name"] for found in await read(execute, "gus")} == {"Eli Marín", "Dana Lindqvist"}


async def test_nobody_reports_through_what_is_anothers(hall: Hall, execute: Execute) -> None:
    await hall.scan("eli", "ben")
    contact = (await hall.contact("eli", "ben")).id
    strange = ["nonsense", global_id("block", hall.person("eli")), global_id("person", hall.person("eli"))]

    ids = [("ada", global_id("receipt", contact)), ("ben", global_id("contact", contact))]
    ids += [("ben", id_) for id_ in strange]

    assert {(await report(execute, who, id_))["__typename"] for who, id_ in ids} == {"NotFound"}
    assert [(await execute(who, WHOM, id=id_))["data"]["personToReport"] for who, id_ in ids] == [None] * 5
    assert (await report(execute, None, global_id("receipt", contact)))["__typename"] == "SignInRequired"
    assert await hall.database.rows(select(Report.id)) == []


async def test_reporting_blocks_at_the_same_time_if_so_asked(hall: Hall, execute: Execute) -> None:
    await hall.scan("eli", "ben")
    id_ = await receipt(hall, "eli", "ben")
    blocks = select(Block.blocked_id).where(Block.person_id == hall.person("ben"))

    await report(execute, "ben", id_)
    before = await hall.database.rows(blocks)
    await report(execute, "ben", id_, block=True)

    assert [list(before), [row.blocked_id for row in await hall.database.rows(blocks)]] == [[], [hall.person("eli")]]


async def test_something_else_needs_words_and_nobody_writes_a_novel(hall: Hall, execute: Execute) -> None:
    await hall.scan("eli", "ben")
    id_ = await receipt(hall, "eli", "ben")

    none = await report(execute, "ben", id_, reason="OTHER", words="  ")
    long = await report(execute, "ben", id_, words="x" * 2001)

    assert none == {
        "__typename": "InvalidInput",
        "message": "Write what happened, since none of the reasons says it.",
    }
    assert long == {"__typename": "InvalidInput", "message": "2001 characters are too many. Take 2000."}


async def test_pages_of_reports_follow_each_other(hall: Hall, execute: Execute) -> None:
    made = []
    for key in ("eli", "ada", "chen"):
        await hall.scan(key, "ben")
        made.append((await report(execute, "ben", await receipt(hall, key, "ben")))["reportId"])
    first = await execute("gus", READ, slug="boston", first=2)
    info = first["data"]["campusReports"]["reports"]["pageInfo"]

    rest = await read(execute, "gus", first=2, after=info["endCursor"])

    shown = [node["id"] for node in first["data"]["campusReports"]["reports"]["nodes"] + rest]
    assert (info["hasNextPage"], sorted(shown)) == (True, sorted(made))


async def test_too_many_reports_a_day_wait(hall: Hall, execute: Execute) -> None:
    others = [key for key in hall.campus.people if key not in ("ben", "hana")][:21]
    for key in others:
        await hall.block("ben", key)

    answers = [await report(execute, "ben", global_id("block", hall.person(key))) for key in others]

    assert [answer["__typename"] for answer in answers] == ["ReportPersonSuccess"] * 20 + ["TooManyReports"]
    at = (NOW + timedelta(days=1)).strftime("%H:%M")
    assert answers[-1]["message"] == (
        f"You have reported very many people. Go on after {at} UTC, or write to the campus."
    )
