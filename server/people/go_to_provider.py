"""A person goes to their university's own sign-in, and comes back to the browser that they left with."""

import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncSession

from server.config import Settings
from server.errors import NotFound
from server.people.identities import ProviderAttempt
from server.people.provider_documents import Metadata
from server.people.provider_errors import ProviderFault, ProviderSignInRefused, TooManySignIns
from server.people.sign_in import token_hash
from server.people.sign_in_by_email import is_path
from server.people.throttle import charge, client_of, subject
from server.providers import Provider

ATTEMPT_LASTS = timedelta(minutes=10)
ATTEMPTS_OF_CLIENT = 600
"""A whole hall may share one address of a network."""
SPAN = timedelta(hours=1)
"""In which they are counted."""


@dataclass(frozen=True, slots=True)
class Departure:
    """What a browser needs to go."""

    address: str
    """At the provider."""
    browser_token: str
    """For a cookie: who comes back without it is somebody else."""
    expires_at: datetime


def provider_of(settings: Settings, id_: str) -> Provider:
    """Raises NotFound for one that is not configured."""
    found = next((one for one in settings.providers if one.id == id_), None)
    if found is None:
        raise NotFound
    return found


async def go_to_provider(
    session: AsyncSession,
    *,
    settings: Settings,
    provider: Provider,
    metadata: Metadata,
    client: str,
    next_: str = "/",
    browser_token: str | None = None,
    now: datetime,
) -> Departure:
    """Begin a sign-in through `provider`, good for one answer within ten minutes. Each time is one of its own.

    `next_` is a path to go on to, `browser_token` what the browser's cookie holds from another that it began.
    Raises TooManySignIns.
    """
    of_client = subject(settings.secret, "providers-of-client", client_of(client))

    if until := await charge(session, subject=of_client, limit=ATTEMPTS_OF_CLIENT, within=SPAN, now=now):
        raise TooManySignIns(until)

    state = secrets.token_urlsafe(32)
    browser = browser_token or secrets.token_urlsafe(32)
    await session.execute(delete(ProviderAttempt).where(ProviderAttempt.expires_at <= now))
    await session.execute(
        insert(ProviderAttempt).values(
            state_hash=token_hash(state),
            browser_hash=token_hash(browser),
            provider=provider.id,
            next=next_ if is_path(next_) else "/",
            expires_at=now + ATTEMPT_LASTS,
        )
    )
    question = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": redirect_uri(settings, provider),
        "scope": provider.scopes,
        "state": state,
        "nonce": nonce_of(settings, state),
        "code_challenge": create_s256_code_challenge(verifier_of(settings, state)),
        "code_challenge_method": "S256",
    }
    separator = "&" if urlsplit(metadata.authorization_endpoint).query else "?"
    address = f"{metadata.authorization_endpoint}{separator}{urlencode(question)}"
    return Departure(address, browser, now + ATTEMPT_LASTS)


async def come_back(
    session: AsyncSession,
    *,
    settings: Settings,
    provider_id: str,
    state: str,
    error: str | None,
    browser_token: str,
    now: datetime,
) -> tuple[Provider, str] | ProviderSignInRefused:
    """Take up the sign-in that has this `state`; return its provider and the path to go on to.

    It is gone with that. Returns BEGIN_AGAIN instead of raising it, for a state that was used, is too old, or is of
    another browser or another provider, so that it stays used; and CANCELLED for a no without any state, which some
    providers say.
    """
    found = (
        await session.execute(
            delete(ProviderAttempt)
            .where(ProviderAttempt.state_hash == token_hash(state))
            .returning(
                ProviderAttempt.browser_hash,
                ProviderAttempt.provider,
                ProviderAttempt.next,
                ProviderAttempt.expires_at,
            )
        )
    ).one_or_none()
    provider = next((one for one in settings.providers if one.id == provider_id), None)

    if not state and error == "access_denied" and provider is not None:
        return ProviderSignInRefused(ProviderFault.CANCELLED, provider.name)
    if found is None or provider is None or found.provider != provider_id or found.expires_at <= now:
        return ProviderSignInRefused(ProviderFault.BEGIN_AGAIN)
    if not hmac.compare_digest(found.browser_hash, token_hash(browser_token)):
        return ProviderSignInRefused(ProviderFault.BEGIN_AGAIN)

    return provider, found.next


def redirect_uri(settings: Settings, provider: Provider) -> str:
    """Where the provider sends people back to; each has its own, so that none answers for another."""
    return f"{settings.base_url}/sign-in/from/{provider.id}"


def nonce_of(settings: Settings, state: str) -> str:
    return _derived(settings, b"hallway/provider-nonce/", state)


def verifier_of(settings: Settings, state: str) -> str:
    """43 characters (RFC 7636 §4.1)."""
    return _derived(settings, b"hallway/provider-verifier/", state)


def _derived(settings: Settings, label: bytes, state: str) -> str:
    digest = hmac.digest(settings.secret, label + state.encode("utf-8", "replace"), "sha256")
    return urlsafe_b64encode(digest).decode("ascii").rstrip("=")
