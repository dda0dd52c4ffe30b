"""What a demo hands to whoever starts it: the cast with their keys to the door, and the events by name."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from server.badges.issue import badge_text
from server.badges.models import Badge, BadgeState
from server.config import Settings
from server.db import Database
from server.events.models import Event
from server.keys import derived_key
from server.people.demo_sign_in import CAST, demo_api_token, demo_path
from server.people.models import Person
from server.seed import seeded_campus
from server.seed.people_rows import JOINED


@dataclass(frozen=True, slots=True)
class CastMember:
    """One whom the demo lets you be."""

    name: str
    email: str | None
    sign_in_url: str
    api_token: str
    badge_code: str | None
    """The address in the square; None once they have replaced the badge they were given."""


@dataclass(frozen=True, slots=True)
class EventRow:
    id: UUID
    slug: str


@dataclass(frozen=True, slots=True)
class Handout:
    seeded_at: datetime
    """Aware UTC. All dates of the demo campus are relative to it."""
    people: dict[str, CastMember]
    """By key, in the cast's order."""
    events: dict[str, EventRow]
    """By key."""


_CAST = (
    select(Person.id, Person.name, Person.email, Person.created_at, Badge.seed, Badge.token_hash)
    .outerjoin(Badge, (Badge.person_id == Person.id) & Badge.event_id.is_(None) & (Badge.state == BadgeState.ACTIVE))
    .where(Person.id.in_([derived_key("person", key) for key in CAST]))
)


async def read_handout(database: Database, settings: Settings) -> Handout | None:
    """None in a database that does not hold the demo campus. Two statements, whatever the campus holds."""
    rows = {row.id: row for row in await database.rows(_CAST)}
    cast = {key: rows[id_] for key in CAST if (id_ := derived_key("person", key)) in rows}
    if not cast:
        return None
    keys = seeded_campus().events
    ours = select(Event.id, Event.slug).where(Event.id.in_(keys.values()))
    events = {row.id: EventRow(row.id, row.slug) for row in await database.rows(ours)}
    return Handout(
        seeded_at=next(iter(cast.values())).created_at + JOINED,
        people={
            key: CastMember(
                name=row.name,
                email=row.email,
                sign_in_url=settings.base_url + demo_path(settings.secret, row.id),
                api_token=demo_api_token(settings.secret, row.id),
                badge_code=badge_text(settings, row) if row.seed is not None else None,
            )
            for key, row in cast.items()
        },
        events={key: events[id_] for key, id_ in keys.items() if id_ in events},
    )
