"""A person signs in by a code that is mailed to them. Nobody learns from it who is here.

A known address, an unknown one at a domain whose people may join or to which an invitation was sent, and any other are
answered alike and cost the same work; the last is mailed nothing.
"""

import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias
from urllib.parse import urlencode
from uuid import UUID, uuid4

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.audit.models import Action
from server.audit.record import record
from server.config import Settings
from server.errors import Refusal
from server.mail.send import send
from server.people.email_address import domain_of, email_address
from server.people.errors import CodeExpired, CodeWrong, IntroductionRequired, TooManyCodes, TooManyTries
from server.people.find import campus_of
from server.people.join import join
from server.people.models import Affiliation, Person, SignInCode
from server.people.offer_passkey import offer_passkey
from server.people.sign_in import start_session
from server.people.throttle import charge, client_of, is_spent, subject

CODE_LASTS = timedelta(minutes=10)
TRIES = 5
"""Of one code. With CODES_OF_ADDRESS it takes years to guess into an account."""
CODES_OF_ADDRESS = 5
CODES_OF_CLIENT = 600
"""A whole hall may share one address of a network."""
WRONG_TRIES_OF_CLIENT = 100
SPAN = timedelta(hours=1)
"""In which the three before this are counted."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in that was begun."""

    id: UUID
    expires_at: datetime
    next: str
    """The path to go on to."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    person_id: UUID
    token: str
    """For the cookie."""
    joined: bool
    """Whether this made the person."""
    offers_passkey: bool = False
    """Whether this is the one moment to offer them a passkey."""


Invited: TypeAlias = Callable[[AsyncSession, str, datetime], Awaitable[bool]]
"""Whether somebody is invited by an address at a moment; what invites stands above people, and hands it in."""


async def request_sign_in_code(
    session: AsyncSession,
    *,
    settings: Settings,
    email: str,
    client: str,
    next_: str = "/",
    invited: Invited,
    now: datetime,
) -> Attempt:
    """Mail a code to `email` if somebody may sign in by it: who has an account, an address of the university, or was
    `invited` by exactly this one. An invitation that ends within the ten minutes does not end the code. Each time is
    an attempt of its own.

    `client` is the address that asks; `next_` a path to go on to, which the mail's link carries. Raises
    InvalidInput for what is no address, and TooManyCodes.
    """
    email = email_address(email, settings.sign_up_domains)
    of_client = subject(settings.secret, "codes-of-client", client_of(client))
    of_address = subject(settings.secret, "codes-of-address", email)
    for counted, limit in ((of_client, CODES_OF_CLIENT), (of_address, CODES_OF_ADDRESS)):
        if until := await charge(session, subject=counted, limit=limit, within=SPAN, now=now):
            raise TooManyCodes(until)
    await session.execute(delete(SignInCode).where(SignInCode.expires_at <= now))
    person_id = await session.scalar(select(Person.id).where(Person.email == email))

    # Asked for everybody: who was not invited costs the same.
    by_invitation = await invited(session, email, now)
    welcome = person_id is not None or domain_of(email) in settings.sign_up_domains or by_invitation

    # What follows is the same for everybody: also whom no mail is sent costs a row, a hash, a text and a mail.
    attempt = Attempt(uuid4(), now + CODE_LASTS, next_ if is_path(next_) else "/")
    code = f"{secrets.randbelow(10**6):06}"
    await session.execute(
        insert(SignInCode).values(
            id=attempt.id,
            person_id=person_id,
            email=email if welcome else None,
            code_hash=_code_hash(settings.secret, attempt.id, code),
            tries=0,
            created_at=now,
            expires_at=attempt.expires_at,
        )
    )
    await send(
        session,
        secret=settings.secret,
        to=email if welcome else None,
        subject="Your code for Hallway",
        text=_text(settings, attempt, code),
        now=now,
    )
    return attempt


async def sign_in_with_code(
    session: AsyncSession,
    *,
    settings: Settings,
    attempt_id: UUID,
    code: str,
    client: str,
    user_agent: str,
    name: str | None = None,
    affiliation: Affiliation | None = None,
    replaces: str | None = None,
    now: datetime,
) -> SignedIn | Refusal:
    """Sign a browser in by the code of a mail; the code works once, and the session `replaces` ends.

    Whoever is new is asked for `name` and `affiliation`: the same code is sent again with them. Returns CodeWrong
    instead of raising it, since the try has to be kept. Raises CodeExpired, TooManyTries, and for somebody new
    IntroductionRequired and InvalidInput, none of which costs a try.
    """
    guesses = subject(settings.secret, "wrong-tries-of-client", client_of(client))
    if until := await is_spent(session, subject=guesses, limit=WRONG_TRIES_OF_CLIENT, now=now):
        raise TooManyTries(until)
    found = await _try(session, attempt_id, now)
    if found is None:
        raise CodeExpired

    right = _is_right(settings, attempt_id, found, code)
    if not right or found.email is None:
        await charge(session, subject=guesses, limit=WRONG_TRIES_OF_CLIENT, within=SPAN, now=now)
        how = {"how": "EMAIL", "why": "CODE_WRONG"}
        await record(
            session,
            actor_id=None,
            action=Action.SIGN_IN_FAILED,
            subject_id=found.person_id,
            campus_id=campus_of(found.person_id),
            detail=how,
            now=now,
        )
        return CodeWrong(TRIES - found.tries)

    # Somebody new may have joined by another attempt meanwhile.
    person_id = await session.scalar(select(Person.id).where(Person.email == found.email))
    new = False
    if person_id is None:
        if name is None or affiliation is None:
            raise IntroductionRequired
        joined = await join(session, name=name, affiliation=affiliation, email=found.email, now=now)
        person_id, new = joined.person_id, joined.new

    await session.execute(delete(SignInCode).where(SignInCode.id == attempt_id))
    token = await start_session(session, person_id=person_id, user_agent=user_agent, replaces=replaces, now=now)
    await record(session, actor_id=person_id, action=Action.SIGNED_IN, detail={"how": "EMAIL"}, now=now)
    return SignedIn(person_id, token, new, await offer_passkey(session, person_id=person_id, now=now))


def is_path(next_: str) -> bool:
    """Whether `next_` stays on this site and fits into a mail's link."""
    inside = next_.startswith("/") and not next_.startswith(("//", "/\\"))
    return inside and len(next_) <= 300 and next_.isascii() and next_.isprintable() and " " not in next_


