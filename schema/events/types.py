"""Event and what belongs to it, as GraphQL shows them."""

from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry

import schema.events.enums  # describes the enums
import schema.people.enums  # noqa: F401
from schema.attendance.questions import EventQuestion, load_event_questions
from schema.attendance.types import ViewerAttendance, load_why_not
from schema.campuses.places import Place
from schema.campuses.types import Campus
from schema.context import Info
from schema.events.programme import AgendaItem, Booth, load_agenda, load_booths, load_co_hosts
from schema.finding.contacts_going import ContactGoing, load_contacts_going
from schema.nodes import Node
from schema.organizations.types import Organization
from schema.rows import objects
from server.actor import Scope, member_with
from server.attendance.errors import WhyClosed
from server.attendance.window import why_closed
from server.events.models import AttendanceMode, EventKind, EventStatus, Publication
from server.markdown import render
from server.people.models import Affiliation


@strawberry.type(
    description=(
        "A single event, or one instance of a recurring one: each instance has its own id, and shows what was changed"
        " for it alone."
    )
)
class Event(Node):
    key: strawberry.Private[UUID | None] = None
    event_key: strawberry.Private[UUID | None] = None
    cursor_key: strawberry.Private[UUID | None] = None
    slug: str = strawberry.field(
        default=None, description="Its name in addresses; the instances of a series share it, see `recurrenceId`."
    )
    name: str = strawberry.field(default=None, description="What it is called.")
    summary: str = strawberry.field(default=None, description="One or two sentences; may be empty.")
    description: str = strawberry.field(default=None, description="All about it, in Markdown; may be empty.")
    kind: EventKind = strawberry.field(default=None, description="What happens there.")
    starts_at: datetime = strawberry.field(default=None, description="When it begins, in UTC.")
    ends_at: datetime = strawberry.field(default=None, description="When it is over, in UTC; exclusive.")
    time_zone: str = strawberry.field(
        default=None, description="IANA time zone in which its hours are told, such as `America/New_York`."
    )
    all_day: bool = strawberry.field(default=None, description="Whether it takes whole days, and no hour is shown.")
    recurrence_id: datetime | None = strawberry.field(
        default=None,
        description="Which instance of its series this is: when the rule has it start. Null for a single event.",
    )
    attendance_mode: AttendanceMode = strawberry.field(default=None, description="On the spot, by video, or both.")
    status: EventStatus = strawberry.field(default=None, description="Whether it takes place as announced.")
    url: str | None = strawberry.field(default=None, description="A page elsewhere, where the event has one.")
    online_url: str | None = strawberry.field(
        default=None,
        description=(
            "Where to join by video. Null for those who may not know: nobody signed in, or, where the organizer says"
            " so, who does not come."
        ),
    )
    tags: list[str] = strawberry.field(default=None, description="Words by which it is found, in lower case.")
    is_recurring: bool = strawberry.field(default=None, description="Whether it is one of a series.")
    rrule: str | None = strawberry.field(
        default=None, description="How the series repeats (RFC 5545 RRULE, without its name)."
    )
    capacity: int | None = strawberry.field(default=None, description="Places there are; null without a limit.")
    publication: Publication = strawberry.field(
        default=None, description="Whether everybody sees it; others than PUBLISHED only those who post for its host."
    )
    door_at: datetime | None = strawberry.field(default=None, description="When the doors open, in UTC.")
    languages: list[str] = strawberry.field(default=None, description="What is spoken there, as BCP 47 tags.")
    access_notes: str = strawberry.field(
        default=None, description="What helps people with disabilities to take part; may be empty. See the place, too."
    )
    contact: str | None = strawberry.field(default=None, description="Whom to ask, in the organizer's words.")
    price_note: str | None = strawberry.field(default=None, description="What it costs, in the organizer's words.")
    audience: list[Affiliation] = strawberry.field(default=None, description="For whom it is; empty: for everybody.")
    majors: list[str] = strawberry.field(
        default=None, description="Programmes of study for which it is; empty: for all."
    )
    takes_rsvp: bool = strawberry.field(default=None, description="Whether people can say here that they come.")
    rsvp_opens_at: datetime | None = strawberry.field(
        default=None, description="From when on they can say so, in UTC; null: at once."
    )
    rsvp_closes_at: datetime | None = strawberry.field(
        default=None, description="Until when they can say so, in UTC, exclusive; null: until it ends."
    )
    cancel_reason: str | None = strawberry.field(
        default=None, description="Why it does not take place, in the organizer's words."
    )
    previous_starts_at: datetime | None = strawberry.field(
        default=None, description="When it would have begun before it was rescheduled, in UTC; null if it was not."
    )
    picture: str | None = strawberry.field(
        default=None, description="Where its cover picture is, from the root of this installation: a JPEG; null: none."
    )
    picture_alt: str = strawberry.field(
        default=None, description="What the picture shows, for those who don't see it; empty without one."
    )
    going_count: int = strawberry.field(default=None, description="How many people said that they come.")
    waitlisted_count: int = strawberry.field(default=None, description="How many people wait for a place.")
    seats_left: int | None = strawberry.field(
        default=None, description="Places that nobody has; those who wait come first. Null without a limit."
    )
    viewer_attendance: ViewerAttendance | None = strawberry.field(
        default=None, description="What you answered; null if nothing yet, or you aren’t signed in."
    )
    organization: Organization = strawberry.field(default=None, description="Whose event it is.")
    campus: Campus | None = strawberry.field(default=None, description="The campus it belongs to, if to one.")
    place: Place | None = strawberry.field(default=None, description="The venue, where it has one.")
    room: str | None = strawberry.field(default=None, description="The room or hall in that venue.")
    location_text: str | None = strawberry.field(
        default=None, description="Where it is, in the words of the calendar that it came from."
    )
    sequence: int = strawberry.field(
        default=None, description="Raised with every change that matters to those who come (RFC 5545 SEQUENCE)."
    )
    updated_at: datetime = strawberry.field(default=None, description="When its record was last changed.")

    @strawberry.field(description="`description` as HTML that is safe to put into a page; headings begin at h3.")
    def description_html(self) -> str:
        return render(self.description)

    @strawberry.field(
        description=(
            "Contacts of yours who go and let you know, those met last first. Empty for strangers, and for programs"
            " without CONTACTS."
        )
    )
    async def contacts_going(self, info: Info) -> list[ContactGoing]:
        if member_with(info.context.actor, Scope.CONTACTS) is None or self.key is None:
            return []
        return await load_contacts_going(info, self.key)

    @strawberry.field(description="Why nobody can say now that they come; null where people can.")
    def rsvp_closed(self, info: Info) -> WhyClosed | None:
        return why_closed(self, info.context.now)

    @strawberry.field(
        description="Why it is not for you, by your card; null if it is for you, or you aren’t signed in."
    )
    async def not_for_viewer(self, info: Info) -> str | None:
        return await load_why_not(info.context, self.event_key)

    @strawberry.field(description="What its organizers ask those who come, in their order.")
    async def questions(self, info: Info) -> list[EventQuestion]:
        return await load_event_questions(info.context, self.event_key)

    @strawberry.field(description="Its talks and slots, by time.")
    async def agenda(self, info: Info) -> list[AgendaItem]:
        return await load_agenda(info.context, self.event_key) or []

    @strawberry.field(description="Who holds it together with `organization`.")
    async def co_hosts(self, info: Info) -> list[Organization]:
        return await load_co_hosts(info.context, self.event_key) or []

    @strawberry.field(description="Who has a booth there, by the booth's label.")
    async def booths(self, info: Info) -> list[Booth]:
        return await load_booths(info.context, self.event_key) or []


_RELATED = (
    ("organization", Organization),
    ("organization__campus", Campus),
    ("campus", Campus),
    ("place", Place),
    ("viewer_attendance", ViewerAttendance),
)


def as_events(rows: Any) -> list[Event]:
    """From rows of server.events.row."""
    return objects(rows, Event, _RELATED)
