"""A device sends the check-ins that waited on it: at a door, and one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Scope, require_member
from server.badges.arrive import reckon
from server.config import Settings
from server.doors.check_in import MAX_CHECK_INS, check_in_many
from server.doors.decide import Answer
from server.doors.scan import DoorScan
from server.doors.self_check_in import check_in_myself
from server.errors import FieldError, InvalidInput, Refusal


@dataclass(frozen=True, slots=True)
class OwnCheckIn:
    """What somebody read from a projector without network."""

    id: UUID
    occurrence_id: UUID
    code: str
    read_at: datetime
    sent_at: datetime | None = None
    """Both by the device's clock; None where it doesn't say."""


async def send_check_ins(
    session: AsyncSession,
    *,
    settings: Settings,
    actor: Actor,
    items: Sequence[DoorScan | OwnCheckIn | Refusal],
    now: datetime,
) -> list[Answer]:
    """An answer to each, in order: see `check_in_many` and `check_in_myself`. The same again changes nothing. Raises
    SignInRequired, ScopeMissing, and InvalidInput for more than MAX_CHECK_INS."""
    require_member(actor, Scope.SCAN)
    if len(items) > MAX_CHECK_INS:
        raise InvalidInput(FieldError(("batch",), f"Send {MAX_CHECK_INS} at a time or fewer, not {len(items)}."))
    scans = [item for item in items if not isinstance(item, OwnCheckIn)]
    answers = iter(await check_in_many(session, actor=actor, scans=scans, now=now))
    return [
        await _own(session, settings, actor, item, now) if isinstance(item, OwnCheckIn) else next(answers)
        for item in items
    ]


async def _own(session: AsyncSession, settings: Settings, actor: Actor, item: OwnCheckIn, now: datetime) -> Answer:
    try:
        return await check_in_myself(
            session,
            settings=settings,
            actor=actor,
            id_=item.id,
            occurrence_id=item.occurrence_id,
            code=item.code,
            read_at=reckon(item.read_at, sent_at=item.sent_at, now=now),
            reckoned=item.sent_at is not None,
            now=now,
        )
    except Refusal as refused:  # each is raised before anything is written but the try
        return refused
