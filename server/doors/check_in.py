"""Somebody at a door is let in: by their badge, or found by name; one at once, or many that waited on a device."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Scope, require_member
from server.badges.errors import ScanFromFuture, ScanTooOld
from server.doors.decide import Answer, Arrived, decide
from server.doors.facts import load_facts
from server.doors.keep import keep
from server.doors.models import CheckIn, CheckInMethod
from server.doors.scan import AtDoor, DoorScan, at_door
from server.errors import FieldError, InvalidInput, Refusal

MAX_CHECK_INS = 500
"""In one request."""
NOTHING_KEPT: Mapping[UUID, datetime] = MappingProxyType({})


async def check_in(session: AsyncSession, *, actor: Actor, scan: DoorScan, now: datetime) -> Arrived:
    """Let somebody in at a station. Whoever is in already is kept once more, and the answer says since when.

    The same scan a second time changes nothing. Raises SignInRequired, ScopeMissing, NotFound for a station that the
    actor does not staff, DoorShut, CheckInConflict, what `at_door` raises, and each TurnedAway.
    """
    member = require_member(actor, Scope.SCAN)
    arrival = at_door(scan, by_id=member.person_id, now=now, late=False)
    return await let_in(session, arrival, viewer=member.person_id, now=now)


async def check_in_many(
    session: AsyncSession, *, actor: Actor, scans: Sequence[DoorScan | Refusal], now: datetime
) -> list[Answer]:
    """An answer to each scan that waited on a device, in order. Who came is in: not to be on the list, or too many, is
    kept as a doubt for the organizer and not refused. In whatever order doors send, the same rows result.

    The same batch a second time changes nothing. Raises SignInRequired, ScopeMissing, and InvalidInput for more than
    MAX_CHECK_INS.
    """
    member = require_member(actor, Scope.SCAN)
    if len(scans) > MAX_CHECK_INS:
        raise InvalidInput(FieldError(("batch",), f"Send {MAX_CHECK_INS} at a time or fewer, not {len(scans)}."))
    checked = [_checked(scan, member.person_id, now) for scan in scans]
    if any(isinstance(item, ScanFromFuture | ScanTooOld) for item in checked):
        # Its clock may have been put right since the same was sent before, and answered to nobody.
        kept = await _kept_at(session, scans)
        checked = [_checked(scan, member.person_id, now, kept) for scan in scans]
    arrivals = [item for item in checked if isinstance(item, AtDoor)]
    answers = iter(await _many(session, arrivals, viewer=member.person_id, now=now))
    return [item if isinstance(item, Refusal) else next(answers) for item in checked]


async def check_in_at_desk(
    session: AsyncSession, *, actor: Actor, id_: UUID, occurrence_id: UUID, person_id: UUID, now: datetime
) -> Arrived:
    """Let somebody in who stands at the desk, such as who was just registered. Whoever works at the event may.

    The same `id_` a second time changes nothing. Raises as `check_in`.
    """
    member = require_member(actor, Scope.SCAN)
    arrival = AtDoor(
        id=id_,
        door=occurrence_id,
        by_id=member.person_id,
        token_hash=None,
        person_id=person_id,
        scanned_at=now,
        how=CheckInMethod.DESK,
        anyway=True,
        received_at=now,
        late=False,
    )
    return await let_in(session, arrival, viewer=member.person_id, now=now)


async def let_in(session: AsyncSession, arrival: AtDoor, *, viewer: UUID, now: datetime) -> Arrived:
    """One arrival that was found right in itself. Raises what the door refuses."""
    [answer] = await _many(session, [arrival], viewer=viewer, now=now)
    if isinstance(answer, Refusal):
        raise answer
    return answer


def _checked(
    scan: DoorScan | Refusal, by_id: UUID, now: datetime, kept: Mapping[UUID, datetime] = NOTHING_KEPT
) -> AtDoor | Refusal:
    try:
        if isinstance(scan, Refusal):
            return scan
        return at_door(scan, by_id=by_id, now=now, late=True, kept_at=kept.get(scan.id))
    except Refusal as refused:
        return refused


async def _kept_at(session: AsyncSession, scans: Sequence[DoorScan | Refusal]) -> Mapping[UUID, datetime]:
    ids = [scan.id for scan in scans if isinstance(scan, DoorScan)]
    rows = await session.execute(select(CheckIn.id, CheckIn.scanned_at).where(CheckIn.id.in_(ids)))
    return {row.id: row.scanned_at for row in rows}


async def _many(session: AsyncSession, arrivals: Sequence[AtDoor], *, viewer: UUID, now: datetime) -> list[Answer]:
    if not arrivals:
        return []
    facts = await load_facts(session, arrivals, viewer=viewer)
    answers, made = decide(arrivals, facts)
    await keep(session, made, now=now)
    return answers
