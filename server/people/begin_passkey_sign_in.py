"""A person wants to sign in by a passkey; who they are only its answer says."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession
from webauthn import generate_authentication_options, options_to_json
from webauthn.helpers.structs import UserVerificationRequirement

from server.config import Settings
from server.people.passkey_challenge import CHALLENGE_LASTS, new_challenge, rp_id
from server.people.provider_errors import TooManySignIns
from server.people.throttle import charge, client_of, subject

QUESTIONS_OF_CLIENT = 3000
"""In an hour. Each look at the sign-in page asks one, and a whole hall may share one address of a network."""
SPAN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Question:
    options: str
    """For the browser, as JSON (§5.5)."""
    browser_token: str
    """For a cookie: who answers without it is somebody else."""
    expires_at: datetime


async def begin_passkey_sign_in(
    session: AsyncSession, *, settings: Settings, client: str, browser_token: str | None = None, now: datetime
) -> Question:
    """Ask a browser to have something signed by any passkey of this site, within five minutes.

    `browser_token` is what its cookie holds from another question. Raises TooManySignIns.
    """
    of_client = subject(settings.secret, "passkeys-of-client", client_of(client))
    if until := await charge(session, subject=of_client, limit=QUESTIONS_OF_CLIENT, within=SPAN, now=now):
        raise TooManySignIns(until)

    browser = browser_token or secrets.token_urlsafe(32)
    options = generate_authentication_options(
        rp_id=rp_id(settings),
        challenge=await new_challenge(session, browser_token=browser, now=now),
        timeout=int(CHALLENGE_LASTS.total_seconds() * 1000),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Question(options_to_json(options), browser, now + CHALLENGE_LASTS)
