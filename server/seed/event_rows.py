"""Events of the demo campus with agenda, booths, staff and answers."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.attendance import Attendance, AttendanceStatus
from server.events.booths import Booth, BoothStaff
from server.events.materialise import materialise_many
from server.events.models import Event, EventOverride, EventStatus, EventTag, Publication
from server.events.reviews import EventReview
from server.events.staff import EventStaff
from server.keys import derived_key, instance_key
from server.seed.dates import day_zero, duration, local, span
from server.seed.files import CampusFiles, EventEntry

_POSTED = timedelta(days=40)
_CHANGED = timedelta(days=2)

Rows = dict[type[Any], list[dict[str, Any]]]


async def write(session: AsyncSession, files: CampusFiles, *, now: datetime) -> None:
    """All of them, posted forty days before `now`; what was changed or cancelled was so two days before."""
    rows: Rows = {
        table: []
        for table in (
            Event,
            EventTag,
            EventOverride,
            AgendaItem,
            AgendaSpeaker,
            Booth,
            BoothStaff,
            EventStaff,
            Attendance,
            EventReview,
        )
    }
    for key, entry in files.events.items():
        _Telling(files, key, entry, now).add_to(rows)
    for table, lines in rows.items():
        await session.execute(insert(table.__table__), lines)
    ids = [line["id"] for line in rows[Event]]
    events = await session.scalars(select(Event).where(Event.id.in_(ids)))
    await materialise_many(session, events.all(), now=now)


def event_zone(files: CampusFiles, entry: EventEntry) -> ZoneInfo:
    """The zone that an event is told in: its own, or its campus's."""
    return ZoneInfo(entry.time_zone or files.campuses[entry.campus or next(iter(files.campuses))].time_zone)


def event_span(files: CampusFiles, entry: EventEntry, now: datetime) -> tuple[datetime, datetime]:
    """Start and exclusive end of a single event or of a series' first instance, aware UTC."""
    return span(entry.when, zero=zero(files, now), zone=event_zone(files, entry), now=now, all_day=entry.all_day)


def zero(files: CampusFiles, now: datetime) -> date:
    """Day 0 of all relative dates, told in the zone of the first campus."""
    return day_zero(now, ZoneInfo(next(iter(files.campuses.values())).time_zone))


