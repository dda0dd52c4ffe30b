"""Campuses, places, people with cards, badges and tokens, and organizations of the demo campus."""

import hmac
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import ALL_SCOPES
from server.badges.models import Badge, BadgeState
from server.badges.token import SEED_OCTETS, derive, hash_of, subkey
from server.campuses.models import Campus, CampusAdministrator, Place
from server.keys import derived_key
from server.organizations.models import Membership, Organization, TrustedPoster
from server.people.demo_sign_in import CAST, demo_api_token
from server.people.models import ApiToken, Audience, Card, Person
from server.people.policies import AUDIENCE_OF
from server.people.sign_in import scopes_as_text, token_hash
from server.seed.files import CampusFiles, PersonEntry

JOINED = timedelta(days=60)


async def write(session: AsyncSession, files: CampusFiles, *, secret: bytes, now: datetime) -> None:
    """All of them, sixty days old."""
    joined = now - JOINED
    tables: list[tuple[type[Any], list[dict[str, Any]]]] = [
        (Campus, [_campus(key, entry) for key, entry in files.campuses.items()]),
        (Place, [_place(key, entry) for key, entry in files.places.items()]),
        (Person, [_person(key, entry, joined) for key, entry in files.people.items()]),
        (Card, [_card(key, entry, joined) for key, entry in files.people.items()]),
        (
            CampusAdministrator,
            [
                {"campus_id": derived_key("campus", key), "person_id": derived_key("person", person)}
                for key, entry in files.campuses.items()
                for person in entry.administrators
            ],
        ),
        (Organization, [_organization(key, entry, joined) for key, entry in files.organizations.items()]),
        (
            Membership,
            [
                {
                    "organization_id": derived_key("organization", key),
                    "person_id": derived_key("person", person),
                    "role": role,
                    "created_at": joined,
                }
                for key, entry in files.organizations.items()
                for person, role in entry.members.items()
            ],
        ),
        (
            TrustedPoster,
            [
                {
                    "organization_id": derived_key("organization", key),
                    "person_id": derived_key("person", person),
                    "trusted_at": joined,
                }
                for key, entry in files.organizations.items()
                for person in entry.trusted
            ],
        ),
        (Badge, [_badge(derived_key("person", key), secret, joined) for key in files.people]),
        (ApiToken, [_api_token(derived_key("person", key), secret, joined) for key in CAST]),
    ]
    for table, rows in tables:
        await session.execute(insert(table.__table__), rows)


def badge_seed(secret: bytes, person_id: UUID) -> bytes:
    """The 16 octets from which a person's standing badge is derived, the same at every seeding with this secret."""
    return hmac.digest(subkey(secret, "demo-badge"), person_id.bytes, "sha256")[:SEED_OCTETS]


def _campus(key: str, entry: Any) -> dict[str, Any]:
    return {
        "id": derived_key("campus", key),
        "slug": key,
        "name": entry.name,
        "time_zone": entry.time_zone,
        "country": entry.country,
    }


def _place(key: str, entry: Any) -> dict[str, Any]:
    return {
        "id": derived_key("place", key),
        "campus_id": derived_key("campus", entry.campus),
        "name": entry.name,
        "address": entry.address,
        "latitude": entry.latitude,
        "longitude": entry.longitude,
        "access_notes": entry.access_notes,
        "capacity": entry.capacity,
    }


def _person(key: str, entry: PersonEntry, joined: datetime) -> dict[str, Any]:
    return {
        "id": derived_key("person", key),
        "name": entry.name or f"{entry.given_name} {entry.family_name}",
        "given_name": entry.given_name,
        "family_name": entry.family_name,
        "pronouns": entry.pronouns,
        "headline": entry.headline,
        "email": entry.email or f"{key}@northgate.example",
        "telephone": entry.telephone,
        "affiliation": entry.affiliation,
        "programme": entry.programme,
        "graduation_year": entry.graduation_year,
        "works_for": entry.works_for,
        "job_title": entry.job_title,
        "country": entry.country,
        "url": entry.url,
        "links": "\n".join(entry.links) or None,
        "languages": " ".join(entry.languages) or None,
        "interests": "\n".join(entry.interests) or None,
        "ask_me_about": entry.ask_me_about,
        "open_to": " ".join(entry.open_to) or None,
        "campus_id": derived_key("campus", entry.campus) if entry.campus else None,
        "time_zone": entry.time_zone,
        "created_at": joined,
        "updated_at": joined,
    }


def _card(key: str, entry: PersonEntry, joined: datetime) -> dict[str, Any]:
    return {
        "person_id": derived_key("person", key),
        **_USUAL,
        **{f"{field}_audience": audience for field, audience in entry.shares.items()},
        "saved_by": entry.saved_by,
        "saves_back": entry.saves_back,
        "updated_at": joined,
    }


_USUAL: dict[str, Audience] = {name: Card.__table__.columns[name].default.arg for name in set(AUDIENCE_OF.values())}
"""What everybody's card starts with."""


def _organization(key: str, entry: Any, joined: datetime) -> dict[str, Any]:
    return {
        "id": derived_key("organization", key),
        "slug": key,
        "name": entry.name,
        "kind": entry.kind,
        "summary": entry.summary,
        "description": entry.description,
        "url": entry.url,
        "campus_id": derived_key("campus", entry.campus) if entry.campus else None,
        "posting": entry.posting,
        "created_at": joined,
        "updated_at": joined,
    }


def _badge(person_id: UUID, secret: bytes, joined: datetime) -> dict[str, Any]:
    seed = badge_seed(secret, person_id)
    return {
        "id": derived_key("badge", person_id.hex),
        "person_id": person_id,
        "event_id": None,
        "seed": seed,
        "token_hash": hash_of(derive(secret, seed)),
        "state": BadgeState.ACTIVE,
        "issued_at": joined,
        "ended_at": None,
    }


def _api_token(person_id: UUID, secret: bytes, joined: datetime) -> dict[str, Any]:
    return {
        "id": derived_key("api_token", person_id.hex),
        "person_id": person_id,
        "name": "Demo",
        "scopes": scopes_as_text(ALL_SCOPES),
        "token_hash": token_hash(demo_api_token(secret, person_id)),
        "created_at": joined,
        "last_used_at": None,
        "expires_at": None,
    }
