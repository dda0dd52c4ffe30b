"""A colleague rates, tags, notes and answers: many entries at once, such as those that waited on a phone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Scope, require_member
from server.attendance.models import QuestionKind
from server.badges.arrive import reckon
from server.contacts.keep import lock
from server.contacts.models import Encounter
from server.db import Key, padded
from server.errors import FieldError, InvalidInput, Refusal
from server.events.booths import Booth
from server.leads.entry import MAX_AHEAD, Entry, checked
from server.leads.errors import EntryConflict, LeadUnknown
from server.leads.models import LeadEntry, LeadQuestion
from server.leads.standing import shares_leads
from server.live import booth_topic, publish
from server.people.models import Person

MAX_ENTRIES = 500
"""In one request."""

Answer = UUID | Refusal


async def write_entries(
    session: AsyncSession, *, actor: Actor, entries: Sequence[Entry | Refusal], now: datetime
) -> list[Answer]:
    """An answer to each entry, in order: its id where it is kept, be it since before.

    An entry that the caller found wrong already stands as its refusal. The same entries in any order, any number of
    times, come to the same. Raises SignInRequired, ScopeMissing, and InvalidInput for more than MAX_ENTRIES. Four
    statements at most, however many entries; on PostgreSQL two more, for locks and news.
    """
    member = require_member(actor, Scope.SCAN)
    if len(entries) > MAX_ENTRIES:
        raise InvalidInput(FieldError(("batch",), f"Send {MAX_ENTRIES} at a time or fewer, not {len(entries)}."))
    read = [_checked(entry) for entry in entries]
    sent = [entry for entry in read if isinstance(entry, Entry)]
    if not sent:
        return [entry for entry in read if isinstance(entry, Refusal)]
    # Whoever is erased meanwhile has all of these locks, so that nothing is written of them afterwards.
    await lock(await session.connection(), {entry.encounter_id for entry in sent})
    leads = await _leads(session, {entry.encounter_id for entry in sent}, member.person_id)
    asked = await _questions(session, {entry.question_id for entry in sent if entry.question_id is not None})

    answers: list[Answer] = []
    rows: dict[UUID, dict[str, Any]] = {}
    for entry in read:
        try:
            row = _row(entry, leads, asked, member.person_id, now)
            if (same := rows.setdefault(row["id"], row)) is not row and not _same(same, row):
                raise EntryConflict
            answers.append(row["id"])
        except Refusal as refusal:
            answers.append(refusal)

    conflicting = await _keep(session, list(rows.values()))
    kept = [row for id_, row in rows.items() if id_ not in conflicting]
    await publish(session, *{booth_topic(row["booth_id"]) for row in kept})
    return [EntryConflict() if answer in conflicting else answer for answer in answers]


def _checked(entry: Entry | Refusal) -> Entry | Refusal:
    try:
        return entry if isinstance(entry, Refusal) else checked(entry)
    except Refusal as refusal:
        return refusal


def _row(entry: Entry | Refusal, leads: Any, asked: Any, author_id: UUID, now: datetime) -> dict[str, Any]:
    if isinstance(entry, Refusal):
        raise entry
    lead = leads.get(entry.encounter_id)
    if lead is None:
        raise LeadUnknown
    if entry.question_id is not None:
        _check_answer(entry, asked.get(entry.question_id), lead)
    return {
        "id": entry.id,
        "booth_id": lead.booth_id,
        "person_id": lead.person_id,
        "author_id": author_id,
        "kind": entry.kind,
        "stars": entry.stars,
        "text": entry.text,
        "question_id": entry.question_id,
        "written_at": _written_at(entry, now),
        "received_at": now,
    }


def _written_at(entry: Entry, now: datetime) -> datetime:
    """By our clock; one that runs ahead would else win against every later word."""
    at = reckon(entry.written_at, sent_at=entry.sent_at, now=now)
    return at if at <= now + MAX_AHEAD else now


def _check_answer(entry: Entry, question: Any, lead: Any) -> None:
    if question is None or question.organization_id != lead.organization_id:
        raise InvalidInput(FieldError(("question",), "Your organization asks no such question. Load the page again."))
    if question.event_id not in (None, lead.event_id):
        raise InvalidInput(FieldError(("question",), "This question is asked at another fair."))
    if question.kind is QuestionKind.CHOICE and entry.text and entry.text not in question.options.split("\n"):
        raise InvalidInput(FieldError(("text",), "Choose one of the answers that are offered."))


_SAME = ("booth_id", "person_id", "author_id", "kind", "stars", "text", "question_id")


def _same(one: Any, other: Any) -> bool:
    return all(one[name] == other[name] for name in _SAME)


async def _leads(session: AsyncSession, encounters: set[UUID], viewer: UUID) -> dict[UUID, Any]:
    found = await session.execute(_LEADS, {"ids": padded(list(encounters)), "viewer": viewer})
    return {row.id: row for row in found}


async def _questions(session: AsyncSession, ids: set[UUID]) -> dict[UUID, Any]:
    if not ids:
        return {}
    return {row.id: row for row in await session.execute(_QUESTIONS, {"ids": padded(list(ids))})}


async def _keep(session: AsyncSession, rows: list[dict[str, Any]]) -> set[UUID]:
    """Write them; the ids under which something else stood already."""
    if not rows:
        return set()
    await session.execute(_INSERT[session.get_bind().dialect.name], rows)
    by_id = {row["id"]: row for row in rows}
    stored = await session.execute(_STORED, {"ids": padded(list(by_id))})
    return {row.id for row in stored if not _same(row._mapping, by_id[row.id])}


_ids: Any = bindparam("ids", expanding=True)
_LEADS = (
    select(Encounter.id, Encounter.person_id, Encounter.booth_id, Booth.organization_id, Booth.event_id)
    .join(Booth, Booth.id == Encounter.booth_id)
    .join(Person, Person.id == Encounter.person_id)
    .where(Person.erased_at.is_(None))
    .where(Encounter.id.in_(_ids), shares_leads(bindparam("viewer", type_=Key())))
)
_QUESTIONS = select(*LeadQuestion.__table__.c).where(LeadQuestion.id.in_(_ids))
_STORED = select(LeadEntry.id, *(getattr(LeadEntry, name) for name in _SAME)).where(LeadEntry.id.in_(_ids))
_INSERT = {
    "sqlite": sqlite.insert(LeadEntry).on_conflict_do_nothing(index_elements=["id"]),
    "postgresql": postgresql.insert(LeadEntry).on_conflict_do_nothing(index_elements=["id"]),
}
