"""Somebody leaves: none of their values is anywhere afterwards, and others keep what is their own."""

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from conftest import NOW, SECRET, Execute, SignIn
from sqlalchemy import delete, func, insert, select, text, update

from server.actor import ANONYMOUS, Member
from server.audit.models import Action, AuditEntry
from server.badges.token import derive, write
from server.campuses.models import CampusAdministrator
from server.config import Settings
from server.contacts.models import Contact, ContactState, Encounter, ScanMethod
from server.contacts.reported import Report, ReportReason
from server.db import Database
from server.errors import InvalidInput, NotFound, SessionRequired, SignInRequired
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.materialise import materialise
from server.events.models import Event
from server.files.store import open_files
from server.keys import derived_key, new_key
from server.mail.send import send
from server.my_data.erase import erase_me
from server.my_data.errors import HandOverFirst
from server.organizations.models import Membership, Role
from server.people.models import Audience, Card, Person
from server.people.policies import ALL_GRANTS
from server.people.sign_in import actor_of_session, issue_api_token, start_session
from server.seed import SeededCampus
from server.seed.people_rows import badge_seed

MARK = "zqx"
"""In each value that only Ada has; in no other."""
EMAIL = "zqxemail@northgate.example"

CONTACTS = "{ viewer { contacts(first: 100) { nodes { id name person { name email } encounters { note } } } } }"


def marked() -> dict[str, str]:
    """A value for each text of a person, as long as it may be short."""
    texts = [c for c in Person.__table__.columns if type(c.type).__name__ in ("String", "Text")]
    free = [c.name for c in texts if (c.type.length or 99) > 3 and c.name not in ("time_zone", "languages", "open_to")]  # type: ignore[attr-defined]
    return {name: f"{MARK}{name.replace('_', '')}" for name in free} | {"email": EMAIL}


async def make_her_known(database: Database, settings: Settings, campus: SeededCampus) -> str:
    """Ada's marked values stand wherever a person's can. Returns the token of her session."""
    ada, ben, fair = campus.people["ada"], campus.people["ben"], campus.events["fair"]
    when = {"first_met_at": NOW, "last_met_at": NOW, "created_at": NOW}
    async with database.write() as session:
        await session.execute(update(Person).where(Person.id == ada).values(**marked()))
        audiences = [c.name for c in Card.__table__.columns if c.name.endswith("_audience")]
        everyone = dict.fromkeys(audiences, Audience.EVERYONE)
        await session.execute(update(Card).where(Card.person_id == ada).values(**everyone))
        await session.execute(delete(Contact).where(Contact.owner_id.in_([ada, ben])))
        for scanner, person, note in ((ada, ben, f"{MARK}note of hers"), (ben, ada, "Owes me a coffee")):
            made = new_key()
            await session.execute(
                insert(Encounter).values(
                    id=made,
                    scanner_id=scanner,
                    person_id=person,
                    badge_id=derived_key("badge", person.hex),
                    event_id=fair,
                    occurrence_id=fair,
                    scanned_at=NOW,
                    received_at=NOW,
                    how=ScanMethod.CAMERA,
                    note=note,
                )
            )
            await session.execute(
                insert(Contact).values(
                    id=new_key(),
                    owner_id=scanner,
                    person_id=person,
                    name=f"{MARK}contact" if scanner == ada else None,
                    state=ContactState.ACTIVE,
                    mutual=True,
                    granted=ALL_GRANTS,
                    made_by_id=made,
                    **when,
                )
            )
        event = await session.get_one(Event, fair)
        talk = AgendaItem(id=new_key(), event_id=fair, name="A talk", starts_at=event.starts_at, ends_at=event.ends_at)
        session.add(talk)
        await session.flush()
        session.add(AgendaSpeaker(agenda_item_id=talk.id, position=0, person_id=ada, name=f"{MARK}speaker"))
        await materialise(session, event, now=NOW)
        await issue_api_token(session, person_id=ada, name=f"{MARK}token", now=NOW)
        reported = {"created_at": NOW, "updated_at": NOW, "reason": ReportReason.SPAM}
        session.add(Report(id=new_key(), reporter_id=ada, reported_id=ben, words=f"{MARK}words", **reported))
        session.add(Report(id=new_key(), reporter_id=ben, reported_id=ada, words=f"{MARK}said of her", **reported))
        await send(session, secret=SECRET, to=EMAIL, subject="Hello", text="Hello", now=NOW)
        token = await start_session(session, person_id=ada, user_agent=f"{MARK}browser", now=NOW)
    files = open_files(settings.files_url)
    kept = {which: await files.keep(f"{MARK}{which}".encode()) for which in ("photo", "resume")}
    async with database.write() as session:
        await session.execute(update(Person).where(Person.id == ada).values(kept))
    outbox = settings.folder / "outbox"
    outbox.mkdir(parents=True)
    (outbox / "one.eml").write_text(f"Date: Thu, 24 Sep 2026 14:00:00 +0000\nTo: {EMAIL}\nSubject: Code\n\nYour code\n")
    (outbox / "two.eml").write_text(
        f"Date: Thu, 24 Sep 2026 14:00:00 +0000\nTo: ben@northgate.example\nSubject: Role\n\nFrom {MARK}name to you\n"
    )
    (outbox / "three.eml").write_text(
        "Date: Thu, 24 Sep 2026 14:00:00 +0000\nTo: ben@northgate.example\nSubject: Other\n\nNothing of hers\n"
    )
    return token


