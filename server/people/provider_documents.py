"""What a provider publishes about itself and answers to us, fetched in bounded time and size."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote_plus

import httpx
import orjson
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from server.people.provider_errors import ProviderFault, ProviderSignInRefused
from server.providers import Provider, is_safe

MAX_OCTETS = 256 * 1024
MAX_SECONDS = 10
"""Of one answer, all of it."""
KEPT_FOR = timedelta(hours=1)
KEYS_KEPT_AT_LEAST = timedelta(seconds=30)
"""A key that is not among those kept makes us ask again, but no oftener."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What we use of a provider's metadata (OpenID Connect Discovery 1.0 §3)."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None
    algorithms: tuple[str, ...]
    posts_secret: bool
    """Whether the secret goes into the form, since the provider doesn't take it as a header."""
    names_issuer: bool
    """Whether its answers always hold `iss` (RFC 9207 §3)."""


class ProviderDocuments:
    """One process's copies of providers' metadata and keys."""

    def __init__(self) -> None:
        self._metadata: dict[str, tuple[datetime, Metadata]] = {}
        self._keys: dict[str, tuple[datetime, KeySet]] = {}

    async def metadata(self, provider: Provider, *, now: datetime) -> Metadata:
        """Raises ProviderSignInRefused: UNREACHABLE, ISSUER_WRONG, or ANSWER_UNREADABLE where it makes no sense."""
        kept = self._metadata.get(provider.issuer)
        if kept is not None and now - kept[0] < KEPT_FOR:
            return kept[1]
        address = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
        found = _metadata(provider, await _fetch(provider, "GET", address))
        self._metadata[provider.issuer] = (now, found)
        return found

    async def keys(self, provider: Provider, *, key_id: str | None, now: datetime) -> KeySet:
        """The provider's keys; fetched again when `key_id` is not among them. Raises ProviderSignInRefused."""
        kept = self._keys.get(provider.issuer)
        if kept is not None:
            age = now - kept[0]
            known = key_id is None or any(key.kid == key_id for key in kept[1].keys)
            if age < KEYS_KEPT_AT_LEAST or (known and age < KEPT_FOR):
                return kept[1]
        address = (await self.metadata(provider, now=now)).jwks_uri
        found: Any = await _fetch(provider, "GET", address)
        try:
            keys = KeySet.import_key_set(found)
        except (JoseError, ValueError, KeyError, TypeError, AttributeError) as fault:
            raise ProviderSignInRefused(ProviderFault.ANSWER_UNREADABLE, provider.name) from fault
        self._keys[provider.issuer] = (now, keys)
        return keys


async def exchange(
    provider: Provider, metadata: Metadata, *, code: str, verifier: str, redirect_uri: str
) -> Mapping[str, Any]:
    """The tokens for a code (RFC 6749 §4.1.3, RFC 7636 §4.5). Raises ProviderSignInRefused."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
    }
    basic = None
    if provider.client_secret is None:
        form["client_id"] = provider.client_id
    elif metadata.posts_secret:
        form |= {"client_id": provider.client_id, "client_secret": provider.client_secret}
    else:
        basic = httpx.BasicAuth(quote_plus(provider.client_id), quote_plus(provider.client_secret))
    return await _fetch(provider, "POST", metadata.token_endpoint, data=form, auth=basic)


async def userinfo(provider: Provider, address: str, *, access_token: str) -> Mapping[str, Any]:
    """Claims that the ID token does not hold (OpenID Connect Core 1.0 §5.3). Raises ProviderSignInRefused."""
    return await _fetch(provider, "GET", address, headers={"Authorization": f"Bearer {access_token}"})


def _metadata(provider: Provider, found: Mapping[str, Any]) -> Metadata:
    if found.get("issuer") != provider.issuer:
        raise ProviderSignInRefused(ProviderFault.ISSUER_WRONG, provider.name)
    required = [_address(found, name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    if None in required:
        raise ProviderSignInRefused(ProviderFault.ANSWER_UNREADABLE, provider.name)
    authorization, token, keys = (address or "" for address in required)
    methods = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    algorithms = found.get("id_token_signing_alg_values_supported") or ["RS256"]
    return Metadata(
        authorization_endpoint=authorization,
        token_endpoint=token,
        jwks_uri=keys,
        userinfo_endpoint=_address(found, "userinfo_endpoint"),
        algorithms=tuple(one for one in algorithms if isinstance(one, str)),
        posts_secret="client_secret_basic" not in methods and "client_secret_post" in methods,
        names_issuer=found.get("authorization_response_iss_parameter_supported") is True,
    )


def _address(found: Mapping[str, Any], name: str) -> str | None:
    value = found.get(name)
    return value if isinstance(value, str) and is_safe(value) else None


async def _fetch(provider: Provider, method: str, address: str, **more: Any) -> Mapping[str, Any]:
    """A JSON object. No redirects: what is sent are secrets."""
    octets = bytearray()
    try:
        async with (
            asyncio.timeout(MAX_SECONDS),
            httpx.AsyncClient(follow_redirects=False, trust_env=False, timeout=MAX_SECONDS) as client,
            client.stream(method, address, **more) as answer,
        ):
            async for piece in answer.aiter_bytes(65_536):
                octets += piece
                if len(octets) > MAX_OCTETS:
                    raise ProviderSignInRefused(ProviderFault.ANSWER_UNREADABLE, provider.name)
    except (TimeoutError, httpx.HTTPError, httpx.InvalidURL) as fault:
        raise ProviderSignInRefused(ProviderFault.UNREACHABLE, provider.name) from fault
    if answer.status_code >= 500:
        raise ProviderSignInRefused(ProviderFault.UNREACHABLE, provider.name)
    if answer.status_code != httpx.codes.OK:
        raise ProviderSignInRefused(ProviderFault.REFUSED, provider.name)
    try:
        found = orjson.loads(octets)
    except orjson.JSONDecodeError as fault:
        raise ProviderSignInRefused(ProviderFault.ANSWER_UNREADABLE, provider.name) from fault
    if not isinstance(found, dict):
        raise ProviderSignInRefused(ProviderFault.ANSWER_UNREADABLE, provider.name)
    return found
