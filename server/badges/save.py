"""Somebody comes into an address book, and grants what their card shares. Rules only; no database."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from server.badges.facts import Facts, Pair
from server.badges.policies import expiry_of, grant_of, state_when_saved
from server.contacts.keep import KeptContact
from server.contacts.models import ContactState
from server.keys import new_key

Touched = dict[Pair, KeptContact]
"""Contacts that are new or changed, by owner and person."""


class Met(Protocol):
    """The scan by which two people met."""

    @property
    def id(self) -> UUID: ...
    @property
    def scanned_at(self) -> datetime: ...
    @property
    def received_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Meeting:
    """A scan of before, of which something comes only now."""

    id: UUID
    scanned_at: datetime
    received_at: datetime
    """Now."""


def is_open(contact: KeptContact) -> bool:
    """Whether its person has agreed, and not taken it back."""
    return contact.state is ContactState.ACTIVE and contact.withdrawn_at is None


def save(met: Met, facts: Facts, touched: Touched, pair: Pair, *, state: ContactState) -> KeptContact:
    """The owner's one contact of a person, with the moment of this scan in it. What is known is never taken back."""
    owner, person = pair
    contact = facts.contacts.get(pair)
    if contact is None:
        scanner = facts.cards.get(owner)
        contact = KeptContact(
            id=new_key(),
            owner_id=owner,
            person_id=person,
            state=state,
            mutual=False,
            first_met_at=met.scanned_at,
            last_met_at=met.scanned_at,
            created_at=met.received_at,
            made_by_id=met.id,
            employer_id=scanner.employer_id if scanner is not None else None,
        )
        facts.contacts[pair] = contact
    contact.first_met_at = min(contact.first_met_at, met.scanned_at)
    contact.last_met_at = max(contact.last_met_at, met.scanned_at)
    if contact.withdrawn_at is not None:
        # Whoever took something back is asked, whatever their card says; a scan from before doesn't ask again.
        if met.scanned_at > contact.withdrawn_at:
            contact.state = ContactState.PENDING
    elif state is ContactState.ACTIVE:
        contact.state = state
    touched[pair] = contact
    match_up(facts, touched, pair)
    return contact


def save_back(met: Met, facts: Facts, touched: Touched, pair: Pair, *, event_id: UUID | None) -> KeptContact | None:
    """The scanned person's contact of the scanner, who by scanning lets it be seen, as far as their own card says.

    `pair`: the scanned person and the scanner. None where the scanner's card says that nobody may.
    """
    state = state_when_saved(facts, owner_id=pair[0], person_id=pair[1], event_id=event_id)
    return save(met, facts, touched, pair, state=state) if state is not None else None


def match_up(facts: Facts, touched: Touched, pair: Pair) -> None:
    """Two contacts of each other are mutual once both are open."""
    contact, other = facts.contacts[pair], facts.contacts.get((pair[1], pair[0]))
    if other is not None and not contact.mutual and is_open(contact) and is_open(other):
        contact.mutual = other.mutual = True
        touched[pair], touched[pair[1], pair[0]] = contact, other


def widen_grant(facts: Facts, touched: Touched, pair: Pair, *, event_id: UUID | None, now: datetime) -> None:
    """Let a contact that was touched show what its person grants now, and what they did before. Nothing narrows it."""
    contact = touched.get(pair)
    if contact is None or not is_open(contact):
        return
    expires_at = expiry_of(facts.cards[pair[1]], now=now)
    if contact.granted == 0 or expires_at is None:
        contact.expires_at = expires_at
    elif contact.expires_at is not None:
        contact.expires_at = max(contact.expires_at, expires_at)
    contact.granted |= grant_of(facts, contact, event_id=event_id)
