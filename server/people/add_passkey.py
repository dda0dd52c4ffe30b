"""A person has made a passkey, and may sign in by it from now on."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from webauthn import verify_registration_response

from server.actor import Actor, require_session
from server.audit.models import Action
from server.audit.record import record
from server.config import Settings
from server.errors import Refusal
from server.keys import new_key
from server.people.device import device
from server.people.passkey_challenge import LONGEST_ANSWER, rp_id, take_challenge
from server.people.passkey_errors import PasskeyRefused, PasskeyTooLate
from server.people.passkeys import Passkey

LONGEST_ID = 1023
"""Octets (Web Authentication Level 3 §4, credential ID)."""


async def add_passkey(
    session: AsyncSession,
    *,
    settings: Settings,
    actor: Actor,
    credential: str,
    browser_token: str | None,
    user_agent: str,
    now: datetime,
) -> Passkey | Refusal:
    """Keep the passkey that `credential` is about (§7.1): JSON, as `PublicKeyCredential.toJSON` gives it.

    It is named for the browser, until its owner calls it otherwise. Returns PasskeyTooLate and PasskeyRefused instead
    of raising them, so that the question stays answered. Raises SignInRequired and SessionRequired.
    """
    member = require_session(actor)
    challenge = await take_challenge(
        session, answer=credential, browser_token=browser_token or "", person_id=member.person_id, now=now
    )

    if challenge is None:
        return PasskeyTooLate()
    try:
        made = verify_registration_response(
            credential=credential[:LONGEST_ANSWER],
            expected_challenge=challenge,
            expected_rp_id=rp_id(settings),
            expected_origin=settings.base_url,
            require_user_verification=True,
        )
    except Exception:  # noqa: BLE001  # whatever the library's parsers make of octets that anybody may have written
        return PasskeyRefused()
    known = await session.scalar(select(Passkey.id).where(Passkey.credential_id == made.credential_id))
    if known is not None or len(made.credential_id) > LONGEST_ID:
        return PasskeyRefused()

    passkey = Passkey(
        id=new_key(),
        person_id=member.person_id,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        name=device(user_agent),
        created_at=now,
        last_used_at=None,
    )
    session.add(passkey)
    await session.flush()
    await record(session, actor_id=member.person_id, action=Action.PASSKEY_ADDED, now=now)
    return passkey
