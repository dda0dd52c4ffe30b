"""What must be known to decide a group of scans, loaded for all of it at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    LargeBinary,
    Result,
    Row,
    Select,
    String,
    bindparam,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from server.badges.arrive import Arrival
from server.badges.models import Badge, BadgeState
from server.badges.visit import BoothFacts, KeptVisit, load_booths, load_visits
from server.contacts.keep import KeptContact, KeptEncounter, lock
from server.contacts.models import Contact, Encounter
from server.db import Key, padded
from server.events.attendance import Attendance, AttendanceStatus
from server.events.booths import Booth, BoothStaff
from server.events.models import Event, Occurrence, Publication
from server.events.staff import EventStaff
from server.organizations.models import Membership, Organization, OrganizationKind
from server.people.models import Block, Card, EmployerChoice, SavePolicy
from server.people.policies import AUDIENCE_OF

Pair = tuple[UUID, UUID]

AUDIENCES = tuple(dict.fromkeys(AUDIENCE_OF.values()))
"""The columns of a card that say who sees something, each once and in the order of GRANTS."""


@dataclass(slots=True)
class BadgeFacts:
    id: UUID
    person_id: UUID
    state: BadgeState
    ended_at: datetime | None
    late_until: datetime | None


@dataclass(slots=True)
class CardFacts:
    saved_by: SavePolicy
    saves_back: bool
    audiences: tuple[str, ...]
    """In the order of AUDIENCES, as text: an enum each would be half the cost of loading a card."""
    shares_for_months: int | None = None
    employers_get: str = ""
    employer_id: UUID | None = None
    """The employer whose people this person belongs to, the first of several."""


@dataclass(slots=True)
class EventFacts:
    event_id: UUID
    occurrence_id: UUID | None


@dataclass(slots=True)
class Facts:
    """Everything that the rules look at."""

    badges: dict[bytes, BadgeFacts] = field(default_factory=dict)
    """By the hash of the token; also the ones that are no longer active."""
    cards: dict[UUID, CardFacts] = field(default_factory=dict)
    blocks: set[Pair] = field(default_factory=set)
    """Who blocked whom."""
    events: dict[UUID, EventFacts] = field(default_factory=dict)
    """By the key of the event or of the occurrence; only those that are published."""
    present: set[Pair] = field(default_factory=set)
    """Event and person: who is going to it, or works at it. Loaded only where somebody's card asks for it."""
    choices: dict[Pair, str] = field(default_factory=dict)
    """Event and person: what they let employers have there. Loaded only where one of an employer's people scans or
    is scanned."""
    booths: dict[Pair, UUID] = field(default_factory=dict)
    """Event and person: the booth at which they stand there, the first of several."""
    exhibitors: dict[UUID, UUID] = field(default_factory=dict)
    """The organization of each of `booths`."""
    booth_codes: dict[bytes, BoothFacts] = field(default_factory=dict)
    """By the hash of the token. Loaded only where a code is no badge's."""
    visits: dict[UUID, KeptVisit] = field(default_factory=dict)
    encounters: dict[UUID, KeptEncounter] = field(default_factory=dict)
    contacts: dict[Pair, KeptContact] = field(default_factory=dict)
    """By owner and person, both ways."""


async def load_facts(connection: AsyncConnection, arrivals: Sequence[Arrival]) -> Facts:
    """Five statements whatever the number of scans; one more where events are named, one where SAME_EVENT is asked,
    one where an employer's people are at an event, one where a code is no badge's, one where it is a booth's.

    On PostgreSQL another takes the locks, after which nothing loaded here can change before the commit but
    badges, cards and blocks, where it doesn't matter which came first.
    """
    facts = Facts()
    hashes = {arrival.token_hash for arrival in arrivals}
    for row in await _rows(connection, _BADGES, hashes=hashes):
        facts.badges[row.token_hash] = BadgeFacts(*tuple(row)[1:])

    pairs: set[Pair] = set()
    for arrival in arrivals:
        if (badge := facts.badges.get(arrival.token_hash)) is not None:
            pairs.add((arrival.scanner_id, badge.person_id))
    ids = {arrival.id for arrival in arrivals}
    if others := hashes - facts.badges.keys():
        facts.booth_codes = await load_booths(connection, others)
    if facts.booth_codes:
        await lock(connection, [*pairs, *ids])
        facts.visits = await load_visits(connection, ids)
    if not pairs:
        return facts
    if not facts.booth_codes:
        await lock(connection, [*pairs, *ids])

    for row in await _rows(connection, _ENCOUNTERS, ids=ids):
        facts.encounters[row.id] = KeptEncounter(*tuple(row))
    await load_people(connection, facts, pairs, {a.event_id for a in arrivals if a.event_id is not None})
    return facts