async def where_marked(database: Database, folder: Path) -> set[str]:
    """Tables, files and, on SQLite, octets of the database in which the mark still is."""
    found = _marked_files(folder)
    if database.dialect == "sqlite":
        file = Path(database.url.removeprefix("sqlite:///"))
        for path in (file, file.with_name(f"{file.name}-wal")):
            if path.exists() and MARK in _text(path):
                found.add(path.name.removeprefix(file.name) or "database")
        return found
    tables = await database.rows(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
    for (table,) in tables:
        rows = (
            f"SELECT 1 FROM \"{table}\" AS one WHERE one::text ILIKE '%{MARK}%' OR one::text LIKE '%{_hex()}%' LIMIT 1"
        )
        if await database.rows(text(rows)):
            found.add(table)
    return found


def _marked_files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and MARK in _text(path)}


def _text(path: Path) -> str:
    return path.read_bytes().decode("latin-1").lower()


def _hex() -> str:
    return MARK.encode().hex()


async def everything_seen(client: httpx.AsyncClient, campus: SeededCampus, ids: list[str]) -> dict[str, str]:
    """What a viewer's pages, feeds and files say, by address."""
    code = write(derive(SECRET, badge_seed(SECRET, campus.people["ada"])))
    ada = campus.people["ada"].hex
    asked = f'{{ node(id: "person_{ada}") {{ ... on Person {{ name email telephone headline }} }} }}'
    fair = "engineering-career-fair"
    addresses = [
        *("/", f"/?q={MARK}speaker", f"/events/{fair}", f"/events/{fair}.ics", "/feeds/events.ics", "/outbox"),
        *(f"/B/{code}", f"/B/{code}.vcf", "/contacts", f"/contacts?q={MARK}name", "/organizations/robotics-club"),
        *(f"/people/person_{ada}/photo.jpg", f"/people/person_{ada}/resume.pdf"),
        *("/settings/my-data.zip", "/settings/activity", "/sign-in"),
        *(f"/contacts/{id_}" for id_ in ids),
        *(f"/contacts/{id_}.vcf" for id_ in ids),
    ]
    seen = {}
    for address in addresses:
        answer = await client.get(address)
        assert answer.status_code < 500, address
        seen[address] = _unpacked(answer)
    seen["/graphql"] = (await client.post("/graphql", json={"query": asked})).text.lower()
    # What a page repeats of its own address is the viewer's.
    return {
        address: said.replace(address.rpartition("=")[2] if "=" in address else "\0", "")
        for address, said in seen.items()
    }


def _unpacked(answer: httpx.Response) -> str:
    if answer.headers.get("content-type") != "application/zip":
        return answer.text.lower()
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        return "".join(file.read(name).decode() for name in file.namelist()).lower()


async def test_nothing_of_her_is_left_anywhere(
    client: httpx.AsyncClient,
    sign_in: SignIn,
    execute: Execute,
    database: Database,
    settings: Settings,
    campus: SeededCampus,
) -> None:
    token = await make_her_known(database, settings, campus)
    await sign_in("ben")
    mine = (await execute("ben", CONTACTS))["data"]["viewer"]["contacts"]["nodes"]
    ids = [contact["id"] for contact in mine]
    before = await everything_seen(client, campus, ids)
    found_before = await where_marked(database, settings.folder)

    client.cookies.set("hallway_session", token)
    answer = await client.post("/settings/erase", data={"operation": "EraseMe", "confirm": EMAIL.upper()})

    assert (answer.status_code, answer.headers["location"]) == (303, "/erased")
    assert await where_marked(database, settings.folder) == set()
    for viewer in ("ben", "gus", None):
        client.cookies.clear()
        if viewer is not None:
            await sign_in(viewer)
        after = await everything_seen(client, campus, ids)
        assert [address for address, said in after.items() if MARK in said] == []
    # and it was there to be found
    assert {"outbox/one.eml", "outbox/two.eml"} <= found_before
    assert sum(name.startswith("files/") for name in found_before) == 2
    assert len(found_before) >= (3 if database.dialect == "sqlite" else 8)
    assert sum(MARK in said for said in before.values()) > 5
    assert [
        path.name
        for path in (settings.folder / "outbox").glob("*.eml")
        if path.name in ("one.eml", "two.eml", "three.eml")
    ] == ["three.eml"]


