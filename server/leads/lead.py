"""A lead: somebody whom a booth met, with all that its team said of them. No database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from server.leads.models import LeadEntryKind


@dataclass(frozen=True, slots=True)
class Said:
    """A note, or an answer to a question, and whose it is."""

    id: UUID
    text: str
    author_id: UUID
    written_at: datetime


@dataclass(slots=True)
class Lead:
    """One for each person whom a booth met, however often and by whomever."""

    key: UUID
    """The scan that arrived first: it stays the same when others follow."""
    person_id: UUID
    scans: Sequence[Any] = ()
    """(scanner_id, scanned_at) of each scan, the last first."""
    card: Any = None
    """What the person shares with the organization now; None where nobody who met them has an account any more."""
    stars: Mapping[UUID, int] = field(default_factory=dict)
    """What each colleague gives them: the last that they gave."""
    tags: Sequence[str] = ()
    """By name. Any colleague puts one on and takes it off."""
    notes: Sequence[Said] = ()
    """The oldest first."""
    answers: Mapping[UUID, Said] = field(default_factory=dict)
    """By question: the last that was written."""

    @property
    def last_at(self) -> datetime:
        return self.scans[0].scanned_at  # type: ignore[no-any-return]

    @property
    def team_stars(self) -> float | None:
        """The mean of what the colleagues give; None where nobody has."""
        return sum(self.stars.values()) / len(self.stars) if self.stars else None

    def say(self, entries: Iterable[Any]) -> None:
        """Take up what was written of them. The same whatever the order of `entries`: of several that contradict each
        other the last by the device's clock holds, and by its id where two are of one moment."""
        tags: dict[str, bool] = {}
        stars, answers, notes = {}, {}, []
        for entry in sorted(entries, key=lambda entry: (entry.written_at, entry.id)):
            said = Said(entry.id, entry.text or "", entry.author_id, entry.written_at)
            match entry.kind:
                case LeadEntryKind.STARS:
                    stars[entry.author_id] = entry.stars
                case LeadEntryKind.TAG | LeadEntryKind.UNTAG:
                    tags[entry.text] = entry.kind is LeadEntryKind.TAG
                case LeadEntryKind.NOTE:
                    notes.append(said)
                case LeadEntryKind.ANSWER:
                    answers[entry.question_id] = said
        self.stars = stars
        self.tags = sorted(tag for tag, on in tags.items() if on)
        self.notes = notes
        self.answers = {question: said for question, said in answers.items() if said.text}
