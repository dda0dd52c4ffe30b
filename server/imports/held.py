"""What an address has that is likely there already is held, until somebody says whether it is the same."""

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.db import Database
from server.events.models import Event
from server.imports.answers import Answers, Held
from server.imports.found import Found
from server.imports.host import Host
from server.imports.models import ImportSource
from server.imports.plan import AT_ONCE, Planned
from server.imports.twins import Twin, seen_by, twins


async def held_back(session: AsyncSession, found: Found, answers: Answers, *, host: Host, source: UUID) -> list[Held]:
    """Of what was found there, what is new, undecided, and looks like an event from elsewhere or made by hand."""
    organization, decided = host.organization, {*answers.skipped, *answers.let_in}
    undecided = [one.master for one in found.series if one.master.uid not in decided]
    held = []
    for first in range(0, len(undecided), AT_ONCE):
        some = undecided[first : first + AT_ONCE]
        theirs = select(Event.uid).where(Event.organization_id == organization.id)
        there = set(await session.scalars(theirs.where(Event.uid.in_([facts.uid for facts in some]))))
        new = [facts for facts in some if facts.uid not in there]
        campus = organization.campus_id
        same = await twins(session, new, organization_id=organization.id, campus_id=campus, source_id=source)
        held += [
            Held(f.uid, f.name, f.starts_at.isoformat(), f.time_zone, f.all_day, same[f.uid].id.hex)
            for f in new
            if f.uid in same
        ]
    return held


async def held_at(database: Database, source: ImportSource, *, host: Host) -> list[Planned]:
    """What waits there for somebody, in the order of the calendar; the likely same as far as it is still to be seen."""
    held = Answers.read(source.answers).held
    if not held:
        return []
    organization = host.organization
    seen = seen_by(organization.id, organization.campus_id)
    same = select(Event.id, Event.name, Event.slug).where(Event.id.in_({UUID(one.like) for one in held}), seen)
    likely = {row.id: Twin(row.id, row.name, row.slug) for row in await database.rows(same)}
    return [
        Planned(
            one.uid,
            one.name,
            datetime.fromisoformat(one.starts_at).astimezone(UTC),
            one.time_zone,
            one.all_day,
            None,
            twin=likely.get(UUID(one.like)),
        )
        for one in held
    ]


async def decide_held(
    session: AsyncSession, source: ImportSource, *, let_in: Collection[str], left_out: Collection[str], now: datetime
) -> None:
    """Say which come in all the same, and which never do; other UIDs than those that wait change nothing.

    The calendar is read anew at once.
    """
    kept = await session.get(ImportSource, source.id, with_for_update=True)
    if kept is None:
        return
    answers = Answers.read(kept.answers)
    chosen = [one.uid for one in answers.held if one.uid in let_in]
    left = [one.uid for one in answers.held if one.uid in left_out and one.uid not in let_in]
    if chosen or left:
        kept.answers = answers.decided(chosen, left).written()
        kept.etag = kept.last_modified = None
        kept.next_at = now
