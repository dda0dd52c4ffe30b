"""Events and their instances in time."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, choice
from server.files.key import FileKey


class EventKind(StrEnum):
    PANEL = "PANEL"
    FAIR = "FAIR"
    MEETUP = "MEETUP"
    LECTURE = "LECTURE"
    CONFERENCE = "CONFERENCE"
    INFO_SESSION = "INFO_SESSION"
    WORKSHOP = "WORKSHOP"
    MIXER = "MIXER"


class AttendanceMode(StrEnum):
    """schema.org eventAttendanceMode."""

    IN_PERSON = "IN_PERSON"
    ONLINE = "ONLINE"
    MIXED = "MIXED"


class EventStatus(StrEnum):
    """schema.org eventStatus."""

    SCHEDULED = "SCHEDULED"
    RESCHEDULED = "RESCHEDULED"
    POSTPONED = "POSTPONED"
    CANCELLED = "CANCELLED"


class OnlineAudience(StrEnum):
    """Who is told where to join by video."""

    MEMBERS = "MEMBERS"
    GOING = "GOING"


class Publication(StrEnum):
    """Only PUBLISHED events are seen outside their organization."""

    DRAFT = "DRAFT"
    IN_REVIEW = "IN_REVIEW"
    PUBLISHED = "PUBLISHED"


class Event(Base):
    """A single event, or the rule of a recurring one (schema.org Event; RFC 5545 VEVENT)."""

    __tablename__ = "event"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    uid: Mapped[str] = mapped_column(String(255))
    """RFC 5545 §3.8.4.7: the same for ever, also after a change of host or time."""
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"))
    campus_id: Mapped[UUID | None] = mapped_column(ForeignKey("campus.id"), index=True)
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"), index=True)
    room: Mapped[str | None] = mapped_column(String(120))
    location_text: Mapped[str | None] = mapped_column(Text)
    """Where it is, as an imported calendar wrote it, when no place of ours fits."""
    kind: Mapped[EventKind] = mapped_column(choice(EventKind))
    name: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(String(500), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    """Markdown."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    """Exclusive, as DTEND."""
    time_zone: Mapped[str] = mapped_column(String(64))
    """IANA name; local hours of a recurring event stay the same in it through clock changes."""
    all_day: Mapped[bool] = mapped_column(default=False)
    attendance_mode: Mapped[AttendanceMode] = mapped_column(choice(AttendanceMode))
    online_url: Mapped[str | None] = mapped_column(String(1000))
    url: Mapped[str | None] = mapped_column(String(1000))
    """A page elsewhere, where the event has one."""
    status: Mapped[EventStatus] = mapped_column(choice(EventStatus), default=EventStatus.SCHEDULED)
    publication: Mapped[Publication] = mapped_column(choice(Publication), default=Publication.DRAFT)
    sequence: Mapped[int] = mapped_column(default=0)
    """RFC 5545 §3.8.7.4: raised with every change that matters to those who come."""
    capacity: Mapped[int | None]
    """Places of one instance; None without a limit."""
    door_at: Mapped[datetime | None]
    """When the doors open, before `starts_at` (schema.org doorTime)."""
    languages: Mapped[str] = mapped_column(String(200), default="")
    """What is spoken: BCP 47 tags, comma-separated (schema.org inLanguage)."""
    access_notes: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str | None] = mapped_column(String(300))
    """Whom to ask, as the organizer writes it (RFC 5545 §3.8.4.2)."""
    price_note: Mapped[str | None] = mapped_column(String(200))
    audience: Mapped[str] = mapped_column(String(120), default="")
    """Names of Affiliation for whom it is, comma-separated; empty: for everybody."""
    majors: Mapped[str] = mapped_column(Text, default="")
    """Programmes of study for which it is, a line each; empty: for all."""
    online_for: Mapped[OnlineAudience] = mapped_column(
        Enum(OnlineAudience, native_enum=False, create_constraint=False, length=32), default=OnlineAudience.MEMBERS
    )
    """Without a CHECK: it was added to a table of old, which SQLite would rebuild for it."""
    takes_rsvp: Mapped[bool] = mapped_column(default=True)
    rsvp_opens_at: Mapped[datetime | None]
    rsvp_closes_at: Mapped[datetime | None]
    """Exclusive; None: until it ends."""
    waitlist_by_hand: Mapped[bool] = mapped_column(default=False)
    """Whether the organizer chooses who gets a free place, and not the order of the waitlist."""
    image_key: Mapped[str | None] = mapped_column(FileKey)
    """Of its cover picture in the file store."""
    image_alt: Mapped[str] = mapped_column(String(300), default="")
    previous_starts_at: Mapped[datetime | None]
    """When it would have begun, before it was rescheduled (schema.org previousStartDate)."""
    rrule: Mapped[str | None] = mapped_column(String(500))
    """RFC 5545 §3.3.10, without the name; None for a single event."""
    exdates: Mapped[str] = mapped_column(Text, default="")
    rdates: Mapped[str] = mapped_column(Text, default="")
    """Moments as `YYYYMMDDTHHMMSSZ`, comma-separated, ascending."""
    materialised_until: Mapped[datetime | None]
    """Up to when `occurrence` rows of a recurring event are complete; None for a single event."""
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str | None] = mapped_column(Text)
    """Why it does not take place, in the organizer's words, for everybody who sees it."""
    published_at: Mapped[datetime | None]
    """When it was published for the first time by somebody here; None: never, or an import did."""
    import_hash: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 of the imported component, by which a second import of the same text changes nothing."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("organization_id", "uid"),
        CheckConstraint("length(name) > 0", name="name"),
        CheckConstraint("ends_at >= starts_at", name="span"),
        CheckConstraint("capacity >= 0", name="capacity"),
        CheckConstraint("sequence >= 0", name="sequence"),
        Index(None, "updated_at"),
        Index(
            "event_series",
            "materialised_until",
            sqlite_where=text("rrule IS NOT NULL"),
            postgresql_where=text("rrule IS NOT NULL"),
        ),
    )


