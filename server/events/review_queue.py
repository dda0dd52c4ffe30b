"""What waits for the administrators of a campus, the longest first, and whom they trust."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from server.actor import Actor, Scope, member_with
from server.campuses.queries import administered
from server.db import Database
from server.events.models import Event, Publication
from server.events.reviews import EventReview
from server.organizations.models import Organization, Posting, TrustedPoster
from server.people.models import Person
from server.words import findable

MOST = 100

_WAITING = (
    select(
        Event.slug,
        Event.name,
        Event.summary,
        Event.starts_at,
        Event.time_zone,
        Organization.slug.label("organization_slug"),
        Organization.name.label("organization_name"),
        Person.name.label("sender"),
        EventReview.sent_at,
    )
    .join(Organization, Organization.id == Event.organization_id)
    .join(EventReview, EventReview.event_id == Event.id)
    .outerjoin(Person, Person.id == EventReview.sender_id)
    .where(Event.publication == Publication.IN_REVIEW)
    .order_by(EventReview.sent_at, Event.id)
    .limit(MOST)
)
_REVIEWED = select(Organization.slug, Organization.name, Organization.posting).order_by(
    Organization.name_key, Organization.id
)
_TRUSTED = (
    select(
        Organization.slug.label("organization_slug"),
        Organization.name.label("organization_name"),
        Person.id.label("person_key"),
        Person.name,
    )
    .join(TrustedPoster, TrustedPoster.organization_id == Organization.id)
    .join(Person, Person.id == TrustedPoster.person_id)
    .order_by(Organization.name_key, Organization.id, Person.name, Person.id)
)


@dataclass(frozen=True, slots=True)
class Queue:
    """Of one campus."""

    slug: str
    name: str
    waiting: Sequence[Row[Any]]
    """At most a hundred."""
    organizations: Sequence[Row[Any]]
    """Those whose events are reviewed."""
    trusted: Sequence[Row[Any]]
    others: Sequence[Row[Any]]
    """Those at home there whose events are not."""


async def review_queue(database: Database, *, actor: Actor, slug: str) -> Queue | None:
    """None where `actor` doesn't look after a campus of that slug, and for programs without ADMIN."""
    if member_with(actor, Scope.ADMIN) is None:
        return None
    campus = await administered(database, actor=actor, slug=findable(slug))
    if campus is None:
        return None
    there: UUID = campus.id
    organizations = await database.rows(_REVIEWED.where(Organization.campus_id == there))
    return Queue(
        campus.slug,
        campus.name,
        waiting=await database.rows(_WAITING.where(Organization.campus_id == there)),
        organizations=[row for row in organizations if row.posting is Posting.REVIEWED],
        trusted=await database.rows(_TRUSTED.where(Organization.campus_id == there)),
        others=[row for row in organizations if row.posting is not Posting.REVIEWED],
    )
