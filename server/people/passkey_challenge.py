"""A browser is asked to have something signed that nobody has ever signed, and answers once."""

import hmac
import json
import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import delete, insert, or_
from sqlalchemy.ext.asyncio import AsyncSession
from webauthn.helpers import base64url_to_bytes

from server.config import Settings
from server.people.passkeys import PasskeyChallenge
from server.people.sign_in import token_hash

CHALLENGE_LASTS = timedelta(minutes=5)
LONGEST_ANSWER = 16 * 1024
"""Letters of what a browser answers; most need one in ten of them."""


async def new_challenge(
    session: AsyncSession, *, browser_token: str, person_id: UUID | None = None, now: datetime
) -> bytes:
    """256 random bits for one browser, good for one answer within five minutes; those that are too old are cleared.

    For `person_id` a new one takes the place of the one before.
    """
    challenge = secrets.token_bytes(32)
    await session.execute(
        delete(PasskeyChallenge).where(
            or_(PasskeyChallenge.expires_at <= now, PasskeyChallenge.person_id == person_id)
            if person_id is not None
            else PasskeyChallenge.expires_at <= now
        )
    )
    await session.execute(
        insert(PasskeyChallenge).values(
            challenge_hash=token_hash(challenge.hex()),
            browser_hash=token_hash(browser_token),
            person_id=person_id,
            expires_at=now + CHALLENGE_LASTS,
        )
    )
    return challenge


async def take_challenge(
    session: AsyncSession, *, answer: str, browser_token: str, person_id: UUID | None = None, now: datetime
) -> bytes | None:
    """The challenge that `answer` is about, which is gone with that; None unless this browser was asked it for this."""
    challenge = _challenge_in(answer)
    row = PasskeyChallenge
    taken = delete(row).where(row.challenge_hash == token_hash(challenge.hex()))
    found = (await session.execute(taken.returning(row.browser_hash, row.person_id, row.expires_at))).one_or_none()
    if found is None or found.person_id != person_id or found.expires_at <= now:
        return None
    return challenge if hmac.compare_digest(found.browser_hash, token_hash(browser_token)) else None


def rp_id(settings: Settings) -> str:
    """For which host passkeys are made (§5.1.2): they work at no other."""
    return urlsplit(settings.base_url).hostname or ""


def _challenge_in(answer: str) -> bytes:
    """What was signed; empty where that can't be read (§5.8.1)."""
    try:
        client_data = json.loads(base64url_to_bytes(json.loads(answer[:LONGEST_ANSWER])["response"]["clientDataJSON"]))
        return base64url_to_bytes(client_data["challenge"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return b""
