"""The instances of an imported series that differ from its rule are kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from server.events.models import Event, EventOverride
from server.imports.decide import Decided, is_own
from server.imports.facts import Facts
from server.imports.said import GONE, ImportedField, Said, of_override


@dataclass(slots=True)
class Counts:
    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    touched: bool = False
    """Whether the event's instances are other ones now."""


async def keep_instances(session: AsyncSession, event: Event, one: Decided, said: Said, *, now: datetime) -> Counts:
    """Write those that are new or changed there, unless they were changed here; `said` is told what was written."""
    counts = Counts()
    there = one.known.overrides if one.known else {}
    last = dict(said.get(ImportedField.INSTANCES, {}))
    for at, facts in one.instances.items():
        override = there.get(at)
        if one.known is not None and is_own(one.known, at):
            counts.unchanged += 1
            continue
        if override is None:
            override = EventOverride(event_id=event.id, recurrence_id=at)
            session.add(override)
            counts.imported += 1
        elif override.import_hash != facts.digest:
            counts.updated += 1
        else:
            counts.unchanged += 1
            if not one.touches_master:
                continue  # else it may differ from its series in other things now
        _write(override, facts, event, now)
        last[f"{at:%Y%m%dT%H%M%SZ}"] = of_override(override)
        counts.touched = True
    for at, override in there.items():
        own = one.known is not None and is_own(one.known, at)
        if one.only_these and override.import_hash not in (None, GONE) and at not in one.instances and not own:
            await session.delete(override)
            last.pop(f"{at:%Y%m%dT%H%M%SZ}", None)
            counts.touched = True
    if last or ImportedField.INSTANCES in said:
        said[ImportedField.INSTANCES] = last
    return counts


def _write(override: EventOverride, facts: Facts, event: Event, now: datetime) -> None:
    """What differs from the series; None elsewhere."""
    override.status = facts.status if facts.status is not event.status else None
    override.starts_at, override.ends_at = facts.starts_at, facts.ends_at
    override.name = facts.name if facts.name != event.name else None
    override.description = facts.description if facts.description != event.description else None
    override.location_text = facts.location_text if facts.location_text != event.location_text else None
    override.sequence = max(facts.sequence, override.sequence or 0)
    override.import_hash = facts.digest
    override.updated_at = now
