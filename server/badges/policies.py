"""Who may be saved by a scan, and what they grant by it."""

from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from server.badges.facts import CardFacts, Facts
from server.contacts.keep import KeptContact
from server.contacts.models import ContactState
from server.people.models import Audience, SavePolicy
from server.people.policies import FOR_EMPLOYERS, GRANTS, Tier, grant, may_see_field


def state_when_saved(facts: Facts, *, owner_id: UUID, person_id: UUID, event_id: UUID | None) -> ContactState | None:
    """How `person_id` comes into the address book of `owner_id`; None when they don't let it happen.

    SAME_EVENT: the scan names an event which the person attends (going) or works at.
    """
    card = facts.cards.get(person_id)
    if card is None or card.saved_by is SavePolicy.NOBODY or (person_id, owner_id) in facts.blocks:
        return None
    if card.saved_by is SavePolicy.SAME_EVENT and (event_id, person_id) not in facts.present:
        return None
    return ContactState.PENDING if card.saved_by is SavePolicy.CONFIRM else ContactState.ACTIVE


def grant_of(facts: Facts, contact: KeptContact, *, event_id: UUID | None) -> int:
    """What `contact`'s person grants its owner at this moment, by what their card says; nothing unless it is ACTIVE.

    An employer's people get what the person chose for employers at the event, else for all events.
    """
    if contact.person_id is None or contact.state is not ContactState.ACTIVE:
        return 0
    card = facts.cards[contact.person_id]
    granted = _granted(card.audiences, Tier.MET if contact.mutual else Tier.MEMBER)
    if contact.employer_id is None:
        return granted
    chosen = card.employers_get
    if event_id is not None:
        chosen = facts.choices.get((event_id, contact.person_id), chosen)
    return granted & ~grant(FOR_EMPLOYERS) | grant(chosen.split())


def expiry_of(card: CardFacts, *, now: datetime) -> datetime | None:
    """Until when a grant that is given at `now` lasts, by the card: so many twelfths of a year; None: for good."""
    if card.shares_for_months is None:
        return None
    return now + timedelta(days=card.shares_for_months * 365 // 12)


@lru_cache(maxsize=1024)
def _granted(audiences: tuple[str, ...], tier: Tier) -> int:
    return grant(
        name for name, audience in zip(GRANTS, audiences, strict=True) if may_see_field(Audience(audience), tier)
    )
