"""Who may be saved by a scan, and what they grant by it."""

from functools import lru_cache
from uuid import UUID

from server.badges.facts import AUDIENCES, CardFacts, Facts
from server.contacts.keep import KeptContact
from server.contacts.models import ContactState
from server.people.models import Audience, SavePolicy
from server.people.policies import Tier, may_see_field

_GRANTS = tuple(audience.removesuffix("_audience") for audience in AUDIENCES)


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


def granted_fields(card: CardFacts, contact: KeptContact) -> str:
    """The names of the fields that the owner of `contact` may see from now on, space-separated; none while pending."""
    if contact.state is not ContactState.ACTIVE:
        return ""
    return _granted(card.audiences, Tier.MET if contact.mutual else Tier.MEMBER)


@lru_cache(maxsize=1024)
def _granted(audiences: tuple[str, ...], tier: Tier) -> str:
    return " ".join(
        name for name, audience in zip(_GRANTS, audiences, strict=True) if may_see_field(Audience(audience), tier)
    )
