"""An organizer imports what a preview showed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from server.db import Database
from server.imports.apply import apply
from server.imports.gone import call_off, gone_from
from server.imports.host import Host
from server.imports.models import ImportDraft
from server.imports.preview import preview


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """How many events were what."""

    new: int
    changed: int
    same: int
    cancelled: int
    skipped: int
    """Those that are likely there already."""
    refused: int


async def bring_in(
    database: Database,
    draft: ImportDraft,
    *,
    host: Host,
    duplicates: Collection[str] = (),
    cancel_gone: bool = False,
    now: datetime,
) -> BroughtIn:
    """Look anew, and write: a second time changes nothing, and the preview is gone afterwards. Raises FileUnreadable.

    `duplicates` are the UIDs of those that come in although they are likely there. `cancel_gone` calls off what came
    by file before, is still to come, and is in this file no longer.
    """
    seen = await preview(database, draft, host=host, now=now)
    made, found = seen.plan, seen.found
    skipped = {planned.uid for planned in made.duplicates} - set(duplicates)
    await apply(database, found, organization=host.organization, skipped=frozenset(skipped), now=now)
    cancelled = 0
    async with database.write() as session:
        if cancel_gone:
            gone = await gone_from(session, found, host.organization.id, source_id=None, now=now)
            await call_off(session, gone, now=now)
            cancelled = len(gone)
        await session.execute(delete(ImportDraft).where(ImportDraft.id == draft.id))
    new = len(made.new) + len(made.duplicates) - len(skipped)
    same = made.same + len(made.ours)
    return BroughtIn(new, len(made.changed), same, cancelled, len(skipped), len(found.refused))
