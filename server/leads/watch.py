"""A booth's team is told as soon as its leads change, in whichever process that was."""

from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, distinct, func, select

from server.actor import Actor, Scope, require_member
from server.contacts.models import Encounter
from server.db import Database, Key
from server.errors import NotFound
from server.events.booths import Booth
from server.leads.standing import shares_leads
from server.live import Live, booth_topic

_booth, _viewer = bindparam("booth", type_=Key()), bindparam("viewer", type_=Key())
_COUNT: Any = (
    select(func.count(distinct(Encounter.person_id)).label("met"))
    .select_from(Booth)
    .outerjoin(Encounter, and_(Encounter.booth_id == Booth.id, Encounter.undone_at.is_(None)))
    .where(Booth.id == _booth, shares_leads(_viewer))
    .group_by(Booth.id)
)


async def lead_counts(database: Database, live: Live, *, actor: Actor, booth_id: UUID) -> AsyncGenerator[int, None]:
    """How many people the booth has met: at once, and again whenever somebody is scanned or something is written.

    Ends once the actor no longer shares its leads. One statement for each piece of news. Raises SignInRequired,
    ScopeMissing, and NotFound where they don't share them to begin with.
    """
    member = require_member(actor, Scope.SCAN)
    with live.subscribe(booth_topic(booth_id)) as news:
        values = {"booth": booth_id, "viewer": member.person_id}
        rows = await database.rows(_COUNT, values)
        if not rows:
            raise NotFound
        while rows:
            yield rows[0].met
            if await anext(news, "ended") == "ended":
                return
            rows = await database.rows(_COUNT, values)
