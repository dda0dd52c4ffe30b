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
    EventUnknown,
    NotSavable,
    OwnBadge,
    ScanFromFuture,
    ScanTooOld,
)
from server.badges.facts import BadgeFacts, EventFacts, Facts, Pair
from server.badges.models import BadgeState
from server.badges.policies import expiry_of, grant_of, state_when_saved
from server.contacts.keep import KeptContact, KeptEncounter
from server.contacts.models import ContactState
from server.errors import Refusal
from server.keys import new_key
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
    touched: dict[tuple[UUID, UUID], KeptContact] = {}
    for arrival in arrivals:
        try:
            outcome.answers.append(_decide(arrival, facts, outcome, touched))
        except Refusal as refusal:
            outcome.answers.append(refusal)
    outcome.contacts = list(touched.values())
    return outcome


def _decide(arrival: Arrival, facts: Facts, outcome: Outcome, touched: dict[tuple[UUID, UUID], KeptContact]) -> UUID:
    badge = facts.badges.get(arrival.token_hash)
    if badge is None:
        raise BadgeUnknown

    stored = facts.encounters.get(arrival.id)
    if stored is not None:
        if not _same(stored, arrival, badge):
            raise EncounterConflict
        if (stored.scanner_id, stored.person_id) in facts.contacts:
            return stored.id

    _check_time(arrival)
    _check_badge(arrival, badge)
    event = _event(arrival, facts)
    place = event.event_id if event is not None else None
    state = state_when_saved(facts, owner_id=arrival.scanner_id, person_id=badge.person_id, event_id=place)
    if state is None:
        raise NotSavable

    contact = _keep(arrival, facts, touched, owner=arrival.scanner_id, person=badge.person_id, state=state)
    if _is_open(contact) and facts.cards[badge.person_id].saves_back:
        _save_back(arrival, facts, touched, badge.person_id, place)
    encounter = _encounter(arrival, badge, event)
    for pair in ((arrival.scanner_id, badge.person_id), (badge.person_id, arrival.scanner_id)):
        _grant(arrival, facts, touched, pair, place)
    if _is_open(contact):
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
        and stored.scanned_at == arrival.scanned_at
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


def _save_back(
    arrival: Arrival, facts: Facts, touched: dict[tuple[UUID, UUID], KeptContact], person: UUID, place: UUID | None
) -> None:
    """The scanned person's contact of the scanner, who by scanning lets it be seen, as far as their own card says."""
    state = state_when_saved(facts, owner_id=person, person_id=arrival.scanner_id, event_id=place)
    if state is not None:
        _keep(arrival, facts, touched, owner=person, person=arrival.scanner_id, state=state)


def _keep(
    arrival: Arrival,
    facts: Facts,
    touched: dict[tuple[UUID, UUID], KeptContact],
    *,
    owner: UUID,
    person: UUID,
    state: ContactState,
) -> KeptContact:
    """The owner's one contact of a person, with the moment of this scan in it. What is known is never taken back."""
    contact = facts.contacts.get((owner, person))
    if contact is None:
        scanner = facts.cards.get(owner)
        contact = KeptContact(
            id=new_key(),
            owner_id=owner,
            person_id=person,
            state=state,
            mutual=False,
            first_met_at=arrival.scanned_at,
            last_met_at=arrival.scanned_at,
            created_at=arrival.received_at,
            made_by_id=arrival.id,
            employer_id=scanner.employer_id if scanner is not None else None,
        )
        facts.contacts[owner, person] = contact
    contact.first_met_at = min(contact.first_met_at, arrival.scanned_at)
    contact.last_met_at = max(contact.last_met_at, arrival.scanned_at)
    if contact.withdrawn_at is not None:
        # Whoever took something back is asked, whatever their card says; a scan from before doesn't ask again.
        if arrival.scanned_at > contact.withdrawn_at:
            contact.state = ContactState.PENDING
    elif state is ContactState.ACTIVE:
        contact.state = state
    touched[owner, person] = contact

    other = facts.contacts.get((person, owner))
    if other is not None and not contact.mutual and _is_open(contact) and _is_open(other):
        contact.mutual = other.mutual = True
        touched[person, owner] = other
    return contact


def _is_open(contact: KeptContact) -> bool:
    """Whether its person has agreed, and not taken it back."""
    return contact.state is ContactState.ACTIVE and contact.withdrawn_at is None


def _grant(
    arrival: Arrival, facts: Facts, touched: dict[tuple[UUID, UUID], KeptContact], pair: Pair, place: UUID | None
) -> None:
    """Widen what a contact that this scan touched may show by what its person grants now. A scan narrows nothing."""
    contact = touched.get(pair)
    if contact is None or not _is_open(contact):
        return
    expires_at = expiry_of(facts.cards[pair[1]], now=arrival.received_at)
    if contact.granted == 0 or expires_at is None:
        contact.expires_at = expires_at
    elif contact.expires_at is not None:
        contact.expires_at = max(contact.expires_at, expires_at)
    contact.granted |= grant_of(facts, contact, event_id=place)
