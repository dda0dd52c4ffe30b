"""Leads as the lines of a table, to be taken along."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from server.contacts.living import NO_NAME
from server.leads.consent import in_words, moment
from server.leads.lead import Lead

_HEADING = (
    *("Name", "Email", "Telephone", "Programme", "Graduates", "Works for", "Résumé"),
    *("Stars", "Stars by colleague", "Tags", "Notes", "First met", "Last met", "Scanned by"),
    *("Shares", "Shared since", "Shared until"),
)
"""Behind it a column for each question."""

Line = Sequence[str]


def table(leads: Iterable[Lead], questions: Sequence[Any], names: Mapping[UUID, str], zone: str) -> list[Line]:
    """The heading, and one line a lead: what they share at this moment, what the team wrote, times in the IANA `zone`,
    and what was granted, since when and until when."""
    return [[*_HEADING, *(asked.text for asked in questions)], *(_line(lead, questions, names, zone) for lead in leads)]


def _line(lead: Lead, questions: Sequence[Any], names: Mapping[UUID, str], zone: str) -> Line:
    def name(key: UUID) -> str:
        return names.get(key, NO_NAME)

    def shown(field: str) -> str:
        value = getattr(lead.card, field) if lead.card is not None else None
        return str(value) if value is not None else ""

    mean = lead.team_stars
    scanners = dict.fromkeys(scan.scanner_id for scan in lead.scans)
    return [
        shown("name") or NO_NAME,
        *(shown(field) for field in ("email", "telephone", "programme", "graduation_year", "works_for")),
        "Shared" if shown("resume") else "",
        f"{mean:.1f}" if mean is not None else "",
        ", ".join(f"{name(who)} {stars}" for who, stars in sorted(lead.stars.items())),
        ", ".join(lead.tags),
        "\n".join(f"{name(note.author_id)}: {note.text}" for note in lead.notes),
        moment(lead.scans[-1].scanned_at, zone),
        moment(lead.last_at, zone),
        ", ".join(name(scanner) for scanner in scanners),
        *in_words(lead, zone),
        *(lead.answers[asked.id].text if asked.id in lead.answers else "" for asked in questions),
    ]
