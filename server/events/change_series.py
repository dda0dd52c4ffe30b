"""An organizer changes a whole series, or the part of it from one instance on: time, words, and how it repeats."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor
from server.events.apply_changes import apply_changes
from server.events.choose_rule import CHOICES
from server.events.facts import Facts, differences, facts_of
from server.events.history import EventAct, FieldChange, note
from server.events.instance import One, load_instance
from server.events.instance_changes import read_changes
from server.events.models import Event, Occurrence
from server.events.posting import load_event
from server.events.split import split
from server.local_time import typed_local


async def change_series(
    session: AsyncSession,
    *,
    actor: Actor,
    slug: str,
    at: datetime | None = None,
    given: Mapping[str, Any],
    now: datetime,
) -> Event:
    """Let every instance be as `given` says of the one that the rule starts at `at`; None: of the first one.

    Each keeps its distance to that one by the wall clock, also through clock changes, and its own exceptions, answers
    and address. With `repeats` or `rrule` it repeats as `choose_rule` reads them, and else as it did; so an event
    that takes place once becomes a series, too. A second time changes nothing. Raises SignInRequired, ScopeMissing,
    NotFound, NotPermitted and InvalidInput.
    """
    if at is not None:
        one = await load_instance(session, actor=actor, slug=slug, at=at)
    else:
        member, event = await load_event(session, actor=actor, slug=slug)
        first = Occurrence(starts_at=event.starts_at, ends_at=event.ends_at)
        one = One(member, event, event.starts_at, first, None)
    changes = await read_changes(session, one, given)
    before, sequence = await facts_of(session, one.event), one.event.sequence
    await apply_changes(session, one.event, at=one.at, changes=changes, rule=_rule(given), now=now)
    if one.event.sequence != sequence:
        await _note(session, one, one.event, before)
    return one.event


async def change_following(
    session: AsyncSession,
    *,
    actor: Actor,
    slug: str,
    at: datetime,
    given: Mapping[str, Any],
    now: datetime,
) -> Event:
    """Let the instance that the rule starts at `at` and all after it be as `given` says: an event of their own.

    The series ends before them. From its first instance on it is the series itself that changes. Returns the event
    that has them. Raises as `change_series`.
    """
    one = await load_instance(session, actor=actor, slug=slug, at=at)
    changes = await read_changes(session, one, given)
    event, before = one.event, await facts_of(session, one.event)
    if await _has_earlier(session, one):
        event = await split(session, event, at, now=now)
        await _note(session, one, one.event, before)
    await apply_changes(session, event, at=at, changes=changes, rule=_rule(given), now=now)
    await _note(session, one, event, before)
    return event


def _rule(given: Mapping[str, Any]) -> dict[str, Any]:
    rule = {name: value for name, value in given.items() if name in CHOICES}
    return rule if rule.get("repeats") or rule.get("rrule") else {}


async def _has_earlier(session: AsyncSession, one: One) -> bool:
    earlier = exists().where(Occurrence.event_id == one.event.id, Occurrence.recurrence_id < one.at)
    return one.event.starts_at < one.at or bool(await session.scalar(select(earlier)))


async def _note(session: AsyncSession, one: One, event: Event, before: Facts) -> None:
    """Each part says what it was as the whole series, and is now."""
    which = FieldChange("recurrenceId", None, str(typed_local(one.at, ZoneInfo(event.time_zone))))
    fields = [which, *differences(before, await facts_of(session, event))]
    member = one.member.person_id
    await note(session, event.id, actor_id=member, act=EventAct.CHANGED, fields=fields, now=event.updated_at)
