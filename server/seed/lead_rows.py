"""Whom the booths of the fair met so far, and what their people say of them, by the rules of every scan and entry."""

from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Member
from server.attendance.models import QuestionKind
from server.badges.arrive import Arrival
from server.badges.facts import load_facts
from server.badges.scan import decide
from server.contacts.keep import keep
from server.contacts.models import ScanMethod
from server.errors import Refusal
from server.keys import derived_key
from server.leads.entry import Entry
from server.leads.models import LeadEntryKind
from server.leads.questions import ask_at_booth
from server.leads.write import write_entries
from server.people.models import EmployerChoice
from server.seed.dates import duration
from server.seed.door_rows import FAIR, badges
from server.seed.fair_files import FairFiles, SaidEntry, VisitEntry

_DELAY = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)


async def write(session: AsyncSession, files: FairFiles, *, now: datetime) -> None:
    """Questions, scans at their time before `now`, and what is said in the minutes after each."""
    choices = [
        {"person_id": derived_key("person", person), "event_id": FAIR, "fields": " ".join(fields), "updated_at": now}
        for person, fields in files.employers.items()
    ]
    await session.execute(insert(EmployerChoice), choices)
    asked = {
        entry.text: await ask_at_booth(
            session,
            actor=_member(entry.by),
            booth_id=_booth(entry.booth),
            text=entry.text,
            kind=QuestionKind.CHOICE if entry.options else QuestionKind.TEXT,
            options=entry.options,
        )
        for entry in files.questions
    }
    await _scan(session, files, now)
    said: dict[str, list[Entry]] = {}
    for visit in files.visits:
        minutes = count(1)
        for entry in visit.says:
            at = min(now, now - duration(visit.ago) + next(minutes) * _MINUTE)
            said.setdefault(entry.by, []).extend(_entries(visit, entry, asked, at))
    for who, entries in said.items():
        answers = await write_entries(session, actor=_member(who), entries=entries, now=now)
        refused = [answer for answer in answers if isinstance(answer, Refusal)]
        assert not refused, f"fair_so_far.yaml holds an entry that the rules refuse: {refused[0]!r}"


async def _scan(session: AsyncSession, files: FairFiles, now: datetime) -> None:
    hashes = await badges(session)
    arrivals = [
        Arrival(
            id=_encounter(visit),
            scanner_id=derived_key("person", visit.by),
            token_hash=hashes[derived_key("person", visit.person)],
            event_id=FAIR,
            scanned_at=now - duration(visit.ago),
            how=ScanMethod.CAMERA,
            note=None,
            received_at=now - duration(visit.ago) + _DELAY,
        )
        for visit in files.visits
    ]
    connection = await session.connection()
    outcome = decide(arrivals, await load_facts(connection, arrivals))
    refused = [answer for answer in outcome.answers if isinstance(answer, Refusal)]
    assert not refused, f"fair_so_far.yaml holds a scan that the rules refuse: {refused[0]!r}"
    await keep(connection, encounters=outcome.encounters, contacts=outcome.contacts)


def _entries(visit: VisitEntry, said: SaidEntry, asked: dict[str, UUID], at: datetime) -> list[Entry]:
    """One for the stars, each tag, the note and the answer."""
    encounter = _encounter(visit)
    numbers = count()

    def one(kind: LeadEntryKind, **facts: int | str | UUID | None) -> Entry:
        id_ = derived_key("lead_entry", encounter.hex, said.by, at.isoformat(), str(next(numbers)))
        return Entry(id_, encounter, kind, at, **facts)  # type: ignore[arg-type]  # as SaidEntry has them

    found = [one(LeadEntryKind.TAG, text=tag) for tag in said.tags]
    if said.stars is not None:
        found.append(one(LeadEntryKind.STARS, stars=said.stars))
    if said.note is not None:
        found.append(one(LeadEntryKind.NOTE, text=said.note))
    if said.question is not None:
        found.append(one(LeadEntryKind.ANSWER, text=said.answer, question_id=asked[said.question]))
    return found


def _member(key: str) -> Member:
    return Member(derived_key("person", key))


def _encounter(visit: VisitEntry) -> UUID:
    return derived_key("encounter", "fair", visit.by, visit.person, visit.ago)


def _booth(label: str) -> UUID:
    return derived_key("booth", "fair", label)
