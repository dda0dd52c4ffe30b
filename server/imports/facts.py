"""What a file says of one event, whatever kind of file it is."""

from dataclasses import dataclass, field
from datetime import datetime

from server.events.models import AttendanceMode, EventKind, EventStatus, Publication
from server.imports.calendar_times import Moment


@dataclass(frozen=True, slots=True)
class Fault:
    """What is the matter in a line of the file."""

    line: int
    reason: str
    """A sentence."""


class ComponentRefused(Exception):
    """This VEVENT is no event here; the others go on."""

    def __init__(self, line: int, reason: str, *, zone: str | None = None) -> None:
        super().__init__(reason)
        self.fault = Fault(line, reason)
        self.zone = zone
        """The time zone that nobody knows, where that is the reason."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A talk or slot of an event's agenda, in the words of `AgendaItem`."""

    name: str
    starts_at: datetime
    ends_at: datetime
    room: str | None = None
    description: str = ""
    speakers: tuple[str, ...] = ()
    """As the programme prints them."""


@dataclass(slots=True)
class Facts:
    """What a VEVENT says, in the words of `Event`; moments are aware UTC. Other kinds of files say the same."""

    line: int
    digest: str
    """SHA-256 of what was read of it, and of how its zone was understood."""
    uid: str
    sequence: int
    stamp: str
    """DTSTAMP as written; it orders versions of one event."""
    recurrence: Moment | None
    """Which instance of a series this replaces."""
    and_future: bool
    """It replaces all later ones as well."""
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    time_zone: str
    floating: bool = False
    """No zone was written for its start."""
    rrule: str | None = None
    exdates: list[datetime] = field(default_factory=list)
    rdates: list[datetime] = field(default_factory=list)
    name: str = ""
    summary: str = ""
    description: str = ""
    location_text: str | None = None
    url: str | None = None
    online_url: str | None = None
    attendance_mode: AttendanceMode = AttendanceMode.IN_PERSON
    kind: EventKind = EventKind.MEETUP
    tags: list[str] = field(default_factory=list)
    status: EventStatus = EventStatus.SCHEDULED
    publication: Publication = Publication.PUBLISHED
    agenda: list[Slot] | None = None
    """By time; None where the file knows of no agenda."""
    refused: list[Fault] = field(default_factory=list)
    """Parts of it that are not taken over, such as a rule without bounds."""
    notes: list[Fault] = field(default_factory=list)
    """Repairs and assumptions."""