async def load_people(connection: AsyncConnection, facts: Facts, pairs: set[Pair], events: set[UUID]) -> None:
    """What is known of two people each, both ways, where they meet at one of `events`, by their keys.

    Whoever is going to change their contacts holds their locks. At least one pair.
    """
    people = {person for pair in pairs for person in pair}
    for row in await _rows(connection, _CARDS, people=people):
        facts.cards[row.person_id] = CardFacts(
            row.saved_by, row.saves_back, tuple(row)[6:], row.shares_for_months, row.employers_get, row.employer_id
        )
    for row in await _rows(connection, _BLOCKS, people=people):
        facts.blocks.add((row.person_id, row.blocked_id))
    for row in await _contacts(connection, pairs):
        facts.contacts[row.owner_id, row.person_id] = KeptContact(*tuple(row))
    await _load_events(connection, facts, events, people)


async def _load_events(connection: AsyncConnection, facts: Facts, keys: set[UUID], people: set[UUID]) -> None:
    if not keys:
        return
    for row in await _rows(connection, _EVENTS, keys=keys, people=people):
        if row.booth_id is not None:
            facts.booths.setdefault((row.event_id, row.person_id), row.booth_id)
            facts.exhibitors[row.booth_id] = row.key
            continue
        # A single event answers twice, with the same key; the row with the occurrence says more.
        if row.occurrence_id is not None or row.key not in facts.events:
            facts.events[row.key] = EventFacts(row.event_id, row.occurrence_id)
    asking = {person for person in people if person in facts.cards and _asks(facts.cards[person])}
    events = {event.event_id for event in facts.events.values()}
    if asking and events:
        present = await _rows(connection, _PRESENT, events=events, people=asking)
        facts.present.update((row.event_id, row.person_id) for row in present)
    if events and any(card.employer_id is not None for card in facts.cards.values()):
        for row in await _rows(connection, _CHOICES, events=events, people=people):
            facts.choices[row.event_id, row.person_id] = row.fields


def _asks(card: CardFacts) -> bool:
    return card.saved_by is SavePolicy.SAME_EVENT


async def _rows(connection: AsyncConnection, statement: Any, **lists: set[Any]) -> Sequence[Row[Any]]:
    values = {name: padded(list(values)) for name, values in lists.items()}
    return (await connection.execute(statement, values)).all()


async def _contacts(connection: AsyncConnection, pairs: set[Pair]) -> Sequence[Row[Any]]:
    found: Result[Any]
    both = sorted(pairs | {(other, one) for one, other in pairs}, key=lambda pair: (pair[0].int, pair[1].int))
    if connection.dialect.name == "postgresql":
        owners, people = [owner for owner, _ in both], [person for _, person in both]
        found = await connection.execute(_CONTACTS_BY_ARRAYS, {"owners": owners, "people": people})
    else:
        packed = b"".join(owner.bytes + person.bytes for owner, person in both)
        found = await connection.execute(_CONTACTS_BY_PLACES, {"packed": packed})
    return found.all()


def _in(name: str) -> Any:
    return bindparam(name, expanding=True)


