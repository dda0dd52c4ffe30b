"""A person asks to have a passkey made."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from webauthn import generate_registration_options, options_to_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from server.actor import Actor, require_session
from server.config import Settings
from server.people.models import Person
from server.people.offer_passkey import user_handle_of
from server.people.passkey_challenge import CHALLENGE_LASTS, new_challenge, rp_id
from server.people.passkey_errors import TooManyPasskeys
from server.people.passkeys import Passkey

MOST = 20
"""Of one person."""


async def begin_passkey(
    session: AsyncSession, *, settings: Settings, actor: Actor, browser_token: str | None, now: datetime
) -> str:
    """What to ask an authenticator for, as JSON (Web Authentication Level 3 §5.4), good for one answer within five
    minutes.

    `browser_token` is that of the session that asks. Asking again takes the first question back. Raises
    SignInRequired, SessionRequired and TooManyPasskeys.
    """
    member = require_session(actor)
    theirs = (await session.scalars(select(Passkey.credential_id).where(Passkey.person_id == member.person_id))).all()
    person = (await session.execute(select(Person.name, Person.email).where(Person.id == member.person_id))).one()

    if len(theirs) >= MOST:
        raise TooManyPasskeys(MOST)

    user_handle = await user_handle_of(session, person_id=member.person_id, now=now)
    challenge = await new_challenge(session, browser_token=browser_token or "", person_id=member.person_id, now=now)
    question = generate_registration_options(
        rp_id=rp_id(settings),
        rp_name=settings.campus_name,
        user_id=user_handle,
        user_name=person.email or person.name,
        user_display_name=person.name,
        challenge=challenge,
        timeout=int(CHALLENGE_LASTS.total_seconds() * 1000),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in theirs],
    )
    return options_to_json(question)
