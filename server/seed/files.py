"""The demo campus as fixtures/campus tells it: one type for each kind of entry, strict about every word."""

from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from server.config import ROOT
from server.contacts.models import ScanMethod
from server.events.models import AttendanceMode, EventKind, EventStatus, Publication
from server.events.staff import StaffRole
from server.organizations.models import OrganizationKind, Posting, Role
from server.people.models import Affiliation, Audience, Openness, SavePolicy

T = TypeVar("T")
Shared = Literal[
    "name",
    "pronouns",
    "headline",
    "email",
    "telephone",
    "programme",
    "work",
    "country",
    "url",
    "campus",
    "languages",
    "interests",
    "open_to",
    "photo",
    "resume",
]

_INSTALLED = Path(__file__).resolve().parent.parent / "fixtures"


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of a file; a misspelt word is refused."""


class CampusEntry(Entry, frozen=True, kw_only=True):
    name: str
    time_zone: str
    country: str
    administrators: list[str] = []


class PlaceEntry(Entry, frozen=True, kw_only=True):
    campus: str
    name: str
    address: str
    latitude: float
    longitude: float
    access_notes: str | None = None
    capacity: int | None = None


class PersonEntry(Entry, frozen=True, kw_only=True):
    given_name: str
    family_name: str
    name: str | None = None
    """Where it is not given name, space, family name."""
    pronouns: str | None = None
    headline: str | None = None
    email: str | None = None
    """None makes `key@northgate.example`."""
    telephone: str | None = None
    affiliation: Affiliation
    programme: str | None = None
    graduation_year: int | None = None
    works_for: str | None = None
    job_title: str | None = None
    country: str
    url: str | None = None
    links: list[str] = []
    languages: list[str] = []
    interests: list[str] = []
    ask_me_about: str | None = None
    open_to: list[Openness] = []
    campus: str | None = None
    time_zone: str | None = None
    shares: dict[Shared, Audience] = {}
    """Audiences of the card that differ from what everybody starts with."""
    saved_by: SavePolicy = SavePolicy.EVERYONE
    saves_back: bool = True


class InvitationEntry(Entry, frozen=True, kw_only=True):
    """An open one, by a link or for one address."""

    by: str
    role: Role
    email: str | None = None
    uses: int = 1


class OrganizationEntry(Entry, frozen=True, kw_only=True):
    name: str
    kind: OrganizationKind
    campus: str | None = None
    summary: str
    description: str
    url: str | None = None
    members: dict[str, Role] = {}
    posting: Posting = Posting.FREELY
    trusted: list[str] = []
    """Whose events are published unreviewed."""
    invitations: list[InvitationEntry] = []


class When(Entry, frozen=True, kw_only=True):
    """A time relative to day 0, the day of the fair (`server.seed.dates`)."""

    day: int | None = None
    """Calendar days after day 0."""
    workday: int | None = None
    """Days from Monday to Friday after day 0."""
    clock_change: bool = False
    """Instead of a day: the eve of the next night in which the clocks of the zone change."""
    at: str = "00:00"
    """Local time."""
    lasts: str | None = None
    """Elapsed time: `45m`, `1h30m`; of an all-day event, `2d`."""
    until: str | None = None
    """Instead of `lasts`: local time on the same day, or the next where that is earlier than `at`."""


class Change(Entry, frozen=True, kw_only=True):
    """How one instance of a series differs from its rule."""

    at: str | None = None
    lasts: str | None = None
    name: str | None = None
    summary: str | None = None
    room: str | None = None
    status: EventStatus | None = None


class Weekly(Entry, frozen=True, kw_only=True):
    """A series: the same local time every so many weeks; instances are counted from 0."""

    every: int = 1
    times: int
    skip: list[int] = []
    change: dict[int, Change] = {}


class TalkEntry(Entry, frozen=True, kw_only=True):
    name: str
    day: int = 0
    """Days after the event's first."""
    at: str
    lasts: str
    room: str | None = None
    description: str = ""
    speakers: list[str] = []
    """People by key, or names of people who are not on Hallway."""


class BoothEntry(Entry, frozen=True, kw_only=True):
    organization: str
    label: str
    offers: str
    staff: list[str] = []


class EventEntry(Entry, frozen=True, kw_only=True):
    slug: str | None = None
    """None takes the key."""
    name: str
    kind: EventKind
    organization: str
    campus: str | None = None
    place: str | None = None
    room: str | None = None
    time_zone: str | None = None
    """None takes the campus's."""
    when: When
    all_day: bool = False
    weekly: Weekly | None = None
    attendance_mode: AttendanceMode = AttendanceMode.IN_PERSON
    online_url: str | None = None
    url: str | None = None
    status: EventStatus = EventStatus.SCHEDULED
    cancel_reason: str | None = None
    publication: Publication = Publication.PUBLISHED
    sent_by: str | None = None
    """Who sent it for review."""
    capacity: int | None = None
    tags: list[str]
    summary: str
    description: str = ""
    agenda: list[TalkEntry] = []
    booths: list[BoothEntry] = []
    staff: dict[str, StaffRole] = {}
    going: list[str] = []
    """Of a series: to its first instance that is not over."""
    interested: list[str] = []
    waitlisted: list[str] = []


class MeetingEntry(Entry, frozen=True, kw_only=True):
    """One person scanned another's badge."""

    scanner: str
    person: str
    event: str
    """A single event of the past."""
    after: str
    """Elapsed since the event began."""
    how: ScanMethod = ScanMethod.CAMERA
    note: str | None = None
    asked: Literal["waits", "declined"] | None = None
    """Where the person decided on each scan then: whether they have not answered yet, or said no."""


class CampusFiles(msgspec.Struct, frozen=True):
    """Everything that fixtures/campus holds, by key."""

    campuses: dict[str, CampusEntry]
    places: dict[str, PlaceEntry]
    people: dict[str, PersonEntry]
    organizations: dict[str, OrganizationEntry]
    events: dict[str, EventEntry]
    meetings: list[MeetingEntry]


@cache
def read_campus() -> CampusFiles:
    """Read the files once a process. Raises msgspec.ValidationError, with the path to the fault."""
    return CampusFiles(
        campuses=read_entries("campuses", dict[str, CampusEntry]),
        places=read_entries("places", dict[str, PlaceEntry]),
        people=read_entries("cast", dict[str, PersonEntry]) | read_entries("people", dict[str, PersonEntry]),
        organizations=read_entries("organizations", dict[str, OrganizationEntry]),
        events={
            key: event
            for name in ("fair", "past", "coming", "series")
            for key, event in read_entries(f"events/{name}", dict[str, EventEntry]).items()
        },
        meetings=read_entries("meetings", list[MeetingEntry]),
    )


def read_entries(name: str, type_: type[T]) -> T:
    """One file of fixtures/campus. Raises msgspec.ValidationError, with the path to the fault."""
    # An installed wheel carries the files inside the package.
    folder = ROOT / "fixtures" if (ROOT / "fixtures" / "campus").is_dir() else _INSTALLED
    decoded: Any = msgspec.yaml.decode((folder / "campus" / f"{name}.yaml").read_bytes(), type=type_)
    return decoded  # type: ignore[no-any-return]
