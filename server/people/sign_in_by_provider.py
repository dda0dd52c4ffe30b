"""A person signs in by what a provider says about them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from server.audit.models import Action
from server.audit.record import record
from server.errors import InvalidInput
from server.people.email_address import email_address
from server.people.identities import ExternalIdentity
from server.people.join import LONGEST_NAME, join
from server.people.models import Affiliation, Person
from server.people.offer_passkey import offer_passkey
from server.people.provider_errors import ProviderFault, ProviderSignInRefused
from server.people.sign_in import start_session
from server.people.sign_in_by_email import SignedIn
from server.providers import Provider


async def sign_in_with_provider(
    session: AsyncSession,
    *,
    provider: Provider,
    claims: Mapping[str, Any],
    user_agent: str,
    replaces: str | None = None,
    now: datetime,
) -> SignedIn:
    """Sign a browser in as whom `claims` are about; the session `replaces` ends.

    `claims` were checked. Whom the provider is not known to name becomes, where its configuration says so, who has
    their verified address here, or somebody new. Raises ProviderSignInRefused.
    """
    subject = claims["sub"]
    known = select(ExternalIdentity.person_id).where(
        ExternalIdentity.issuer == provider.issuer, ExternalIdentity.subject == subject
    )
    person_id, new = await session.scalar(known), False
    affiliation = _affiliation(provider, claims)

    if person_id is None:
        email = _verified_email(provider, claims)
        person_id = await session.scalar(select(Person.id).where(Person.email == email))
        if person_id is not None and not provider.links_by_email:
            raise ProviderSignInRefused(ProviderFault.EMAIL_TAKEN, provider.name)
        if person_id is None:
            person_id, new = await _join(session, provider, claims, email=email, affiliation=affiliation, now=now)
            if not new and not provider.links_by_email and await session.scalar(known) != person_id:
                raise ProviderSignInRefused(ProviderFault.EMAIL_TAKEN, provider.name)

    await _link(session, provider.issuer, subject, person_id, now)
    if affiliation is not None and not new:
        changed = update(Person).where(Person.id == person_id, Person.affiliation != affiliation)
        await session.execute(changed.values(affiliation=affiliation, updated_at=now))
    token = await start_session(session, person_id=person_id, user_agent=user_agent, replaces=replaces, now=now)
    how = {"how": "PROVIDER", "provider": provider.id}
    await record(session, actor_id=person_id, action=Action.SIGNED_IN, detail=how, now=now)
    return SignedIn(person_id, token, new, await offer_passkey(session, person_id=person_id, now=now))


async def note_failure(
    session: AsyncSession, *, provider: Provider | None, refusal: ProviderSignInRefused, now: datetime
) -> None:
    """Write down that a sign-in through a provider failed, and why."""
    detail = {"how": "PROVIDER", "why": refusal.why.value} | ({"provider": provider.id} if provider else {})
    await record(session, actor_id=None, action=Action.SIGN_IN_FAILED, detail=detail, now=now)


async def _join(
    session: AsyncSession,
    provider: Provider,
    claims: Mapping[str, Any],
    *,
    email: str,
    affiliation: Affiliation | None,
    now: datetime,
) -> tuple[UUID, bool]:
    if not provider.joins:
        raise ProviderSignInRefused(ProviderFault.JOINING_CLOSED, provider.name)
    try:
        joined = await join(
            session,
            name=_name(claims),
            affiliation=affiliation or Affiliation(provider.affiliation),
            email=email,
            now=now,
        )
    except InvalidInput as fault:
        raise ProviderSignInRefused(ProviderFault.NAME_MISSING, provider.name) from fault
    return joined.person_id, joined.new


async def _link(session: AsyncSession, issuer: str, subject: str, person_id: UUID, now: datetime) -> None:
    """Of two that come back at once, the second finds the first one's row."""
    one = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert(ExternalIdentity)
    await session.execute(
        one.values(
            issuer=issuer, subject=subject, person_id=person_id, created_at=now, last_used_at=now
        ).on_conflict_do_update(index_elements=["issuer", "subject"], set_={"last_used_at": now})
    )


def _verified_email(provider: Provider, claims: Mapping[str, Any]) -> str:
    """The address, in lower case; nobody is told whether it is here before it is proven to be theirs."""
    given = claims.get("email")
    if not isinstance(given, str) or not given.strip():
        raise ProviderSignInRefused(ProviderFault.EMAIL_MISSING, provider.name)
    if claims.get("email_verified") is not True:
        raise ProviderSignInRefused(ProviderFault.EMAIL_UNVERIFIED, provider.name)
    try:
        return email_address(given)
    except InvalidInput as fault:
        raise ProviderSignInRefused(ProviderFault.EMAIL_MISSING, provider.name) from fault


def _name(claims: Mapping[str, Any]) -> str:
    """As OpenID Connect Core 1.0 §5.1 names it; empty where nothing does."""
    parts = [claims.get("given_name"), claims.get("family_name")]
    both = " ".join(part for part in parts if isinstance(part, str))
    found = (claims.get("name"), both, claims.get("preferred_username"))
    name = next((one for one in found if isinstance(one, str) and one.strip()), "")
    return name.strip()[:LONGEST_NAME]


def _affiliation(provider: Provider, claims: Mapping[str, Any]) -> Affiliation | None:
    said = words(claims.get(provider.affiliation_claim))
    return next((Affiliation(mapped) for value, mapped in provider.affiliations.items() if value in said), None)


def words(claim: object) -> frozenset[str]:
    """The texts of a claim that is one or a list of them."""
    return frozenset(one for one in (claim if isinstance(claim, list) else [claim]) if isinstance(one, str))
