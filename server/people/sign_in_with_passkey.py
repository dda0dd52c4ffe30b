"""A person signs in by a passkey: nothing is typed, and nothing is known here that could be stolen."""

import hmac
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from webauthn import verify_authentication_response
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.structs import AuthenticationCredential

from server.audit.models import Action
from server.audit.record import record
from server.config import Settings
from server.errors import Refusal
from server.people.passkey_challenge import LONGEST_ANSWER, rp_id, take_challenge
from server.people.passkey_errors import PasskeyRefused, PasskeyTooLate
from server.people.passkeys import Passkey, PasskeyHolder
from server.people.sign_in import start_session
from server.people.sign_in_by_email import SignedIn


async def sign_in_with_passkey(
    session: AsyncSession,
    *,
    settings: Settings,
    credential: str,
    browser_token: str,
    user_agent: str,
    replaces: str | None = None,
    now: datetime,
) -> SignedIn | Refusal:
    """Sign a browser in by what a passkey signed (Web Authentication Level 3 §7.2); the session `replaces` ends.

    `credential` is JSON, as `PublicKeyCredential.toJSON` gives it. Returns PasskeyTooLate and PasskeyRefused instead
    of raising them, so that the question stays answered.
    """
    challenge = await take_challenge(session, answer=credential, browser_token=browser_token, now=now)
    if challenge is None:
        return PasskeyTooLate()
    answer = _read(credential)
    found = await _known(session, answer) if answer is not None else None

    sign_count = _verified(settings, challenge, answer, found) if answer is not None and found is not None else None
    if found is None or sign_count is None:
        # Not where the question is unknown: of those anybody could make as many as they like.
        why = {"how": "PASSKEY", "why": "UNKNOWN" if found is None else "NOT_VERIFIED"}
        whose = found.person_id if found is not None else None
        await record(session, actor_id=None, action=Action.SIGN_IN_FAILED, subject_id=whose, detail=why, now=now)
        return PasskeyRefused()

    used = update(Passkey).where(Passkey.id == found.id)
    await session.execute(used.values(sign_count=sign_count, last_used_at=now))
    token = await start_session(session, person_id=found.person_id, user_agent=user_agent, replaces=replaces, now=now)
    await record(session, actor_id=found.person_id, action=Action.SIGNED_IN, detail={"how": "PASSKEY"}, now=now)
    return SignedIn(found.person_id, token, joined=False)


def _read(credential: str) -> AuthenticationCredential | None:
    try:
        return parse_authentication_credential_json(credential[:LONGEST_ANSWER])
    except Exception:  # noqa: BLE001  # whatever the library makes of what anybody may have written
        return None


async def _known(session: AsyncSession, answer: AuthenticationCredential) -> Any:
    """The passkey that answers; locked, so that of two answers with one count only the first is taken."""
    one = (
        select(Passkey.id, Passkey.person_id, Passkey.public_key, Passkey.sign_count, PasskeyHolder.user_handle)
        .join(PasskeyHolder, PasskeyHolder.person_id == Passkey.person_id)
        .where(Passkey.credential_id == answer.raw_id)
        .with_for_update(of=Passkey)
    )
    return (await session.execute(one)).one_or_none()


def _verified(settings: Settings, challenge: bytes, answer: AuthenticationCredential, found: Any) -> int | None:
    """The new sign count; None where anything of the answer is not as it should be."""
    # No address was typed, so it is the passkey that has to say whose it is.
    if not hmac.compare_digest(answer.response.user_handle or b"", found.user_handle):
        return None
    try:
        return verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=rp_id(settings),
            expected_origin=settings.base_url,
            credential_public_key=found.public_key,
            credential_current_sign_count=found.sign_count,
            require_user_verification=True,
        ).new_sign_count
    except Exception:  # noqa: BLE001  # as above
        return None
