"""Somebody checks in themselves, by the code on the projector."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.badges.errors import ScanFromFuture
from server.badges.scan import MAX_AHEAD
from server.config import Settings
from server.doors import errors
from server.doors.check_in import let_in
from server.doors.code import is_right
from server.doors.decide import Arrived
from server.doors.models import CheckIn, CheckInMethod
from server.doors.scan import AtDoor
from server.errors import Refusal
from server.people.throttle import charge, subject

TRIES = 10
WITHIN = timedelta(minutes=1)
LATEST = timedelta(hours=24)
"""How long a code that was read without network may wait."""
_TO_THEM = {
    errors.NotRegistered: "You are not on the list. Ask at the door to be registered.",
    errors.Waitlisted: "You wait for a place. The door knows whether one is free.",
    errors.WrongDay: "You are on the list for another day. Ask at the door.",
    errors.OverCapacity: "All places are taken. Ask at the door.",
}


async def check_in_myself(
    session: AsyncSession,
    *,
    settings: Settings,
    actor: Actor,
    id_: UUID,
    occurrence_id: UUID,
    code: str,
    read_at: datetime | None,
    now: datetime,
    reckoned: bool = False,
) -> Arrived | Refusal:
    """Check the actor in by a code that is shown now; by one that was shown at `read_at`, a day ago at most, it is
    marked as late. The same `id_` a second time changes nothing; `reckoned` says that `read_at` may be another then.

    Returns CodeNotShown instead of raising it, since the try has to be kept: ten a minute and person. Raises
    SignInRequired, ScopeMissing, NotFound, TooManyTries, ScanFromFuture, DoorShut, CheckInConflict, and each
    TurnedAway.
    """
    member = require_member(actor)
    kept = await session.get(CheckIn, id_)
    if kept is not None and kept.by_id == member.person_id and kept.how is CheckInMethod.SELF:
        # The same once more: it was right then, and the phone's clock may have been put right since.
        same = _arrival(member.person_id, id_, occurrence_id, kept.scanned_at, now, late=kept.late, reckoned=True)
        return await let_in(session, same, viewer=member.person_id, now=now)
    at = read_at or now
    if at - now > MAX_AHEAD:
        raise ScanFromFuture(at - now)
    tries = subject(settings.secret, "self-check-in", member.person_id.hex)
    if until := await charge(session, subject=tries, limit=TRIES, within=WITHIN, now=now):
        raise errors.TooManyCodesTried(until)

    on_time = is_right(settings, occurrence_id, code, now)
    was_shown = read_at is not None and now - at <= LATEST and is_right(settings, occurrence_id, code, at, ahead=1)
    if not (on_time or was_shown):
        return errors.CodeNotShown()

    late = not on_time
    arrival = _arrival(member.person_id, id_, occurrence_id, at, now, late=late, reckoned=reckoned)
    try:
        return await let_in(session, arrival, viewer=member.person_id, now=now)
    except errors.TurnedAway as refused:
        refused.message, refused.choices = _TO_THEM.get(type(refused), refused.message), []
        raise


def _arrival(
    person_id: UUID, id_: UUID, occurrence_id: UUID, at: datetime, now: datetime, *, late: bool, reckoned: bool
) -> AtDoor:
    return AtDoor(
        id=id_,
        door=occurrence_id,
        by_id=person_id,
        token_hash=None,
        person_id=person_id,
        scanned_at=at,
        how=CheckInMethod.SELF,
        anyway=False,
        received_at=now,
        late=late,
        reckoned=reckoned,
    )
