"""A person takes everything along, and nothing of others that they may not see."""

import json
import tracemalloc
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import drawn
import pytest
from conftest import NOW
from icalendar import Calendar
from sqlalchemy import insert, select, update

from server.actor import ANONYMOUS, Actor, Member, Program, Scope
from server.audit.models import Action, AuditEntry
from server.config import Settings
from server.contacts.models import Contact, ContactState, Encounter, ScanMethod
from server.db import Database
from server.errors import ScopeMissing, SignInRequired
from server.files.store import open_files
from server.keys import derived_key, new_key
from server.my_data.export import export_my_data
from server.people.block import block_person
from server.people.models import Audience, Card, Person
from server.people.sign_in import issue_api_token, start_session
from server.seed import SeededCampus

Taken: TypeAlias = Callable[[str], Awaitable[dict[str, bytes]]]


def encounter(scanner: Any, person: Any, **facts: Any) -> dict[str, Any]:
    return {
        "id": new_key(),
        "scanner_id": scanner,
        "person_id": person,
        "badge_id": derived_key("badge", person.hex),
        "scanned_at": NOW,
        "received_at": NOW,
        "how": ScanMethod.CAMERA,
        "note": None,
        **facts,
    }


def contact(owner: Any, person: Any, **facts: Any) -> dict[str, Any]:
    when = {"first_met_at": NOW, "last_met_at": NOW, "created_at": NOW}
    return {"id": new_key(), "owner_id": owner, "person_id": person, "state": ContactState.ACTIVE, **when, **facts}


async def test_everything_about_ada_is_in_her_files(database: Database, campus: SeededCampus, taken: Taken) -> None:
    ada, ben = campus.people["ada"], campus.people["ben"]
    async with database.write() as session:
        await start_session(session, person_id=ada, user_agent="Firefox on a fridge", now=NOW)
        await issue_api_token(session, person_id=ada, name="My spreadsheet", now=NOW)
        await block_person(session, actor=Member(ada), person_id=campus.people["gus"], now=NOW)
        await session.execute(insert(Encounter).values(encounter(ada, ben, note="Ask about cells")))

    files = await taken("ada")

    [person] = json.loads(files["person.json"])
    assert (person["given_name"], person["telephone"], person["created_at"][-1]) == ("Ada", "+1 617 555 0142", "Z")
    assert json.loads(files["card.json"])[0]["telephone_audience"] == "NOBODY"
    assert "Firefox on a fridge" in {row["user_agent"] for row in json.loads(files["sessions.json"])}
    assert "My spreadsheet" in {row["name"] for row in json.loads(files["api-tokens.json"])}
    assert [row["blocked_id"] for row in json.loads(files["blocks.json"])] == [str(campus.people["gus"])]
    assert "Ask about cells" in {row["note"] for row in json.loads(files["encounters-made.json"])}
    assert [row["action"] for row in json.loads(files["activity.json"])] == ["EXPORTED"]
    assert "FN:Ada Okafor" in files["me.vcf"].decode()
    attended = {row["event_id"] for row in json.loads(files["attendances.json"])}
    events = Calendar.from_ical(files["events.ics"].decode()).walk("VEVENT")
    assert (len(attended) > 0, len({str(event["UID"]) for event in events})) == (True, len(attended))
    assert "README.txt" in files


async def test_an_account_without_anything_is_whole_too(database: Database, campus: SeededCampus, taken: Taken) -> None:
    files = await taken("hana")

    assert {name: json.loads(octets) for name, octets in files.items() if name == "blocks.json"} == {"blocks.json": []}
    assert json.loads(files["person.json"])[0]["family_name"] in files["me.vcf"].decode()


async def test_no_secret_is_in_the_files(database: Database, campus: SeededCampus, taken: Taken) -> None:
    async with database.write() as session:
        token = await start_session(session, person_id=campus.people["ada"], user_agent="", now=NOW)

    files = await taken("ada")

    octets = b"".join(files.values())
    assert [word for word in (token.encode(), b"token_hash", b'"seed"') if word in octets] == []


