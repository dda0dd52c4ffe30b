"""Somebody invites to a role, by a link that they hand on or by mail."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.config import Settings
from server.errors import FieldError, InvalidInput, NotFound, NotPermitted
from server.events.staff import StaffRole
from server.invitations.errors import TooManyInvitations
from server.invitations.mail import mail_invitation
from server.invitations.models import Invitation, InvitedTo
from server.invitations.policies import may_invite
from server.invitations.standing import load_place
from server.keys import new_key
from server.organizations.models import Role
from server.people.email_address import email_address
from server.people.throttle import charge, subject

USUAL_DAYS = 14
LONGEST_DAYS = 90
MOST_USES = 500
"""A link for a whole class fits; one for a whole university is not an invitation any more."""
MAILS_OF_PERSON = 200
"""In a day."""


@dataclass(frozen=True, slots=True)
class Made:
    """An invitation that was just made."""

    id: UUID
    token: str | None
    """For the link, shown this once. None where it was mailed: then only its reader has it."""


async def invite(
    session: AsyncSession,
    *,
    settings: Settings,
    actor: Actor,
    to: InvitedTo,
    place_id: UUID,
    role: Role | None = None,
    staff_role: StaffRole | None = None,
    email: str | None = None,
    uses: int = 1,
    days: int = USUAL_DAYS,
    now: datetime,
) -> Made:
    """Make an invitation; mail it where `email` is given, which binds it to that account. Each time is another one.

    `uses`: how many people may accept, 1 with `email`. `days`: 1 to 90. Raises SignInRequired, ScopeMissing, NotFound,
    NotPermitted, InvalidInput and TooManyInvitations. Whether anybody has the address is not told.
    """
    member = require_member(actor)
    place = await load_place(session, to, place_id, viewer=member.person_id)
    if place is None:
        raise NotFound

    if not may_invite(place.standing, to, role, staff_role):
        raise NotPermitted

    address = _checked(settings, email=email, uses=uses, days=days)

    token = token_urlsafe(32)
    id_ = new_key()
    await session.execute(
        insert(Invitation).values(
            id=id_,
            token_hash=invitation_hash(token),
            to=to,
            **{f"{to.value.lower()}_id": place.id},
            role=role,
            staff_role=staff_role,
            email=address,
            made_by_id=member.person_id,
            max_uses=uses,
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
    )
    if address is None:
        return Made(id_, token)
    counted = subject(settings.secret, "invitations-of-person", member.person_id.hex)
    if until := await charge(session, subject=counted, limit=MAILS_OF_PERSON, within=timedelta(days=1), now=now):
        raise TooManyInvitations(until)
    await mail_invitation(
        session, settings, place, role=role or staff_role, address=address, token=token, days=days, now=now
    )
    return Made(id_, None)


def invitation_hash(token: str) -> bytes:
    """What the database keeps of a link's token: 32 octets. No salt: the input holds 256 random bits."""
    return sha256(token.encode("utf-8", "surrogateescape")).digest()


def _checked(settings: Settings, *, email: str | None, uses: int, days: int) -> str | None:
    """The address as it is kept. Raises InvalidInput."""
    faults: list[FieldError] = []
    address = None
    if email is not None:
        try:
            address = email_address(email, settings.sign_up_domains)
        except InvalidInput as fault:
            faults += fault.faults
    if not 1 <= uses <= MOST_USES:
        faults.append(FieldError(("uses",), f"A link is for 1 to {MOST_USES} people."))
    elif email is not None and uses > 1:
        faults.append(FieldError(("uses",), "An invitation by mail is for one. Leave the address empty for a link."))
    if not 1 <= days <= LONGEST_DAYS:
        faults.append(FieldError(("days",), f"An invitation lasts from 1 to {LONGEST_DAYS} days."))
    if faults:
        raise InvalidInput(*faults)
    return address
