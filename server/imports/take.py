"""What an address answered is taken over, unless most of its events are gone."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from server.db import Database
from server.imports.announcing import Announcing
from server.imports.answers import Answers
from server.imports.apply import apply
from server.imports.fetch import Fetched
from server.imports.found import Found
from server.imports.gone import call_off, gone_from, upcoming_from
from server.imports.held import Holding
from server.imports.host import Host
from server.imports.models import ImportSource, SourceResult, SourceState
from server.imports.pace import next_time
from server.imports.read_file import read_file
from server.imports.words import most_gone, went


@dataclass(frozen=True, slots=True)
class Asking:
    """One address that is asked now."""

    database: Database
    source: ImportSource
    host: Host
    announcing: Announcing
    now: datetime


async def take(asking: Asking, fetched: Fetched, *, most_may_go: bool) -> None:
    """Take over what it answered; where more than half would be called off, ask instead. Raises FileUnreadable."""
    source, host, now = asking.source, asking.host, asking.now
    if fetched.octets is None:
        await note(asking, SourceResult.SAME, "Nothing new.", state=_going_on(source))
        return
    answers = Answers.read(source.answers)
    found = await read_file(fetched.octets, zone=host.zone, answers=answers, now=now)
    async with asking.database.read() as session:
        gone = len(await gone_from(session, found, host.organization.id, source_id=source.id, now=now))
        there = await upcoming_from(session, host.organization.id, source.id, now=now)
    if gone * 2 > there and not most_may_go:
        await note(asking, SourceResult.MOST_GONE, most_gone(gone, there), state=SourceState.ASKING)
        return
    await take_found(asking, found, fetched, replace(answers, asked=tuple(found.unknown_zones)))


async def take_found(asking: Asking, found: Found, fetched: Fetched, answers: Answers) -> None:
    """Write what was found there but what is likely there already, which is held; call off what is gone; note how it
    went."""
    source, organization, now = asking.source, asking.host.organization, asking.now
    holding = Holding(source.id, answers, asking.host)
    kept = await apply(
        asking.database,
        found,
        organization=organization,
        skipped=frozenset(answers.skipped),
        source_id=source.id,
        posting_id=source.added_by_id,
        holding=holding,
        announcing=asking.announcing,
        now=now,
    )
    async with asking.database.write() as session:
        gone = await gone_from(session, found, organization.id, source_id=source.id, now=now)
        await call_off(session, gone, announcing=asking.announcing, now=now)
    changed = bool(kept.imported or kept.updated or gone)
    await note(
        asking,
        SourceResult.CHANGED if changed else SourceResult.SAME,
        went(kept, len(gone), found, held=len(holding.held)),
        state=_going_on(source),
        learned=replace(answers, held=tuple(holding.held)),
        etag=fetched.etag,
        last_modified=fetched.last_modified,
    )


async def note(
    asking: Asking,
    result: SourceResult,
    message: str,
    *,
    failures: int = 0,
    learned: Answers | None = None,
    **more: Any,
) -> None:
    """Write down how it went, and when it is asked again. What somebody answered meanwhile holds."""
    source, now = asking.source, asking.now
    again = next_time(now, every_minutes=source.every_minutes, failures=failures)
    said = {"result": result, "message": message, "checked_at": now, "failures": failures, "next_at": again}
    async with asking.database.write() as session:
        if learned is not None:
            mine = select(ImportSource.answers).where(ImportSource.id == source.id).with_for_update()
            answers = await session.scalar(mine)
            if answers is not None:
                fresh = replace(Answers.read(answers), asked=learned.asked, held=learned.held)
                more["answers"] = fresh.decided((), ()).written()
            if answers != source.answers:
                more["etag"] = more["last_modified"] = None  # it was read without them
        await session.execute(update(ImportSource).where(ImportSource.id == source.id).values(**said, **more))


def _going_on(source: ImportSource) -> SourceState:
    """What was gone is there again, or may go: nothing is left to ask."""
    return SourceState.ACTIVE if source.state is SourceState.ASKING else source.state
