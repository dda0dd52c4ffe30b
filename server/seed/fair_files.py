"""What happened at the fair so far, as fixtures/campus/fair_so_far.yaml tells it."""

from typing import Literal

from server.doors.models import CheckInMethod
from server.seed.files import Entry, read_entries


class StationEntry(Entry, frozen=True, kw_only=True):
    name: str
    lets_in_anyway: bool = False


class GuestEntry(Entry, frozen=True, kw_only=True):
    """Somebody without an account."""

    name: str
    pronouns: str = ""
    line: str = ""
    works_for: str = ""
    job_title: str = ""


class ArrivalEntry(Entry, frozen=True, kw_only=True):
    """Somebody came in."""

    person: str
    """By key, of a person or a guest."""
    door: str | None = None
    """None: by themselves, with the code on the projector."""
    by: str | None = None
    ago: str
    """Before the moment of seeding."""
    sent: str | None = None
    """When the door told of it, where it had no network until then."""
    how: CheckInMethod = CheckInMethod.CAMERA
    anyway: bool = False


class AskedEntry(Entry, frozen=True, kw_only=True):
    """A question that a booth asks."""

    booth: str
    by: str
    text: str
    options: tuple[str, ...] = ()
    """What can be chosen; none: free text."""


class SaidEntry(Entry, frozen=True, kw_only=True):
    """What a colleague says of a lead."""

    by: str
    stars: int | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    question: str | None = None
    answer: str | None = None


class VisitEntry(Entry, frozen=True, kw_only=True):
    """Somebody who stands at a booth scanned a visitor's badge."""

    person: str
    by: str
    ago: str
    says: tuple[SaidEntry, ...] = ()


class FairFiles(Entry, frozen=True, kw_only=True):
    """Everything that the file holds."""

    stations: list[StationEntry]
    teams: dict[str, list[str]]
    """By the label of the booth."""
    guests: dict[str, GuestEntry]
    arrivals: list[ArrivalEntry]
    employers: dict[str, list[Literal["email", "telephone", "resume"]]]
    """What people let employers have of them there."""
    resumes: list[str]
    """Who has a résumé."""
    questions: list[AskedEntry]
    visits: list[VisitEntry]


def read_fair() -> FairFiles:
    """Raises msgspec.ValidationError, with the path to the fault."""
    return read_entries("fair_so_far", FairFiles)