class EventHost(Base):
    """An organization that holds an event together with the one whose it is."""

    __tablename__ = "event_host"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int]


class EventOverride(Base):
    """One instance of a recurring event that differs from its rule (RFC 5545 §3.8.4.4). None = as the rule says."""

    __tablename__ = "event_override"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    recurrence_id: Mapped[datetime] = mapped_column(primary_key=True)
    """When the instance would have started."""
    status: Mapped[EventStatus | None] = mapped_column(choice(EventStatus))
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    name: Mapped[str | None] = mapped_column(String(300))
    summary: Mapped[str | None] = mapped_column(String(500))
    description: Mapped[str | None] = mapped_column(Text)
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    room: Mapped[str | None] = mapped_column(String(120))
    location_text: Mapped[str | None] = mapped_column(Text)
    sequence: Mapped[int] = mapped_column(default=0)
    import_hash: Mapped[str | None] = mapped_column(String(64))
    updated_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("ends_at >= starts_at", name="span"), Index(None, "updated_at"))


def _listed(name: str, *columns: str) -> Index:
    # SQLite uses a partial index only for a query that says it the same way: `listed = 1`.
    return Index(name, *columns, sqlite_where=text("listed = 1"), postgresql_where=text("listed"))


class Occurrence(Base):
    """One instance in time, with the columns that lists filter by. A cache: the event's rule is the truth.

    A single event has one, with the event's own id. Rows of a series reach 18 months ahead.
    """

    __tablename__ = "occurrence"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    recurrence_id: Mapped[datetime | None]
    """When the rule says it starts; None for a single event."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    listed: Mapped[bool]
    """Whether the public sees it: published."""
    kind: Mapped[EventKind] = mapped_column(choice(EventKind))
    campus_id: Mapped[UUID | None] = mapped_column(ForeignKey("campus.id"))
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"))
    attendance_mode: Mapped[AttendanceMode] = mapped_column(choice(AttendanceMode))
    status: Mapped[EventStatus] = mapped_column(choice(EventStatus))

    __table_args__ = (
        UniqueConstraint("event_id", "recurrence_id"),
        Index("occurrence_event_time", "event_id", "starts_at"),
        _listed("occurrence_time", "starts_at", "id"),
        _listed("occurrence_kind_time", "kind", "starts_at", "id"),
        _listed("occurrence_campus_time", "campus_id", "starts_at", "id"),
        _listed("occurrence_campus_kind_time", "campus_id", "kind", "starts_at", "id"),
        _listed("occurrence_organization_time", "organization_id", "starts_at", "id"),
        # Those over twelve hours, for the list of what still runs: server/events/upcoming.py says the same. It holds
        # all that a list looks at, so that SQLite prefers it to `occurrence_time`; they are few, so that costs little.
        Index(
            "occurrence_long_time",
            *("starts_at", "id", "ends_at", "listed", "kind", "campus_id", "organization_id", "attendance_mode"),
            sqlite_where=text("listed = 1 AND ends_at - starts_at > 43200000000"),
            postgresql_where=text("listed AND ends_at - starts_at > interval '12 hours'"),
        ),
    )


class EventTag(Base):
    """A word by which an event is found; lower-case."""

    __tablename__ = "event_tag"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(60), primary_key=True)


class OccurrenceTag(Base):
    """The tags of listed occurrences in time order, so that a rare tag is found as fast as a common one."""

    __tablename__ = "occurrence_tag"

    tag: Mapped[str] = mapped_column(String(60), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    occurrence_id: Mapped[UUID] = mapped_column(ForeignKey("occurrence.id", ondelete="CASCADE"), primary_key=True)

    __table_args__ = (Index(None, "occurrence_id"), {"sqlite_with_rowid": False})
