"""A person takes everything along that Hallway holds about them: one ZIP file, made while it is sent."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row, bindparam, select, union

from server.actor import Actor, Member, Scope, require_member
from server.audit.models import Action
from server.audit.record import record
from server.campuses.queries import campuses as all_campuses
from server.contacts.queries import contacts
from server.contacts.vcard import vcard
from server.db import Database, Key
from server.events.attendance import Attendance
from server.events.staff import EventStaff
from server.feeds.calendars import calendar_of
from server.files.store import Files
from server.my_data.archive import Entry, archive
from server.my_data.holdings import HOLDINGS
from server.my_data.read_me import READ_ME
from server.my_data.rows import answers_of, encounters_of, rows_of
from server.paging import MAX_FIRST, write_cursor
from server.people.card_file import NAMES
from server.people.find import campus_of
from server.people.queries import own_person

PATH = "/settings/my-data.zip"
FILENAME = "hallway-my-data.zip"
EVENTS_IN_A_CALENDAR = 200

Pieces = AsyncIterator[Sequence[Row[Any]]]


async def export_my_data(
    database: Database, files: Files, *, actor: Actor, base_url: str, now: datetime
) -> AsyncIterator[bytes]:
    """Write down that it happens; then the octets of the ZIP file, each time as things are at that moment.

    Raises SignInRequired, and ScopeMissing for a program without CONTACTS and ADMIN, before the first octet.
    """
    member = require_member(actor, Scope.ADMIN)
    require_member(actor, Scope.CONTACTS)

    async with database.write() as session:
        campus, me = campus_of(member.person_id), member.person_id
        await record(session, actor_id=me, action=Action.EXPORTED, campus_id=campus, now=now)

    return archive(_entries(database, files, member, base_url, now), now=now)


async def _entries(
    database: Database, files: Files, member: Member, base_url: str, now: datetime
) -> AsyncIterator[Entry]:
    me = member.person_id
    yield Entry("README.txt", _whole(READ_ME.encode()))
    for holding in HOLDINGS:
        if holding.file is not None:
            yield Entry(f"{holding.file}.json", _json(rows_of(database, holding, me)))
    campuses = {row.id: str(row.name) for row in await all_campuses(database)}
    yield Entry("me.vcf", _own_card(database, me, campuses))
    async for entry in _card_files(database, files, me):
        yield entry
    yield Entry("contacts.json", _json(_contacts(database, member)))
    yield Entry("contacts.vcf", _vcards(_contacts(database, member), campuses))
    yield Entry("answers-to-organizers.json", _json(answers_of(database, me)))
    yield Entry("encounters-made.json", _json(encounters_of(database, me, received=False)))
    yield Entry("encounters-received.json", _json(encounters_of(database, me, received=True)))
    events = [row.event_id for row in await database.rows(_EVENTS, {"me": me})]
    for number, first in enumerate(range(0, len(events), EVENTS_IN_A_CALENDAR), 1):
        some = events[first : first + EVENTS_IN_A_CALENDAR]
        calendar = await calendar_of(database, ids=some, base_url=base_url, now=now)
        yield Entry("events.ics" if number == 1 else f"events-{number}.ics", _whole(calendar.text.encode()))


_ME = bindparam("me", type_=Key())
_EVENTS = union(
    select(Attendance.event_id).where(Attendance.person_id == _ME),
    select(EventStaff.event_id).where(EventStaff.person_id == _ME),
).order_by("event_id")


async def _contacts(database: Database, member: Member) -> Pieces:
    """The address book as its owner sees it now, piece by piece."""
    after = None
    while True:
        found = await contacts(database, actor=member, first=MAX_FIRST, after=after)
        if found.rows:
            yield found.rows
        if not found.has_next_page:
            return
        after = write_cursor(found.rows[-1].last_met_at, found.rows[-1].contact_id)


async def _json(pieces: Pieces) -> AsyncIterator[bytes]:
    """One array, an object a row, a row a line."""
    before = b"[\n"
    async for rows in pieces:
        lines = [orjson.dumps(dict(row._mapping), option=orjson.OPT_UTC_Z) for row in rows]
        yield before + b",\n".join(lines)
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


async def _vcards(pieces: Pieces, campuses: Mapping[UUID, str]) -> AsyncIterator[bytes]:
    async for rows in pieces:
        cards = (
            vcard(row, uid=f"urn:uuid:{row.person_id or row.contact_id}", campus=campuses.get(row.campus_id))
            for row in rows
        )
        yield "".join(cards).encode()


async def _own_card(database: Database, me: UUID, campuses: Mapping[UUID, str]) -> AsyncIterator[bytes]:
    row = await own_person(database, me)
    if row is not None:
        card = SimpleNamespace(**row._mapping, own_name=None)
        yield vcard(card, uid=f"urn:uuid:{me}", campus=campuses.get(row.campus_id)).encode()


async def _card_files(database: Database, files: Files, me: UUID) -> AsyncIterator[Entry]:
    """The photograph and the résumé, each piece by piece."""
    row = await own_person(database, me)
    for which, name in NAMES.items():
        key = getattr(row, which, None)
        if key is not None and (kept := await files.open(key)) is not None:
            yield Entry(name, kept.pieces)


async def _whole(octets: bytes) -> AsyncIterator[bytes]:
    yield octets
