"""What somebody shares with an organization, since when and until when, in words."""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from server.contacts.models import ContactState
from server.contacts.receipts import CardField
from server.leads.lead import Lead
from server.people.policies import AUDIENCE_OF


class LeadState(StrEnum):
    """Whether an organization sees something of a lead's card."""

    SHARED = "SHARED"
    WAITING = "WAITING"
    WITHDRAWN = "WITHDRAWN"
    GONE = "GONE"


def state_of(lead: Lead) -> LeadState:
    if lead.card is None:
        return LeadState.GONE
    if lead.card.state is ContactState.PENDING:
        return LeadState.WAITING
    return LeadState.WITHDRAWN if lead.card.state is ContactState.WITHDRAWN else LeadState.SHARED


def shared_fields(lead: Lead) -> list[CardField]:
    """Of what the organization sees something now."""
    if lead.card is None:
        return []
    shown = {audience for field, audience in AUDIENCE_OF.items() if getattr(lead.card, field)}
    return [field for field in CardField if f"{field.lower()}_audience" in shown]


def in_words(lead: Lead, zone: str) -> tuple[str, str, str]:
    """What is shared, since when, and until when, in the IANA `zone`: the columns of an export."""
    match state_of(lead):
        case LeadState.WAITING:
            return "Nothing: waits for their yes", "", ""
        case LeadState.WITHDRAWN:
            return "Nothing: withdrawn", "", moment(lead.card.withdrawn_at, zone)
        case LeadState.GONE:
            return "Nothing: whoever met them has left", "", ""
    fields = ", ".join(_WORDS[field] for field in shared_fields(lead))
    ends = moment(lead.card.expires_at, zone) if lead.card.expires_at is not None else "Until withdrawn"
    return fields or "Nothing", moment(lead.scans[-1].scanned_at, zone), ends


def moment(at: datetime | None, zone: str) -> str:
    """As spreadsheets sort it: `2026-09-24 10:00`; empty for None."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" if at is not None else ""


_WORDS = {
    CardField.NAME: "name",
    CardField.PRONOUNS: "pronouns",
    CardField.HEADLINE: "headline",
    CardField.EMAIL: "email",
    CardField.TELEPHONE: "telephone",
    CardField.PROGRAMME: "programme",
    CardField.WORK: "work",
    CardField.COUNTRY: "country",
    CardField.URL: "pages",
    CardField.CAMPUS: "campus",
    CardField.LANGUAGES: "languages",
    CardField.INTERESTS: "interests",
    CardField.OPEN_TO: "open to",
    CardField.PHOTO: "photo",
    CardField.RESUME: "résumé",
}
