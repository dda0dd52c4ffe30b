"""Imported events are kept: new ones are added, changed ones changed where nobody changed them here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Member
from server.events.history import EventAct, EventChange
from server.events.materialise import materialise_many
from server.events.models import Event, EventStatus, EventTag, Publication
from server.events.move_answers import answered_of
from server.events.posting import may_post
from server.events.publish import is_reviewed
from server.events.reviews import EventReview
from server.events.touch import touch
from server.imports.announcing import Announcing
from server.imports.decide import Decided, Fate, decide, own_fields
from server.imports.facts import Fault
from server.imports.history import act_of, changes, entry
from server.imports.keep_agenda import add_agenda, change_agenda
from server.imports.keep_answers import keep_answers, standing
from server.imports.keep_instances import keep_instances
from server.imports.known import known
from server.imports.models import ImportedEvent
from server.imports.said import COLUMNS, ImportedField, Said, dumped, of_event, take
from server.imports.series import Series
from server.imports.slug import slugs
from server.keys import new_key
from server.organizations.models import Organization, Posting

OURS = "This event was made here, so a file does not change it."


@dataclass(slots=True)
class Kept:
    """How many VEVENTs were what."""

    imported: int = 0
    updated: int = 0
    unchanged: int = 0

    def add(self, more: "Kept") -> None:
        self.imported += more.imported
        self.updated += more.updated
        self.unchanged += more.unchanged


@dataclass(slots=True)
class _Writing:
    """One transaction's."""

    session: AsyncSession
    organization: Organization
    source_id: UUID | None
    actor_id: UUID | None
    now: datetime
    history: list[dict[str, Any]] = field(default_factory=list)
    """Rows of `event_change`."""
    kept: Kept = field(default_factory=Kept)
    changed: dict[UUID, Event] = field(default_factory=dict)
    tags: dict[UUID, list[str]] = field(default_factory=dict)
    agendas: dict[UUID, list[Any]] = field(default_factory=dict)
    """Of new events, which have to be there before it."""
    answered: dict[UUID, set[UUID]] = field(default_factory=dict)
    """Occurrences to which people said that they come, by event; of those that change."""


async def keep(
    session: AsyncSession,
    series: Sequence[Series],
    *,
    organization: Organization,
    source_id: UUID | None = None,
    actor_id: UUID | None = None,
    posting_id: UUID | None = None,
    announcing: Announcing,
    now: datetime,
) -> Kept:
    """Keep these series, whose UIDs are distinct, as events of `organization`, and list their instances.

    They are new to its reviewers, where what it posts is reviewed, unless the posts of the actor go out by themselves.
    `actor_id` None: no person did it, and the posts of `posting_id` count, who follows the address, if that is known.
    """
    # Two imports at once would both find nothing: the second waits here. SQLite has one writer anyway.
    # No more than that: whoever changes one of its events by hand refers to it meanwhile.
    only_me = select(Organization.id).where(Organization.id == organization.id).with_for_update(key_share=True)
    await session.execute(only_me)
    there = await known(session, organization.id, series)
    reviewed = await is_to_be_reviewed(session, organization, actor_id or posting_id)
    decided = [decide(one, there.get(one.master.uid), reviewed=reviewed) for one in series]
    new = await slugs(session, organization.id, [one.series for one in decided if one.fate is Fate.NEW])
    writing = _Writing(session, organization, source_id, actor_id, now)
    changed = [one.known.event.id for one in decided if one.known is not None and one.fate is Fate.CHANGED]
    async with announcing(session, changed):
        writing.answered = await answered_of(session, changed)
        for one in decided:
            await _keep(writing, one, new.get(one.series.master.uid, ""))
        await _finish(writing)
    return writing.kept


async def is_to_be_reviewed(session: AsyncSession, organization: Organization, person_id: UUID | None) -> bool:
    """Whether somebody looks at what is imported for it: not where this person posts for it, and is trusted, now."""
    if person_id is None or not await may_post(session, organization.id, Member(person_id)):
        return organization.posting is Posting.REVIEWED
    return await is_reviewed(session, organization.id, Member(person_id))


