"""An organizer imports what a preview showed."""

import json
from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import update

from server.actor import Actor, Scope, require_member
from server.config import Settings
from server.db import Database
from server.imports.announcing import Announcing
from server.imports.apply import apply
from server.imports.errors import ImportGone
from server.imports.fetch import Fetched
from server.imports.follow import follow
from server.imports.gone import call_off, gone_from
from server.imports.host import Host
from server.imports.models import ImportDraft
from server.imports.preview import BroughtIn, preview
from server.imports.take import Asking, take_found


async def bring_in(
    database: Database,
    settings: Settings,
    draft: ImportDraft,
    *,
    host: Host,
    actor: Actor,
    duplicates: Collection[str] = (),
    cancel_gone: bool = False,
    announcing: Announcing,
    now: datetime,
) -> BroughtIn:
    """Look anew, and write; the preview says afterwards how it went, and an address is followed from then on.

    `duplicates` are the UIDs of those that come in although they are likely there. `cancel_gone` calls off what came
    by file before, is still to come, and is in this file no longer. Raises what `in_hand`
    does, FileUnreadable, AlreadyFollowed and ImportGone.
    """
    member = require_member(actor, Scope.POST_EVENTS)
    if draft.done is not None:
        raise ImportGone
    seen = await preview(database, draft, host=host, now=now)
    made, found = seen.plan, seen.found
    skipped = {planned.uid for planned in made.duplicates} - set(duplicates)
    source = None
    if draft.sealed is not None:
        answers = replace(seen.answers, asked=tuple(found.unknown_zones)).decided(duplicates, skipped)
        async with database.write() as session:
            source = await follow(session, settings, draft, answers=answers, by=member.person_id, now=now)
        fetched = Fetched(None, draft.etag, draft.last_modified)
        await take_found(Asking(database, source, host, announcing, now), found, fetched, answers)
    else:
        await apply(
            database,
            found,
            organization=host.organization,
            skipped=frozenset(skipped),
            actor_id=member.person_id,
            announcing=announcing,
            now=now,
        )
    cancelled = 0
    async with database.write() as session:
        if cancel_gone and source is None:
            gone = await gone_from(session, found, host.organization.id, source_id=None, now=now)
            await call_off(session, gone, announcing=announcing, now=now)
            cancelled = len(gone)
        same = made.same + len(made.ours)
        new = len(made.new) + len(made.duplicates) - len(skipped)
        done = BroughtIn(new, len(made.changed), same, cancelled, len(skipped), len(found.refused))
        said = {"done": json.dumps(asdict(done)), "content": b"", "sealed": None}
        await session.execute(update(ImportDraft).where(ImportDraft.id == draft.id).values(**said))
    return done
