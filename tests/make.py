"""Things for one test, beside the campus of fixtures/campus: what isn't said is believable."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from conftest import NOW
from sqlalchemy.ext.asyncio import AsyncSession

from server.events.materialise import materialise
from server.events.models import AttendanceMode, Event, EventKind, EventOverride, EventTag, Publication
from server.keys import derived_key, new_key
from server.organizations.models import Organization, OrganizationKind

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


async def event(
    session: AsyncSession,
    *,
    starts_at: datetime = NOW + DAY,
    lasts: timedelta = HOUR,
    tags: Iterable[str] = (),
    overrides: Iterable[dict[str, Any]] = (),
    now: datetime = NOW,
    **facts: Any,
) -> Event:
    """A published lecture of the Robotics Club in Boston, listed and searchable. `facts` are columns of `event`."""
    key = facts.pop("id", None) or new_key()
    made = Event(
        **{
            "id": key,
            "slug": f"lecture-{key.hex}",
            "uid": f"{key.hex}@make.example",
            "organization_id": derived_key("organization", "robotics-club"),
            "campus_id": derived_key("campus", "boston"),
            "kind": EventKind.LECTURE,
            "name": "A lecture",
            "starts_at": starts_at,
            "ends_at": starts_at + lasts,
            "time_zone": "America/New_York",
            "attendance_mode": AttendanceMode.IN_PERSON,
            "publication": Publication.PUBLISHED,
            "created_at": NOW,
            "updated_at": NOW,
            **facts,
        }
    )
    session.add(made)
    await session.flush()
    session.add_all(EventTag(event_id=key, tag=tag) for tag in tags)
    session.add_all(EventOverride(**{"event_id": key, "updated_at": NOW, **override}) for override in overrides)
    await materialise(session, made, now=now)
    return made


async def organization(session: AsyncSession, name: str, **facts: Any) -> Organization:
    """A student group of nowhere. `facts` are columns of `organization`."""
    key = facts.pop("id", None) or new_key()
    made = Organization(
        **{
            "id": key,
            "slug": f"group-{key.hex}",
            "name": name,
            "kind": OrganizationKind.STUDENT_GROUP,
            "created_at": NOW,
            "updated_at": NOW,
            **facts,
        }
    )
    session.add(made)
    await session.flush()
    return made
