"""Somebody takes over what they have as a guest: by the address that was written down, or by letters from the desk."""

import hmac
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Member, require_session
from server.audit.models import Action
from server.audit.record import record
from server.badges.claim_code import claim_code
from server.badges.models import Badge, BadgeState, Guest
from server.badges.token import hash_of, read
from server.config import Settings
from server.contacts.keep import lock_all
from server.errors import NotFound
from server.my_data.claim_errors import ClaimCodeWrong, TooManyClaims
from server.my_data.merge_guest import merge_guest
from server.people.models import Person
from server.people.throttle import charge, subject

TRIES = 10
"""Of letters, for one person and for one badge, within SPAN."""
SPAN = timedelta(hours=1)


async def claim_by_address(session: AsyncSession, *, actor: Actor, guest_id: UUID, now: datetime) -> None:
    """Take over a guest whose address is the actor's own, which they proved by signing in.

    Raises SignInRequired, SessionRequired, and NotFound for any other guest, and the second time.
    """
    member = require_session(actor)
    await lock_all(await session.connection())
    email = await session.scalar(select(Person.email).where(Person.id == member.person_id))
    guest = await session.get(Guest, guest_id, with_for_update=True)

    if guest is None or email is None or guest.email != email:
        raise NotFound

    await _take(session, member, guest, "ADDRESS", now)


async def claim_by_code(
    session: AsyncSession, *, settings: Settings, actor: Actor, code: str, letters: str, now: datetime
) -> ClaimCodeWrong | None:
    """Take over the guest whose badge has this code, by the letters that the desk gives to its holder.

    Returns ClaimCodeWrong instead of raising it, since the try has to be kept; also for a badge of nobody who can be
    taken over. Raises SignInRequired, SessionRequired, BadgeMalformed and TooManyClaims.
    """
    member = require_session(actor)
    token_hash = hash_of(read(code))
    counted = (("claims-of-person", member.person_id.hex), ("claims-of-badge", token_hash.hex()))
    for what, whose in counted:
        tried = subject(settings.secret, what, whose)
        if until := await charge(session, subject=tried, limit=TRIES, within=SPAN, now=now):
            raise TooManyClaims(until)
    await lock_all(await session.connection())
    active = select(Badge).where(Badge.token_hash == token_hash, Badge.state == BadgeState.ACTIVE)
    badge = (await session.execute(active)).scalar_one_or_none()
    guest = await session.get(Guest, badge.person_id, with_for_update=True) if badge is not None else None

    right = claim_code(settings.secrets, badge) if badge is not None and guest is not None else None
    typed = "".join(letter for letter in letters.upper() if letter.isalnum())
    typed = typed.translate(str.maketrans("OIL", "011"))
    if guest is None or right is None or not hmac.compare_digest(right.encode(), typed.encode("utf-8", "replace")):
        return ClaimCodeWrong()

    await _take(session, member, guest, "CODE", now)
    return None


async def _take(session: AsyncSession, member: Member, guest: Guest, how: str, now: datetime) -> None:
    guest_id = guest.person_id
    detail = {"how": how, "guest": guest_id.hex, **({"event": guest.event_id.hex} if guest.event_id else {})}
    session.expunge(guest)
    await merge_guest(session, guest_id=guest_id, person_id=member.person_id, now=now)
    await record(session, actor_id=member.person_id, action=Action.GUEST_CLAIMED, detail=detail, now=now)
