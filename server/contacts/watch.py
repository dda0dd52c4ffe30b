"""Somebody is told of each scan of their badge as it comes in."""

from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, select

from server.actor import Actor, Scope, require_member
from server.contacts.models import Encounter
from server.contacts.queries import Met, encounter
from server.db import Database, Instant, Key
from server.live import Live, person_topic

LONGEST_LOOK_BACK = timedelta(hours=1)
MOST = 100
"""Scans told of at once; what is older is left to the list."""
_LATE = timedelta(minutes=1)
"""How much later than it was received a scan may be committed, or be dated by another server's clock."""

_RECEIVED = (
    select(Encounter.id, Encounter.received_at)
    .where(
        Encounter.person_id == bindparam("person", type_=Key()),
        Encounter.received_at > bindparam("after", type_=Instant()),
        Encounter.undone_at.is_(None),
    )
    .order_by(Encounter.received_at.desc(), Encounter.id.desc())
    .limit(MOST)
)


async def scans_of_me(
    database: Database, live: Live, *, actor: Actor, after: datetime | None, now: datetime
) -> AsyncGenerator[Met, None]:
    """Scans of the actor's badge as `server.contacts.queries.encounter` shows them, each once, oldest first; no end.

    `after`: those as well that were received since, an hour ago at most and up to `now`. One statement for each
    piece of news, and one for each scan. Raises SignInRequired and ScopeMissing.
    """
    member = require_member(actor, Scope.CONTACTS)
    with live.subscribe(person_topic(member.person_id)) as news:
        since = now if after is None else max(after, now - LONGEST_LOOK_BACK)
        told: dict[UUID, datetime] = {}

        async def untold() -> list[UUID]:
            values = {"person": member.person_id, "after": since - _LATE}
            rows = [row for row in await database.rows(_RECEIVED, values) if row.id not in told]
            told.update({row.id: row.received_at for row in rows})
            return [row.id for row in reversed(rows)]

        before = await untold()
        fresh = [id_ for id_ in before if after is not None and told[id_] > since]
        while True:
            for id_ in fresh:
                if (met := await encounter(database, actor=actor, id_=id_)) is not None:
                    yield met
            since = max(since, *told.values()) if told else since
            told = {id_: received for id_, received in told.items() if received > since - _LATE}
            if await anext(news, "ended") == "ended":
                return
            fresh = await untold()
