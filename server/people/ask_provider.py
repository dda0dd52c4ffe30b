"""A provider is asked who came back: a code becomes claims that can be believed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.config import Settings
from server.people.go_to_provider import nonce_of, redirect_uri, verifier_of
from server.people.id_token import read_id_token
from server.people.provider_documents import ProviderDocuments, exchange, userinfo
from server.people.provider_errors import ProviderFault, ProviderSignInRefused
from server.providers import Provider


@dataclass(frozen=True, slots=True)
class Answer:
    """What stood in the address with which the browser came back (RFC 6749 §4.1.2, RFC 9207 §2)."""

    state: str
    code: str | None
    error: str | None
    issuer: str | None


async def ask_provider(
    documents: ProviderDocuments, *, settings: Settings, provider: Provider, answer: Answer, now: datetime
) -> Mapping[str, Any]:
    """The claims about whoever signed in, `sub` among them. Talks to the provider, so not within a transaction.

    Raises ProviderSignInRefused.
    """
    metadata = await documents.metadata(provider, now=now)
    if (answer.issuer is not None or metadata.names_issuer) and answer.issuer != provider.issuer:
        raise ProviderSignInRefused(ProviderFault.ISSUER_WRONG, provider.name)
    if answer.error == "access_denied":
        raise ProviderSignInRefused(ProviderFault.CANCELLED, provider.name)
    if answer.error is not None or not answer.code:
        raise ProviderSignInRefused(ProviderFault.REFUSED, provider.name)
    tokens = await exchange(
        provider,
        metadata,
        code=answer.code,
        verifier=verifier_of(settings, answer.state),
        redirect_uri=redirect_uri(settings, provider),
    )
    access_token = tokens.get("access_token")
    claims = await read_id_token(
        documents,
        provider,
        metadata,
        token=tokens.get("id_token"),
        access_token=access_token,
        nonce=nonce_of(settings, answer.state),
        now=now,
    )
    if metadata.userinfo_endpoint is None or not isinstance(access_token, str) or _says_all(provider, claims):
        return claims
    more = await userinfo(provider, metadata.userinfo_endpoint, access_token=access_token)
    if more.get("sub") != claims["sub"]:
        raise ProviderSignInRefused(ProviderFault.ANSWER_UNREADABLE, provider.name)
    return {**more, **claims}


def _says_all(provider: Provider, claims: Mapping[str, Any]) -> bool:
    wanted = ["name", "email", "email_verified"]
    wanted += [provider.affiliation_claim] if provider.affiliations else []
    wanted += [provider.groups_claim] if provider.roles else []
    return all(name in claims for name in wanted)
