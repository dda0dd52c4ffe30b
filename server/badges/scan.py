"""Somebody scans a badge: what is refused, what is kept, and in whose address book. Rules only; no database.

A group of scans is decided in order over facts that were loaded for all of it (`facts.py`), so that one
refused scan never fails its neighbours, and a badge scanned twice in one group is one contact.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
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
from server.badges.visit import KeptVisit
from server.contacts.keep import KeptContact, KeptEncounter
from server.contacts.keep_organizations import MetOrganization
from server.errors import Refusal
from server.people.policies import granted_names

MAX_AHEAD = timedelta(minutes=5)
"""How far a device's clock may run ahead of the server's."""
MAX_AGE = timedelta(days=30)
"""How long a scan may wait on its device."""


@dataclass(slots=True)
class Outcome:
    """What a group of scans comes to: an answer to each, in order, and the rows to write."""

    answers: list[UUID | KeptVisit | Refusal] = field(default_factory=list)
    """The encounter's key where it is kept; of a booth's code the visit."""
    encounters: list[KeptEncounter] = field(default_factory=list)
    contacts: list[KeptContact] = field(default_factory=list)
    """At most one for an owner and a person; only what is new or changed."""
    visits: list[KeptVisit] = field(default_factory=list)
    organizations: list[MetOrganization] = field(default_factory=list)


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


def _decide(arrival: Arrival, facts: Facts, outcome: Outcome, touched: Touched) -> UUID | KeptVisit:
    badge = facts.badges.get(arrival.token_hash)
    if badge is None:
        return _visit(arrival, facts, outcome)

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
        outcome.organizations += _organization_of(badge, arrival, facts, place)
    return encounter.id


def _visit(arrival: Arrival, facts: Facts, outcome: Outcome) -> KeptVisit:
    """The code is a booth's: no contact comes of it but the organization."""
    booth = facts.booth_codes.get(arrival.token_hash)
    if booth is None:
        raise BadgeUnknown
    visit = KeptVisit(
        arrival.id, arrival.scanner_id, booth.id, arrival.scanned_at, arrival.received_at, how=arrival.how
    )
    if (stored := facts.visits.get(arrival.id)) is not None:
        if not stored.same(visit, whenever=arrival.reckoned):
            raise EncounterConflict
        return stored

    _check_time(arrival)
    facts.visits[visit.id] = visit
    outcome.visits.append(visit)
    outcome.organizations.append(
        MetOrganization(visit.person_id, booth.organization_id, booth.id, visit.scanned_at, visit.received_at)
    )
    return visit


def _organization_of(badge: BadgeFacts, arrival: Arrival, facts: Facts, event_id: UUID | None) -> list[MetOrganization]:
    """Whoever scans one of a booth's or an employer's people has met the organization; not their colleagues."""
    booth = facts.booths.get((event_id, badge.person_id)) if event_id is not None else None
    employer = facts.cards[badge.person_id].employer_id
    met = facts.exhibitors[booth] if booth is not None else employer
    if met is None or met == facts.cards[arrival.scanner_id].employer_id:
        return []
    if event_id is not None and booth is not None and facts.booths.get((event_id, arrival.scanner_id)) == booth:
        return []
    return [MetOrganization(arrival.scanner_id, met, booth, arrival.scanned_at, arrival.received_at)]


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
    if badge.ended_at is not None and not _in_time(arrival, badge, badge.ended_at):
        raise BadgeRevoked(badge.ended_at, replaced=badge.state is BadgeState.REPLACED)


def _in_time(arrival: Arrival, badge: BadgeFacts, ended_at: datetime) -> bool:
    """Whether it waited on its device since the code was good, and may have."""
    return badge.late_until is not None and arrival.scanned_at < ended_at and arrival.received_at < badge.late_until


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