async def _keep(writing: _Writing, one: Decided, slug: str) -> None:
    kept, master = writing.kept, one.series.master
    kept.unchanged += one.series.older
    if one.fate is Fate.OURS:
        master.notes.append(Fault(master.line, OURS))
        kept.unchanged += 1 + len(one.instances)
        return
    event, imported = (one.known.event, one.known.imported) if one.known else (_new(writing, one, slug), None)
    if imported is None:
        imported = ImportedEvent(event_id=event.id, said="{}", taken_at=writing.now)
        writing.session.add(imported)
    imported.source_id = imported.source_id or writing.source_id
    own = one.known is not None and bool(own_fields(one.known))
    said = one.known.said if one.known else {}
    before = None
    if one.known is not None and (answered := writing.answered.get(event.id)):
        before = standing(event, one.known.overrides.values(), answered, writing.now)
    if one.known is None:
        kept.imported += 1
    elif one.touches_master:
        await _change(writing, one, event, of_event(event, one.known.tags))
        imported.gone_at = None
        kept.updated += 1
    elif not (one.series.orphan and master.recurrence and master.recurrence.at in one.instances):
        kept.unchanged += 1
    if one.touches_master:
        said = {**said, **one.said}
    counts = await keep_instances(writing.session, event, one, said, now=writing.now)
    kept.add(Kept(counts.imported, counts.updated, counts.unchanged))
    if counts.touched:
        _touch(writing, event)
    if before is not None:
        await keep_answers(writing.session, event, before, now=writing.now)
    if event.id in writing.changed and not own:
        imported.taken_at = event.updated_at
    imported.said = dumped(said)


async def _finish(writing: _Writing) -> None:
    session = writing.session
    await session.flush()
    for event_id, agenda in writing.agendas.items():
        add_agenda(session, event_id, agenda)
    if writing.history:
        await session.execute(insert(EventChange), writing.history)
    await _tag(writing)
    await materialise_many(session, list(writing.changed.values()), now=writing.now)


def _new(writing: _Writing, one: Decided, slug: str) -> Event:
    organization = writing.organization
    event = Event(
        id=new_key(),
        uid=one.series.master.uid,
        slug=slug,
        organization_id=organization.id,
        campus_id=organization.campus_id,
        sequence=one.series.master.sequence,
        import_hash=one.hash_,
        created_at=writing.now,
        updated_at=writing.now,
    )
    for name in COLUMNS:
        take(event, name, one.said[name])
    event.cancelled_at = writing.now if event.status is EventStatus.CANCELLED else None
    event.published_at = writing.now if event.publication is Publication.PUBLISHED else None
    writing.session.add(event)
    if event.publication is Publication.IN_REVIEW:
        writing.session.add(EventReview(event_id=event.id, sender_id=writing.actor_id, sent_at=writing.now))
    writing.history.append(entry(event.id, EventAct.CREATED, actor_id=writing.actor_id, at=writing.now))
    writing.changed[event.id] = event
    writing.tags[event.id] = one.said[ImportedField.TAGS]
    writing.agendas[event.id] = one.said.get(ImportedField.AGENDA, [])
    return event


async def _change(writing: _Writing, one: Decided, event: Event, before: Said) -> None:
    for name in one.changes:
        if name in COLUMNS:
            take(event, name, one.said[name])
    if ImportedField.STATUS in one.changes:
        event.cancelled_at = writing.now if event.status is EventStatus.CANCELLED else None
    if ImportedField.TAGS in one.changes:
        writing.tags[event.id] = one.said[ImportedField.TAGS]
    if ImportedField.AGENDA in one.changes:
        await change_agenda(writing.session, event.id, one.said[ImportedField.AGENDA])
    event.sequence = max(one.series.master.sequence, event.sequence)
    event.import_hash = one.hash_
    if event.publication is Publication.PUBLISHED:
        event.published_at = event.published_at or writing.now
    _touch(writing, event)
    if fields := changes(one, before):
        at, by = event.updated_at, writing.actor_id
        writing.history.append(entry(event.id, act_of(one, before), fields=fields, actor_id=by, at=at))


async def _tag(writing: _Writing) -> None:
    if not writing.tags:
        return
    await writing.session.execute(delete(EventTag).where(EventTag.event_id.in_(writing.tags)))
    writing.session.add_all(EventTag(event_id=id_, tag=tag) for id_, tags in writing.tags.items() for tag in tags)


def _touch(writing: _Writing, event: Event) -> None:
    if event.id not in writing.changed:
        touch(event, writing.now)
        writing.changed[event.id] = event
