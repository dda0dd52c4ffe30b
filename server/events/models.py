"""Events, their instances in time, their agenda, and who comes."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, choice


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


class Publication(StrEnum):
    """Only PUBLISHED events are seen outside their organization."""

    DRAFT = "DRAFT"
    IN_REVIEW = "IN_REVIEW"
    PUBLISHED = "PUBLISHED"


class AttendanceStatus(StrEnum):
    """RSVP; RFC 5545 PARTSTAT."""

    GOING = "GOING"
    INTERESTED = "INTERESTED"
    WAITLISTED = "WAITLISTED"
    CANCELLED = "CANCELLED"


class StaffRole(StrEnum):
    """What somebody does at one event."""

    DOOR = "DOOR"
    HOST = "HOST"


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
    rrule: Mapped[str | None] = mapped_column(String(500))
    """RFC 5545 §3.3.10, without the name; None for a single event."""
    exdates: Mapped[str] = mapped_column(Text, default="")
    rdates: Mapped[str] = mapped_column(Text, default="")
    """Moments as `YYYYMMDDTHHMMSSZ`, comma-separated, ascending."""
    materialised_until: Mapped[datetime | None]
    """Up to when `occurrence` rows of a recurring event are complete; None for a single event."""
    cancelled_at: Mapped[datetime | None]
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
        Index(
            "event_series",
            "materialised_until",
            sqlite_where=text("rrule IS NOT NULL"),
            postgresql_where=text("rrule IS NOT NULL"),
        ),
    )


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

    __table_args__ = (CheckConstraint("ends_at >= starts_at", name="span"),)


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


class AgendaItem(Base):
    """A talk or slot inside an event (schema.org subEvent)."""

    __tablename__ = "agenda_item"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(300))
    description: Mapped[str] = mapped_column(Text, default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    room: Mapped[str | None] = mapped_column(String(120))

    __table_args__ = (CheckConstraint("ends_at >= starts_at", name="span"), Index(None, "event_id", "starts_at"))


class AgendaSpeaker(Base):
    """Who speaks in an agenda item: a person on Hallway, or a name."""

    __tablename__ = "agenda_speaker"

    agenda_item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    """As the programme prints it; a speaker agreed to be named there."""


class Booth(Base):
    """An organization's place in a fair."""

    __tablename__ = "booth"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    label: Mapped[str] = mapped_column(String(20))
    offers: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (UniqueConstraint("event_id", "label"), UniqueConstraint("event_id", "organization_id"))


class BoothStaff(Base):
    """Somebody who stands at a booth."""

    __tablename__ = "booth_staff"

    booth_id: Mapped[UUID] = mapped_column(ForeignKey("booth.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)


class EventStaff(Base):
    """Somebody who works at one event, such as a volunteer at the door."""

    __tablename__ = "event_staff"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[StaffRole] = mapped_column(choice(StaffRole))

    __table_args__ = (Index(None, "person_id"),)


class Attendance(Base):
    """A person's RSVP to one instance of an event, and whether they came."""

    __tablename__ = "attendance"

    occurrence_id: Mapped[UUID] = mapped_column(primary_key=True)
    """Not a foreign key: occurrences are a cache, and an answer outlives a rebuild of it."""
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    status: Mapped[AttendanceStatus] = mapped_column(choice(AttendanceStatus))
    checked_in_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        Index(None, "person_id", "event_id", "status"),
        Index(None, "event_id", "status"),
        Index(None, "occurrence_id", "status"),
    )
