"""A process keeps the rosters it made, and the last few that devices may still have."""

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from server.badges.issue import token_of
from server.config import Settings
from server.db import Database
from server.rosters.may import Allowed, RosterAudience
from server.rosters.octets import all_records, tag
from server.rosters.people import badges_there, card_of
from server.rosters.seal import decoy_key, lookup_of, roster_key, seal

AT_MOST_EVERY = timedelta(minutes=1)
NEW_BASE_EVERY = timedelta(hours=1)
NEW_BASE_AT = 0.25
"""Of the records changed."""
BASES = 8
ROSTERS = 8
"""In one process; the one that was not asked for the longest time goes. 6 MB for a base of 5,000 badges."""


@dataclass(slots=True)
class Roster:
    """One roster as it is, and as it was."""

    key: bytes
    decoys: bytes
    made_at: datetime | None = None
    records: Sequence[bytes] = ()
    """Sorted, decoys included, nothing hidden."""
    lookups: dict[UUID, list[bytes]] = field(default_factory=dict)
    """Of each person's badges."""
    bases: OrderedDict[str, Sequence[bytes]] = field(default_factory=OrderedDict)
    """By entity tag, the newest last."""
    based_at: datetime | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Rosters:
    """Rosters of this process. Another one makes the same octets of the same rows; a restart costs whole downloads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[UUID, RosterAudience, int], Roster] = OrderedDict()

    async def current(self, database: Database, settings: Settings, which: Allowed, *, now: datetime) -> Roster:
        """The roster, made anew where it is older than a minute: one statement, and the sealing in a thread."""
        name = (which.occurrence_id, which.audience, which.epoch)
        roster = self._kept.get(name)
        if roster is None:
            scope, audience = str(which.occurrence_id), which.audience.value
            key = roster_key(settings.secret, scope=scope, audience=audience, epoch=which.epoch)
            roster = self._kept[name] = Roster(key, decoy_key(settings.secret, key))
        self._kept.move_to_end(name)
        while len(self._kept) > ROSTERS:
            self._kept.popitem(last=False)
        async with roster.lock:
            if roster.made_at is None or now - roster.made_at >= AT_MOST_EVERY:
                rows = await badges_there(database, which, now=now)
                await asyncio.to_thread(_make, roster, rows, settings.secrets, which.audience)
                roster.made_at = now
                _keep_base(roster, now)
        return roster


def _make(roster: Roster, rows: Collection[Any], secrets: Sequence[bytes], audience: RosterAudience) -> None:
    records, lookups = [], defaultdict(list)
    for row in rows:
        # A badge whose secret is gone can't be sealed; its scan is decided by the server, as any is.
        if (token := token_of(secrets, row)) is not None:
            records.append(seal(roster.key, token, card_of(row, audience)))
            lookups[row.person_id].append(lookup_of(roster.key, token))
    made = all_records(roster.decoys, records)
    if made != roster.records:
        roster.records = made
    roster.lookups = dict(lookups)


def _keep_base(roster: Roster, now: datetime) -> None:
    if roster.bases and roster.based_at is not None and now - roster.based_at < NEW_BASE_EVERY:
        base = next(reversed(roster.bases.values()))
        if len(set(roster.records) - set(base)) <= NEW_BASE_AT * len(base):
            return
    name = tag(roster.key, roster.records)
    roster.bases[name] = roster.records
    roster.bases.move_to_end(name)
    roster.based_at = now
    while len(roster.bases) > BASES:
        roster.bases.popitem(last=False)
