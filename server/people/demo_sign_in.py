"""Somebody tries the demo: one click signs them in as a member of the cast. Never on a real installation."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.audit.models import Action
from server.audit.record import record
from server.config import Settings
from server.db import Database
from server.keys import derived_key
from server.people.errors import DemoLinkInvalid
from server.people.models import Card, Person
from server.people.policies import Tier
from server.people.sign_in import start_session
from server.people.visible import shown

CAST = ("ada", "ben", "chen", "dana", "eli", "fay", "gus", "hana")
"""Keys of fixtures/campus/cast.yaml."""


def demo_token(secret: bytes, person_id: UUID) -> str:
    """What the sign-in link of one person ends in; the same for the same secret, so that a second demo prints it."""
    return _derived(secret, b"hallway/demo-sign-in/", person_id)


def demo_api_token(secret: bytes, person_id: UUID) -> str:
    """The API token that the seed gives to each of the cast; the same for the same secret."""
    return _derived(secret, b"hallway/demo-api-token/", person_id)


async def sign_in_with_demo_link(
    session: AsyncSession,
    *,
    settings: Settings,
    token: str,
    user_agent: str,
    replaces: str | None = None,
    now: datetime,
) -> tuple[UUID, str]:
    """Sign a browser in by the token of a demo link; return the person's id and the token for the cookie.

    Raises DemoLinkInvalid for a token that no link has, for a person who is not there, and always outside a demo.
    """
    person_id = _person_of(settings, token)

    person = None if person_id is None else await session.get(Person, person_id)
    if person_id is None or person is None or person.erased_at is not None:
        raise DemoLinkInvalid

    started = await start_session(session, person_id=person_id, user_agent=user_agent, replaces=replaces, now=now)
    await record(session, actor_id=person_id, action=Action.SIGNED_IN, detail={"how": "DEMO"}, now=now)
    return person_id, started


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One of the cast, for the sign-in page."""

    name: str
    headline: str | None
    sign_in_path: str
    """From the root of this installation."""


_CAST = (
    select(Person.id, Person.name, shown(Person.headline, Card.headline_audience, Tier.MEMBER).label("headline"))
    .join(Card, Card.person_id == Person.id)
    .where(Person.id.in_([derived_key("person", key) for key in CAST]), Person.erased_at.is_(None))
)


async def demo_people(database: Database, settings: Settings) -> list[DemoPerson]:
    """Whom one can sign in as, in the cast's order; empty outside a demo.

    In a demo this names also whoever shares no name: it is a list of costumes, not of people.
    """
    if not settings.demo:
        return []
    rows: Sequence[Row[Any]] = await database.rows(_CAST)
    found = {row.id: row for row in rows}
    cast = [found[id_] for id_ in (derived_key("person", key) for key in CAST) if id_ in found]
    return [DemoPerson(row.name, row.headline, demo_path(settings.secret, row.id)) for row in cast]


def demo_path(secret: bytes, person_id: UUID) -> str:
    """The path of a person's sign-in link."""
    return f"/sign-in/demo/{demo_token(secret, person_id)}"


def _person_of(settings: Settings, token: str) -> UUID | None:
    if not settings.demo:
        return None
    people = [derived_key("person", key) for key in CAST]
    given = token.encode("utf-8", "surrogateescape")
    return next((id_ for id_ in people if hmac.compare_digest(demo_token(settings.secret, id_).encode(), given)), None)


def _derived(secret: bytes, label: bytes, person_id: UUID) -> str:
    return urlsafe_b64encode(hmac.digest(secret, label + person_id.bytes, "sha256")).decode("ascii").rstrip("=")