async def test_of_others_there_is_what_they_share_with_me_now(
    database: Database, campus: SeededCampus, taken: Taken
) -> None:
    ada, hana, ben = (campus.people[key] for key in ("ada", "hana", "ben"))
    async with database.write() as session:
        await session.execute(update(Person).where(Person.id == hana).values(name="Hana Unseen", telephone="+99 1"))
        await session.execute(update(Card).where(Card.person_id == hana).values(name_audience=Audience.NOBODY))
        for made in (encounter(hana, ada, note="Her own words"), encounter(ada, hana)):
            await session.execute(insert(Encounter).values(made))
        await session.execute(insert(Contact).values(contact(ada, hana, name="The one with the kite")))
        await block_person(session, actor=Member(ben), person_id=ada, now=NOW)

    files = await taken("ada")

    octets = b"".join(files.values())
    leaked = [word for word in (b"Hana Unseen", b"+99 1", b"Her own words") if word in octets]
    assert leaked == []
    assert b"The one with the kite" in files["contacts.json"]
    assert b"The one with the kite" in files["contacts.vcf"]
    received = json.loads(files["encounters-received.json"])
    assert {"other_id": None, "other_name": None}.items() <= next(r for r in received if "note" not in r).items()
    assert str(ben).encode() not in files["blocks.json"] + files["activity.json"] + files["activity-by-others.json"]


async def test_the_one_who_scanned_me_is_named_where_they_share_their_name(
    database: Database, campus: SeededCampus, taken: Taken
) -> None:
    ada, ben = campus.people["ada"], campus.people["ben"]
    async with database.write() as session:
        await session.execute(insert(Encounter).values(made := encounter(ben, ada)))

    rows = {row["id"]: row for row in json.loads((await taken("ada"))["encounters-received.json"])}

    assert rows[str(made["id"])]["other_name"] == "Bến Nguyễn"
    assert rows[str(made["id"])]["other_id"] == str(ben)


async def test_it_is_written_down_each_time(database: Database, campus: SeededCampus, taken: Taken) -> None:
    await taken("ada")
    await taken("ada")

    entries = await database.rows(select(AuditEntry.actor_id, AuditEntry.action))
    assert [tuple(entry) for entry in entries] == [(campus.people["ada"], Action.EXPORTED)] * 2


@pytest.mark.parametrize("scopes", [{Scope.ADMIN}, {Scope.CONTACTS}, {Scope.READ_EVENTS}])
async def test_a_program_needs_both_scopes(
    database: Database, settings: Settings, campus: SeededCampus, scopes: set[Scope]
) -> None:
    actors: dict[Actor, type[Exception]] = {
        Program(campus.people["ada"], frozenset(scopes)): ScopeMissing,
        ANONYMOUS: SignInRequired,
    }

    files = open_files(settings.files_url)
    for actor, refusal in actors.items():
        with pytest.raises(refusal):
            await export_my_data(database, files, actor=actor, base_url=settings.base_url, now=NOW)

    assert await database.rows(select(AuditEntry.id)) == []


async def test_the_files_of_the_card_are_taken_along(
    database: Database, settings: Settings, campus: SeededCampus, taken: Taken
) -> None:
    files = open_files(settings.files_url)
    photo, resume = drawn.photo(), drawn.resume()
    keys = {"photo": await files.keep(photo), "resume": await files.keep(resume)}
    async with database.write() as session:
        await session.execute(update(Person).where(Person.id == campus.people["ada"]).values(keys))

    hers, bens = await taken("ada"), await taken("ben")

    assert (hers["photo.jpg"], hers["resume.pdf"]) == (photo, resume)
    assert not {"photo.jpg", "resume.pdf"} & bens.keys()
    assert not any(key.encode() in content for key in keys.values() for content in hers.values())


async def test_a_large_account_needs_no_more_memory(
    database: Database, settings: Settings, campus: SeededCampus
) -> None:
    ada, ben = campus.people["ada"], campus.people["ben"]
    files, note = open_files(settings.files_url), "How we met, at some length. " * 20

    async def peak_with(more: int) -> int:
        async with database.write() as session:
            for _ in range(more // 1000):
                rows = [encounter(ada, ben, note=note) for _ in range(1000)]
                await session.execute(insert(Encounter), rows)
        stream = await export_my_data(database, files, actor=Member(ada), base_url=settings.base_url, now=NOW)
        tracemalloc.start()
        async for _ in stream:
            pass
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    await peak_with(1000)  # what is compiled once
    small, large = await peak_with(1000), await peak_with(30_000)

    assert large < small + 1_000_000 < 30_000 * len(note)