class _Telling:
    """One entry on its way into rows."""

    def __init__(self, files: CampusFiles, key: str, entry: EventEntry, now: datetime) -> None:
        self.files = files
        self.entry = entry
        self.key = key
        self.id = derived_key("event", key)
        self.zone = event_zone(files, entry)
        self.starts_at, self.ends_at = event_span(files, entry, now)
        self.now = now
        self.changed = entry.status is not EventStatus.SCHEDULED

    def add_to(self, rows: Rows) -> None:
        rows[Event].append(self._event())
        rows[EventTag] += [{"event_id": self.id, "tag": tag} for tag in self.entry.tags]
        rows[EventOverride] += self._overrides()
        rows[Booth] += self._booths()
        rows[BoothStaff] += [
            {"booth_id": derived_key("booth", self.key, booth.label), "person_id": derived_key("person", person)}
            for booth in self.entry.booths
            for person in booth.staff
        ]
        rows[EventStaff] += [
            {"event_id": self.id, "person_id": derived_key("person", person), "role": role}
            for person, role in self.entry.staff.items()
        ]
        rows[Attendance] += self._answers()
        rows[EventReview] += self._reviews()
        for number, talk in enumerate(self.entry.agenda):
            id_ = derived_key("agenda_item", self.key, str(number))
            starts_at = local(self._first_day() + timedelta(days=talk.day), talk.at, self.zone)
            rows[AgendaItem].append(
                {
                    "id": id_,
                    "event_id": self.id,
                    "name": talk.name,
                    "description": talk.description,
                    "starts_at": starts_at,
                    "ends_at": starts_at + duration(talk.lasts),
                    "room": talk.room,
                }
            )
            rows[AgendaSpeaker] += [self._speaker(id_, n, who) for n, who in enumerate(talk.speakers)]

    def _event(self) -> dict[str, Any]:
        entry = self.entry
        posted = self.now - _POSTED
        changed = self.now - _CHANGED if self.changed else posted
        return {
            "id": self.id,
            "slug": entry.slug or self.key,
            "uid": f"{self.key}@northgate.example",
            "organization_id": derived_key("organization", entry.organization),
            "campus_id": derived_key("campus", entry.campus) if entry.campus else None,
            "place_id": derived_key("place", entry.place) if entry.place else None,
            "room": entry.room,
            "location_text": None,
            "kind": entry.kind,
            "name": entry.name,
            "summary": entry.summary,
            "description": entry.description,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "time_zone": self.zone.key,
            "all_day": entry.all_day,
            "attendance_mode": entry.attendance_mode,
            "online_url": entry.online_url,
            "url": entry.url,
            "status": entry.status,
            "publication": entry.publication,
            "sequence": int(self.changed),
            "capacity": entry.capacity,
            "rrule": self._rrule(),
            "exdates": ",".join(_stamp(self._instance(n)) for n in sorted(entry.weekly.skip)) if entry.weekly else "",
            "rdates": "",
            "materialised_until": None,
            "cancelled_at": changed if entry.status is EventStatus.CANCELLED else None,
            "cancel_reason": entry.cancel_reason,
            "published_at": posted if entry.publication is Publication.PUBLISHED else None,
            "import_hash": None,
            "created_at": posted,
            "updated_at": changed,
        }

    def _rrule(self) -> str | None:
        if (weekly := self.entry.weekly) is None:
            return None
        day = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[self._first_day().weekday()]
        interval = f";INTERVAL={weekly.every}" if weekly.every > 1 else ""
        return f"FREQ=WEEKLY{interval};BYDAY={day};COUNT={weekly.times}"

    def _overrides(self) -> list[dict[str, Any]]:
        changes = self.entry.weekly.change if self.entry.weekly else {}
        return [self._override(number, changes[number]) for number in sorted(changes)]

    def _override(self, number: int, change: Any) -> dict[str, Any]:
        original = self._instance(number)
        starts_at = local(original.astimezone(self.zone).date(), change.at, self.zone) if change.at else original
        lasts = duration(change.lasts) if change.lasts else self.ends_at - self.starts_at
        moved = bool(change.at or change.lasts)
        return {
            "event_id": self.id,
            "recurrence_id": original,
            "status": change.status,
            "starts_at": starts_at if moved else None,
            "ends_at": starts_at + lasts if moved else None,
            "name": change.name,
            "summary": change.summary,
            "description": None,
            "place_id": None,
            "room": change.room,
            "location_text": None,
            "sequence": 1,
            "import_hash": None,
            "updated_at": self.now - _CHANGED,
        }

    def _booths(self) -> list[dict[str, Any]]:
        return [
            {
                "id": derived_key("booth", self.key, booth.label),
                "event_id": self.id,
                "organization_id": derived_key("organization", booth.organization),
                "label": booth.label,
                "offers": booth.offers,
            }
            for booth in self.entry.booths
        ]

    def _reviews(self) -> list[dict[str, Any]]:
        if self.entry.publication is not Publication.IN_REVIEW:
            return []
        sender = derived_key("person", self.entry.sent_by) if self.entry.sent_by else None
        return [{"event_id": self.id, "sender_id": sender, "sent_at": self.now - _CHANGED}]

    def _answers(self) -> list[dict[str, Any]]:
        said = {
            AttendanceStatus.GOING: self.entry.going,
            AttendanceStatus.INTERESTED: self.entry.interested,
            AttendanceStatus.WAITLISTED: self.entry.waitlisted,
        }
        over = self.ends_at <= self.now and self.entry.weekly is None
        occurrence, starts_at = self._next_occurrence()
        return [
            {
                "occurrence_id": occurrence,
                "person_id": derived_key("person", person),
                "event_id": self.id,
                "status": status,
                "place": number + 1 if status is AttendanceStatus.WAITLISTED else None,
                "seen_by_met": status is AttendanceStatus.GOING,
                "listed_at": starts_at if self.entry.publication is Publication.PUBLISHED else None,
                "checked_in_at": self.starts_at + timedelta(minutes=number)
                if over and status is AttendanceStatus.GOING
                else None,
                # One after the other, so that a waiting list has an order.
                "created_at": self.starts_at - timedelta(days=9) + timedelta(minutes=number)
                if over
                else self.now - timedelta(days=9) + timedelta(minutes=number),
                "updated_at": self.now - timedelta(days=9) + timedelta(minutes=number),
            }
            for status, people in said.items()
            for number, person in enumerate(people)
        ]

    def _next_occurrence(self) -> tuple[UUID, datetime]:
        if (weekly := self.entry.weekly) is None:
            return self.id, self.starts_at
        lasts = self.ends_at - self.starts_at
        kept = (self._instance(n) for n in range(weekly.times) if n not in weekly.skip)
        following = next(start for start in kept if start + lasts > self.now)
        return instance_key(self.id, _stamp(following)), following

    def _instance(self, number: int) -> datetime:
        """When the rule says that an instance starts: the same local time, aware UTC."""
        assert self.entry.weekly is not None
        first = self.starts_at.astimezone(self.zone).replace(tzinfo=None)
        there = first + timedelta(weeks=number * self.entry.weekly.every)
        return there.replace(tzinfo=self.zone).astimezone(UTC)

    def _speaker(self, item: UUID, position: int, who: str) -> dict[str, Any]:
        person = self.files.people.get(who)
        return {
            "agenda_item_id": item,
            "position": position,
            "person_id": derived_key("person", who) if person else None,
            "name": (person.name or f"{person.given_name} {person.family_name}") if person else who,
        }

    def _first_day(self) -> date:
        return self.starts_at.astimezone(self.zone).date()


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%SZ")