async def erased(database: Database, settings: Settings, person: Any, confirm: str, now: datetime = NOW) -> None:
    async with database.write() as session:
        await erase_me(session, actor=Member(person), confirm=confirm, settings=settings, now=now)


async def test_others_keep_their_words_about_a_person_who_left(
    database: Database, settings: Settings, campus: SeededCampus, execute: Execute
) -> None:
    await make_her_known(database, settings, campus)

    await erased(database, settings, campus.people["ada"], EMAIL)

    [contact] = (await execute("ben", CONTACTS))["data"]["viewer"]["contacts"]["nodes"]
    assert contact["name"] == "A person who left"
    assert contact["person"] == {"name": "A person who left", "email": None}
    assert "Owes me a coffee" in [met["note"] for met in contact["encounters"]]
    assert f"{MARK}note of hers" not in [met["note"] for met in contact["encounters"]]


async def test_who_left_is_signed_out_everywhere(
    database: Database, settings: Settings, campus: SeededCampus, client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    token = await make_her_known(database, settings, campus)

    await erased(database, settings, campus.people["ada"], EMAIL)

    assert await actor_of_session(database, token, now=NOW) == ANONYMOUS
    with pytest.raises(AssertionError):
        await sign_in("ada")


async def test_encounters_of_two_who_left_are_nobodys(
    database: Database, settings: Settings, campus: SeededCampus
) -> None:
    ada, ben = campus.people["ada"], campus.people["ben"]
    await make_her_known(database, settings, campus)
    both = select(func.count()).where(Encounter.scanner_id.in_([ada, ben]), Encounter.person_id.in_([ada, ben]))

    await erased(database, settings, ada, EMAIL)
    one_left = await database.rows(both)
    await erased(database, settings, ben, "ben@northgate.example")

    assert one_left[0][0] >= 2
    assert (await database.rows(both))[0][0] == 0


async def test_it_is_written_down_that_an_account_was_erased(
    database: Database, settings: Settings, campus: SeededCampus
) -> None:
    await erased(database, settings, campus.people["ben"], "ben@northgate.example")

    [entry] = await database.rows(select(AuditEntry.actor_id, AuditEntry.action, AuditEntry.detail))
    assert tuple(entry) == (campus.people["ben"], Action.ERASED, "{}")


async def test_the_second_time_there_is_nobody(database: Database, settings: Settings, campus: SeededCampus) -> None:
    await erased(database, settings, campus.people["ben"], "ben@northgate.example")

    with pytest.raises(NotFound):
        await erased(database, settings, campus.people["ben"], "A person who left")


async def test_a_slip_erases_nobody(database: Database, settings: Settings, campus: SeededCampus) -> None:
    with pytest.raises(InvalidInput, match=r"type ben@northgate\.example here"):
        await erased(database, settings, campus.people["ben"], "yes")

    assert (await database.rows(select(Person.erased_at).where(Person.id == campus.people["ben"])))[0][0] is None


async def test_the_last_officer_hands_over_first(database: Database, settings: Settings, campus: SeededCampus) -> None:
    ben, club = campus.people["ben"], campus.organizations["robotics-club"]
    async with database.write() as session:
        await session.execute(delete(Membership).where(Membership.organization_id == club))
        values = {"organization_id": club, "person_id": ben, "role": Role.OFFICER, "created_at": NOW}
        await session.execute(insert(Membership).values(**values))
        await session.execute(delete(CampusAdministrator))
        await session.execute(insert(CampusAdministrator).values(campus_id=campus.campuses["boston"], person_id=ben))

    with pytest.raises(HandOverFirst) as refused:
        await erased(database, settings, ben, "ben@northgate.example")

    assert len(refused.value.names) == 2


async def test_only_whoever_is_at_a_browser_erases(
    database: Database, settings: Settings, campus: SeededCampus
) -> None:
    from server.actor import ALL_SCOPES

    for actor, refusal in ((ANONYMOUS, SignInRequired), (Member(campus.people["ben"], ALL_SCOPES), SessionRequired)):
        with pytest.raises(refusal):
            async with database.write() as session:
                await erase_me(session, actor=actor, confirm="", settings=settings, now=NOW)
