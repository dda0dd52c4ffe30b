"""A provider says who signed in: its ID token is checked before a word of it is believed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import ClaimError, JoseError

from server.people.provider_documents import Metadata, ProviderDocuments
from server.people.provider_errors import ProviderFault, ProviderSignInRefused
from server.providers import Provider

SIGNED_BY_KEY_PAIRS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""What is checked with a published key; never `none`, nor the client's secret as a key."""
CLOCKS_DIFFER_BY = 60
"""Seconds."""
_FAULTS = {
    "iss": ProviderFault.ISSUER_WRONG,
    "aud": ProviderFault.AUDIENCE_WRONG,
    "azp": ProviderFault.AUDIENCE_WRONG,
    "nonce": ProviderFault.NONCE_WRONG,
    "exp": ProviderFault.EXPIRED,
    "nbf": ProviderFault.EXPIRED,
    "iat": ProviderFault.EXPIRED,
}


async def read_id_token(
    documents: ProviderDocuments,
    provider: Provider,
    metadata: Metadata,
    *,
    token: object,
    access_token: object,
    nonce: str,
    now: datetime,
) -> Mapping[str, Any]:
    """The claims of `token`, which this provider made for us and for this sign-in (OpenID Connect Core 1.0 §3.1.3.7).

    Raises ProviderSignInRefused.
    """
    if not isinstance(token, str):
        raise ProviderSignInRefused(ProviderFault.ANSWER_UNREADABLE, provider.name)
    algorithms = [one for one in metadata.algorithms if one in SIGNED_BY_KEY_PAIRS]
    try:
        header = jws.extract_compact(token.encode()).headers()
        keys = await documents.keys(provider, key_id=header.get("kid"), now=now)
    except (JoseError, ValueError) as fault:
        raise ProviderSignInRefused(ProviderFault.ANSWER_UNREADABLE, provider.name) from fault
    try:
        read = jwt.decode(token, keys, algorithms=algorithms)
    except (JoseError, ValueError) as fault:
        raise ProviderSignInRefused(ProviderFault.SIGNATURE_WRONG, provider.name) from fault

    claims = CodeIDToken(
        read.claims,
        read.header,
        {
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": provider.client_id},
            "sub": {"essential": True},
        },
        {"nonce": nonce, "client_id": provider.client_id, "access_token": access_token},
    )
    try:
        claims.validate(int(now.timestamp()), CLOCKS_DIFFER_BY)
    except ClaimError as fault:
        why = _FAULTS.get(fault.claim, ProviderFault.ANSWER_UNREADABLE)
        raise ProviderSignInRefused(why, provider.name) from fault
    except (JoseError, ValueError, TypeError) as fault:
        raise ProviderSignInRefused(ProviderFault.ANSWER_UNREADABLE, provider.name) from fault
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise ProviderSignInRefused(ProviderFault.ANSWER_UNREADABLE, provider.name)
    return dict(claims)
