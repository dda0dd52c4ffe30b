"""What an address has that is likely there already is held, until somebody says whether it is the same."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.campuses.models import Campus
from server.db import Database
from server.events.models import Event
from server.imports.answers import Answers, Held
from server.imports.facts import Facts
from server.imports.host import Host
from server.imports.models import ImportSource
from server.imports.plan import Planned
from server.imports.series import Series
from server.imports.twins import Twin, seen_by, twins


@dataclass(slots=True)
class Holding:
    """What one address had just now that waits for somebody."""

    source_id: UUID
    answers: Answers
    host: Host
    held: list[Held] = field(default_factory=list)

    async def let_in(self, session: AsyncSession, series: Sequence[Series]) -> list[Series]:
        """Of these, what is not to wait. Until the transaction ends, nobody else on the campus imports from an address,
        so that two processes see what the other took. One statement, two where any are new."""
        organization = self.host.organization
        campus_id = organization.campus_id
        if campus_id is not None:
            only_me = select(Campus.id).where(Campus.id == campus_id).with_for_update(key_share=True)
            await session.execute(only_me)
        new = await self._new(session, [one.master for one in series])
        same = await twins(session, new, organization_id=organization.id, campus_id=campus_id, source_id=self.source_id)
        self.held += [
            Held(f.uid, f.name, f.starts_at.isoformat(), f.time_zone, f.all_day, same[f.uid].id.hex)
            for f in new
            if f.uid in same
        ]
        return [one for one in series if one.master.uid not in same]

    async def _new(self, session: AsyncSession, several: Sequence[Facts]) -> list[Facts]:
        decided = {*self.answers.skipped, *self.answers.let_in}
        undecided = [facts for facts in several if facts.uid not in decided]
        theirs = select(Event.uid).where(Event.organization_id == self.host.organization.id)
        there = set(await session.scalars(theirs.where(Event.uid.in_([facts.uid for facts in undecided]))))
        return [facts for facts in undecided if facts.uid not in there]


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
