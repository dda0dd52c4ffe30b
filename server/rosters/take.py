"""Somebody takes an event's roster along, or only what has changed in theirs."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.actor import Actor
from server.audit.models import Action
from server.audit.record import record
from server.config import Settings
from server.db import Database
from server.rosters.kept import Rosters
from server.rosters.may import Allowed, RosterAudience, allowed
from server.rosters.octets import BASE, CHANGES, changes, without, written
from server.rosters.people import who_hide_from

LASTS = timedelta(hours=24)
"""From its issue; no longer than two hours after the event."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A roster as one device gets it."""

    octets: bytes
    etag: str
    """Of the base: of these octets, or of those that these changes belong to."""
    whole: bool
    """Whether it is a base, in the place of all that the device has; else changes, in the place of earlier ones."""
    expires_at: datetime


async def take_roster(
    database: Database,
    rosters: Rosters,
    *,
    settings: Settings,
    actor: Actor,
    slug: str,
    audience: RosterAudience,
    have: str | None = None,
    now: datetime,
) -> Taken | None:
    """A whole roster, or all that has changed since the base `have`, an entity tag with or without its quotes.

    None where the actor may not have it: as if there were no such event. What is new to the device is written down
    before it is given. For SCAN whoever blocked the actor is in it as somebody unknown; at the door everybody who comes
    is known by name anyway.
    """
    which = await allowed(database, actor=actor, slug=slug, audience=audience, now=now)
    if which is None:
        return None
    roster = await rosters.current(database, settings, which, now=now)
    hiding = await who_hide_from(database, which.person_id) if audience is RosterAudience.SCAN else set()
    hidden = {lookup for person in hiding for lookup in roster.lookups.get(person, ())}

    expires_at = min(which.ends_at, now + LASTS)
    etag = f'"{have.strip().removeprefix("W/").strip(chr(34))}"' if have else ""
    base = roster.bases.get(etag)
    if base is None:
        etag, newest = next(reversed(roster.bases.items()))
        records = await asyncio.to_thread(without, roster.decoys, newest, hidden)
    else:
        records = await asyncio.to_thread(changes, roster.decoys, base, roster.records, hidden)
    if base is None or base is not roster.records:
        await _write_down(database, which, whole=base is None, now=now)
    octets = written(BASE if base is None else CHANGES, roster.key, records, expires_at=expires_at)
    return Taken(octets, etag, base is None, expires_at)


async def _write_down(database: Database, which: Allowed, *, whole: bool, now: datetime) -> None:
    detail = {"event": which.event_id.hex, "audience": which.audience, "what": "WHOLE" if whole else "CHANGES"}
    async with database.write() as session:
        await record(session, actor_id=which.person_id, action=Action.ROSTER_TAKEN, detail=detail, now=now)