_BADGES = select(Badge.token_hash, Badge.id, Badge.person_id, Badge.state, Badge.ended_at, Badge.late_until).where(
    Badge.token_hash.in_(_in("hashes"))
)
_ENCOUNTERS = select(*(getattr(Encounter, name) for name in KeptEncounter.__slots__)).where(
    Encounter.id.in_(_in("ids"))
)
_CARDS = select(
    Card.person_id,
    Card.saved_by,
    Card.saves_back,
    Card.shares_for_months,
    Card.employers_get,
    select(Membership.organization_id)
    .join(Organization, Organization.id == Membership.organization_id)
    .where(Membership.person_id == Card.person_id, Organization.kind == OrganizationKind.EMPLOYER)
    .order_by(Membership.created_at, Membership.organization_id)
    .limit(1)
    .correlate(Card)
    .scalar_subquery()
    .label("employer_id"),
    *(type_coerce(getattr(Card, audience), String) for audience in AUDIENCES),
).where(Card.person_id.in_(_in("people")))
_CHOICES = select(EmployerChoice.event_id, EmployerChoice.person_id, EmployerChoice.fields).where(
    EmployerChoice.event_id.in_(_in("events")), EmployerChoice.person_id.in_(_in("people"))
)
_BLOCKS = select(Block.person_id, Block.blocked_id).where(
    Block.person_id.in_(_in("people")), Block.blocked_id.in_(_in("people"))
)
_none = null().cast(Key)
# With who stands at which booth there, and in place of the key whose booth it is: no statement of its own.
_EVENTS = union_all(
    select(
        Event.id.label("key"),
        Event.id.label("event_id"),
        _none.label("occurrence_id"),
        _none.label("booth_id"),
        _none.label("person_id"),
    ).where(Event.id.in_(_in("keys")), Event.publication == Publication.PUBLISHED),
    select(Occurrence.id, Occurrence.event_id, Occurrence.id, _none, _none)
    .join(Event, Event.id == Occurrence.event_id)
    .where(Occurrence.id.in_(_in("keys")), Event.publication == Publication.PUBLISHED),
    select(Booth.organization_id, Booth.event_id, _none, Booth.id, BoothStaff.person_id)
    .join(BoothStaff, BoothStaff.booth_id == Booth.id)
    .where(
        BoothStaff.person_id.in_(_in("people")),
        or_(
            Booth.event_id.in_(_in("keys")),
            Booth.event_id.in_(select(Occurrence.event_id).where(Occurrence.id.in_(_in("keys")))),
        ),
    ),
).order_by("booth_id")
_PRESENT = union_all(
    select(Attendance.event_id, Attendance.person_id).where(
        Attendance.event_id.in_(_in("events")),
        Attendance.person_id.in_(_in("people")),
        Attendance.status == AttendanceStatus.GOING,
    ),
    select(EventStaff.event_id, EventStaff.person_id).where(
        EventStaff.event_id.in_(_in("events")), EventStaff.person_id.in_(_in("people"))
    ),
)
_CONTACT: Select[Any] = select(*(getattr(Contact, name) for name in KeptContact.__slots__))
# SQLite has no arrays, and as parameters the pairs would cost half of all facts; so it cuts them out of one blob.
_packed = bindparam("packed", type_=LargeBinary())
_first = select(literal(1).label("at")).cte("place", recursive=True)
_place = _first.union_all(select(_first.c.at + 32).where(_first.c.at + 32 < func.length(_packed)))
_CONTACTS_BY_PLACES = _CONTACT.select_from(_place).join(
    Contact,
    (Contact.owner_id == func.substr(_packed, _place.c.at, 16, type_=Key()))
    & (Contact.person_id == func.substr(_packed, _place.c.at + 16, 16, type_=Key())),
)
# A list of pairs is an OR of as many terms to PostgreSQL, planned anew for every length; two arrays are one join.
_ARRAYS = (
    func.unnest(bindparam("owners", type_=postgresql.ARRAY(Key)), bindparam("people", type_=postgresql.ARRAY(Key)))
    .table_valued("owner", "person", name="pairs")
    .render_derived()
)
_CONTACTS_BY_ARRAYS = _CONTACT.join(
    _ARRAYS, (Contact.owner_id == _ARRAYS.c.owner) & (Contact.person_id == _ARRAYS.c.person)
)
