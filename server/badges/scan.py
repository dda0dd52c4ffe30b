"""Somebody scans a badge: what is refused, what is kept, and in whose address book. Rules only; no database.

A group of scans is decided in order over facts that were loaded for all of it (`facts.py`), so that one
refused scan never fails its neighbours, and a badge scanned twice in one group is one contact.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from server.badges.arrive import Arrival
from server.badges.errors import (
    BadgeRevoked,
    BadgeUnknown,
    EncounterConflict,
    EncounterUndone,
    EventUnknown,
    NotSavable,
    OwnBadge,
    ScanFromFuture,
    ScanTooOld,
)
from server.badges.facts import BadgeFacts, EventFacts, Facts
from server.badges.models import BadgeState
from server.badges.policies import grant_of, state_when_saved
from server.badges.save import Touched, is_open, save, save_back, widen_grant
from server.contacts.keep import KeptContact, KeptEncounter
from server.errors import Refusal
from server.people.policies import granted_names

MAX_AHEAD = timedelta(minutes=5)
"""How far a device's clock may run ahead of the server's."""
MAX_AGE = timedelta(days=30)
"""How long a scan may wait on its device."""


@dataclass(slots=True)
class Outcome:
    """What a group of scans comes to: an answer to each, in order, and the rows to write."""

    answers: list[UUID | Refusal] = field(default_factory=list)
    """The encounter's key where it is kept."""
    encounters: list[KeptEncounter] = field(default_factory=list)
    contacts: list[KeptContact] = field(default_factory=list)
    """At most one for an owner and a person; only what is new or changed."""


def decide(arrivals: Sequence[Arrival], facts: Facts) -> Outcome:
    """Decide each scan in order, each knowing what those before it did. `facts` are brought up to date on the way."""
    outcome = Outcome()
    touched: Touched = {}
    for arrival in arrivals:
        try:
            outcome.answers.append(_decide(arrival, facts, outcome, touched))
        except Refusal as refusal:
            outcome.answers.append(refusal)
    outcome.contacts = list(touched.values())
    return outcome


def _decide(arrival: Arrival, facts: Facts, outcome: Outcome, touched: Touched) -> UUID:
    badge = facts.badges.get(arrival.token_hash)
    if badge is None:
        raise BadgeUnknown

    stored = facts.encounters.get(arrival.id)
    if stored is not None:
        if not _same(stored, arrival, badge):
            raise EncounterConflict
        if stored.undone_at is not None:
            raise EncounterUndone
        if (stored.scanner_id, stored.person_id) in facts.contacts:
            return stored.id

    _check_time(arrival)
    _check_badge(arrival, badge)
    event = _event(arrival, facts)
    place = event.event_id if event is not None else None
    state = state_when_saved(facts, owner_id=arrival.scanner_id, person_id=badge.person_id, event_id=place)
    if state is None:
        raise NotSavable

    there, back = (arrival.scanner_id, badge.person_id), (badge.person_id, arrival.scanner_id)
    contact = save(arrival, facts, touched, there, state=state)
    if is_open(contact) and facts.cards[badge.person_id].saves_back:
        save_back(arrival, facts, touched, back, event_id=place)
    encounter = _encounter(arrival, badge, event)
    encounter.booth_id = facts.booths.get((place, arrival.scanner_id)) if place is not None else None
    for pair in (there, back):
        widen_grant(facts, touched, pair, event_id=place, now=arrival.received_at)
    if is_open(contact):
        encounter.granted = " ".join(granted_names(grant_of(facts, contact, event_id=place)))
    facts.encounters[encounter.id] = encounter
    if stored is None:
        outcome.encounters.append(encounter)
    return encounter.id


def _same(stored: KeptEncounter, arrival: Arrival, badge: BadgeFacts) -> bool:
    return (
        stored.scanner_id == arrival.scanner_id
        and stored.badge_id == badge.id
        and (stored.occurrence_id or stored.event_id) == arrival.event_id
        and (arrival.reckoned or stored.scanned_at == arrival.scanned_at)
        and stored.how == arrival.how
        and stored.note == arrival.note
    )


def _check_time(arrival: Arrival) -> None:
    age = arrival.received_at - arrival.scanned_at
    if age < -MAX_AHEAD:
        raise ScanFromFuture(-age)
    if age > MAX_AGE:
        raise ScanTooOld(MAX_AGE.days)


def _check_badge(arrival: Arrival, badge: BadgeFacts) -> None:
    if badge.person_id == arrival.scanner_id:
        raise OwnBadge
    if badge.ended_at is not None:
        raise BadgeRevoked(badge.ended_at, replaced=badge.state is BadgeState.REPLACED)


def _event(arrival: Arrival, facts: Facts) -> EventFacts | None:
    if arrival.event_id is None:
        return None
    event = facts.events.get(arrival.event_id)
    if event is None:
        raise EventUnknown
    return event


def _encounter(arrival: Arrival, badge: BadgeFacts, event: EventFacts | None) -> KeptEncounter:
    return KeptEncounter(
        id=arrival.id,
        scanner_id=arrival.scanner_id,
        person_id=badge.person_id,
        badge_id=badge.id,
        event_id=event.event_id if event is not None else None,
        occurrence_id=event.occurrence_id if event is not None else None,
        scanned_at=arrival.scanned_at,
        received_at=arrival.received_at,
        how=arrival.how,
        note=arrival.note,
    )
