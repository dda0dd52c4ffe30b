"""An event as the form begins by which it is changed, in GraphQL: every value as somebody would type it."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import strawberry

from schema.campuses.types import Campus, as_campus
from schema.context import Info
from schema.ids import global_id
from schema.scalars import TypedForm
from server.attendance.tell_of_change import to_be_told
from server.campuses.queries import campuses
from server.events.in_hand import InHand
from server.events.keep import version_of
from server.events.models import AttendanceMode, EventKind, EventStatus, OnlineAudience, Publication
from server.events.times import typed_moment
from server.local_time import Fold, typed_local
from server.people.languages import language_name
from server.people.models import Affiliation

_LOCAL = "as local time of `timeZone`"


@strawberry.type(description="An organization that may be ticked as a co-host.")
class PossibleHost:
    slug: str = strawberry.field(description="Its name in addresses.")
    name: str = strawberry.field(description="Its name.")


@strawberry.type(description="An event as somebody would type it who posts it; of a new one what is known beforehand.")
class EventForm:
    key: strawberry.Private[UUID]
    slug: str = strawberry.field(description="Its name in addresses; of a new one it has none yet, and this is empty.")
    version: str = strawberry.field(description="What `changeEvent` is to be given.")
    organization: str = strawberry.field(description="Slug of its host.")
    organization_name: str = strawberry.field(description="Name of its host.")
    publication: Publication = strawberry.field(description="Who sees it.")
    status: EventStatus = strawberry.field(description="Whether it takes place as announced.")
    reviewed: bool = strawberry.field(description="Whether it goes to the reviewers when you publish it.")
    may_be_discarded: bool = strawberry.field(description="Whether it is a draft that was never published.")
    is_recurring: bool = strawberry.field(description="Whether it is a series, whose dates are changed elsewhere.")
    sent_back_for: str | None = strawberry.field(description="Why the reviewers sent it back; null if they didn't.")
    name: str = strawberry.field(description="What it is called.")
    summary: str = strawberry.field(description="One sentence.")
    description: str = strawberry.field(description="Markdown.")
    kind: EventKind | None = strawberry.field(description="What happens there.")
    tags: list[str] = strawberry.field(description="Words by which it is found.")
    audience: list[Affiliation] = strawberry.field(description="For whom it is; empty: for everybody.")
    majors: list[str] = strawberry.field(description="Programmes of study for which it is.")
    languages: list[str] = strawberry.field(description="What is spoken, in English.")
    starts_at: str | None = strawberry.field(description=f"When it begins, {_LOCAL}.")
    starts_at_fold: Fold | None = strawberry.field(description="Which, where that time comes twice; else null.")
    ends_at_fold: Fold | None = strawberry.field(description="Which, where that time comes twice; else null.")
    ends_at: str | None = strawberry.field(description=f"When it is over, {_LOCAL}; of whole days its last one.")
    door_at: str | None = strawberry.field(description=f"When the doors open, {_LOCAL}.")
    rsvp_opens_at: str | None = strawberry.field(description=f"From when on answers are taken, {_LOCAL}.")
    rsvp_closes_at: str | None = strawberry.field(description=f"Until when answers are taken, {_LOCAL}.")
    time_zone: str = strawberry.field(description="IANA name.")
    all_day: bool = strawberry.field(description="Whether it takes whole days.")
    campus: strawberry.ID | None = strawberry.field(description="Id of the campus it belongs to.")
    place: strawberry.ID | None = strawberry.field(description="Id of the venue.")
    room: str | None = strawberry.field(description="The room in it.")
    location_text: str | None = strawberry.field(description="Where it is, in words.")
    attendance_mode: AttendanceMode = strawberry.field(description="On the spot, by video, or both.")
    online_url: str | None = strawberry.field(description="Where to join by video.")
    online_for: OnlineAudience = strawberry.field(description="Who is told where to join.")
    access_notes: str = strawberry.field(description="What helps people with disabilities to take part.")
    co_hosts: list[str] = strawberry.field(description="Slugs of organizations that hold it too.")
    possible_hosts: list[PossibleHost] = strawberry.field(description="Those that you may name as co-hosts.")
    contact: str | None = strawberry.field(description="Whom to ask.")
    price_note: str | None = strawberry.field(description="What it costs.")
    url: str | None = strawberry.field(description="A page elsewhere.")
    capacity: int | None = strawberry.field(description="Places there are.")
    takes_rsvp: bool = strawberry.field(description="Whether people can say here that they come.")
    waitlist_by_hand: bool = strawberry.field(description="Whether you choose who gets a free place.")
    typed: TypedForm | None = strawberry.field(description="What you typed last and didn't finish; only you see it.")
    typed_at: datetime | None = strawberry.field(description="When that was kept, in UTC.")

    @strawberry.field(
        description="How many people answered to dates to come, and are mailed when it is cancelled, put off or moved."
    )
    async def told_count(self, info: Info) -> int:
        return await to_be_told(info.context.database, event_id=self.key, now=info.context.now)

    @strawberry.field(description="Campuses to choose from, with their time zones and places.")
    async def campuses(self, info: Info) -> list[Campus]:
        return [as_campus(row) for row in await campuses(info.context.database)]


_AS_THEY_ARE = (
    "publication", "status", "name", "summary", "description", "kind", "time_zone", "all_day", "room", "location_text",
    "attendance_mode", "online_url", "online_for", "access_notes", "contact", "price_note", "url", "capacity",
    "takes_rsvp", "waitlist_by_hand",
)  # fmt: skip


def as_form(hand: InHand, *, new: bool = False) -> EventForm:
    event, review = hand.event, hand.review
    moments: dict[str, Any] = {
        name: None if new else typed_moment(event, name)
        for name in ("starts_at", "ends_at", "door_at", "rsvp_opens_at", "rsvp_closes_at")
    }
    waits = review is not None and review.sent_back_at is not None
    facts: dict[str, Any] = {name: getattr(event, name) for name in _AS_THEY_ARE}
    return EventForm(
        **facts,
        **moments,
        starts_at_fold=None if new else typed_local(event.starts_at, ZoneInfo(event.time_zone)).fold,
        ends_at_fold=None if new else typed_local(event.ends_at, ZoneInfo(event.time_zone)).fold,
        key=event.id,
        slug="" if new else event.slug,
        version=version_of(event),
        organization=hand.organization.slug,
        organization_name=hand.organization.name,
        reviewed=hand.reviewed,
        may_be_discarded=not new
        and event.publication is not Publication.PUBLISHED
        and event.published_at is None
        and event.import_hash is None,
        is_recurring=bool(event.rrule or event.rdates),
        sent_back_for=review.reason if waits and review is not None else None,
        tags=list(hand.tags),
        audience=[Affiliation(name) for name in event.audience.split(",") if name],
        majors=[line for line in event.majors.split("\n") if line],
        languages=[language_name(tag) for tag in event.languages.split(",") if tag],
        campus=strawberry.ID(global_id("campus", event.campus_id)) if event.campus_id else None,
        place=strawberry.ID(global_id("place", event.place_id)) if event.place_id else None,
        co_hosts=list(hand.co_hosts),
        possible_hosts=[PossibleHost(slug=row.slug, name=row.name) for row in hand.may_host],
        typed=TypedForm(hand.typed) if hand.typed is not None else None,
        typed_at=hand.typed_at,
    )
