"""What was found in a file is written, some hundred events at a time."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from server.db import Database
from server.imports.announcing import Announcing
from server.imports.found import Found
from server.imports.held import Holding
from server.imports.keep import Kept, keep
from server.organizations.models import Organization

AT_ONCE = 200
"""Events in one transaction, so that scans are not kept waiting."""


async def apply(
    database: Database,
    found: Found,
    *,
    organization: Organization,
    skipped: frozenset[str] = frozenset(),
    source_id: UUID | None = None,
    actor_id: UUID | None = None,
    posting_id: UUID | None = None,
    holding: Holding | None = None,
    announcing: Announcing,
    now: datetime,
    progress: Callable[[int, int], None] | None = None,
) -> Kept:
    """Keep what was found, but for the UIDs in `skipped` and what is held back.

    What is there is looked at anew, whatever a plan said. Where it is broken off, the next time goes on; a second time
    changes nothing.
    """
    total, done = Kept(), 0
    wanted = [one for one in found.series if one.master.uid not in skipped]
    for first in range(0, len(wanted), AT_ONCE):
        some = wanted[first : first + AT_ONCE]
        async with database.write() as session:
            kept = await keep(
                session,
                some if holding is None else await holding.let_in(session, some),
                organization=organization,
                source_id=source_id,
                actor_id=actor_id,
                posting_id=posting_id,
                announcing=announcing,
                now=now,
            )
        total.add(kept)
        done += sum(1 + len(one.overrides) + one.older for one in some)
        if progress is not None:
            progress(done, found.events)
    return total