async def _try(
    session: AsyncSession, attempt_id: UUID, now: datetime
) -> Row[UUID | None, str | None, bytes, int] | None:
    """Count a try before it is looked at, so that many at once are not one."""
    return (
        await session.execute(
            update(SignInCode)
            .where(SignInCode.id == attempt_id, SignInCode.tries < TRIES, SignInCode.expires_at > now)
            .values(tries=SignInCode.tries + 1)
            .returning(SignInCode.person_id, SignInCode.email, SignInCode.code_hash, SignInCode.tries)
        )
    ).one_or_none()


def _is_right(settings: Settings, attempt_id: UUID, found: Row[UUID | None, str | None, bytes, int], code: str) -> bool:
    digits = "".join(letter for letter in code if letter.isalnum())
    # Every secret, since one may be replaced while a code is on its way.
    hashes = [_code_hash(secret, attempt_id, digits) for secret in settings.secrets]
    return sum(hmac.compare_digest(hash_, found.code_hash) for hash_ in hashes) > 0


def _code_hash(secret: bytes, attempt_id: UUID, code: str) -> bytes:
    return hmac.digest(secret, b"hallway/sign-in-code/" + attempt_id.bytes + code.encode("utf-8", "replace"), "sha256")


def _text(settings: Settings, attempt: Attempt, code: str) -> str:
    facts = {"attempt": str(attempt.id), "code": code, **({"next": attempt.next} if attempt.next != "/" else {})}
    return (
        f"Your code is {code[:3]} {code[3:]}. It works once, within ten minutes.\n\n"
        "Or open this page and press its button:\n"
        f"{settings.base_url}/sign-in/code?{urlencode(facts)}\n\n"
        f"Somebody asked to sign in at {settings.base_url} with this address. If that wasn't you, leave it: without\n"
        "the code nobody gets in. Nobody of Hallway ever asks you for it.\n"
    )
