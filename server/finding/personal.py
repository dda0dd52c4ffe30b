"""Lists of events that depend on who looks."""

from typing import TypedDict
from uuid import UUID

from sqlalchemy import bindparam, exists, select

from server.actor import Actor, Scope, require_member
from server.attendance.eligible import open_to
from server.db import Database, Key
from server.events.attendance import Attendance
from server.events.models import Event, Occurrence
from server.events.narrowing import Few, Narrowing
from server.finding.contacts_going import going
from server.following.models import FollowedOrganization
from server.following.queries import followed_organizations

_o = Occurrence.__table__
_viewer = bindparam("viewer", type_=Key())
_groups = (
    select(FollowedOrganization.organization_id).where(FollowedOrganization.person_id == _viewer).subquery("groups")
)
_theirs = going(Attendance.listed_at, Attendance.occurrence_id).distinct().subquery("theirs")

FOLLOWED = Narrowing(
    "followed",
    exists().where(
        FollowedOrganization.organization_id == _o.c.organization_id, FollowedOrganization.person_id == _viewer
    ),
    Few(_groups.outerjoin(_o, _o.c.organization_id == _groups.c.organization_id), _o.c.starts_at, _o.c.id),
)
"""From groups that the viewer follows."""
CONTACTS_GOING = Narrowing(
    "contacts_going",
    _o.c.id.in_(going(Attendance.occurrence_id)),
    Few(_theirs, _theirs.c.listed_at, _theirs.c.occurrence_id),
)
"""To which contacts of the viewer go who let them know."""
OPEN_TO_ME = Narrowing(
    "open_to_me",
    # A list joins `event` too, which this is not about.
    exists().where(Event.id == _o.c.event_id, open_to(_viewer)).correlate(_o),
)
"""To which the viewer may say that they come, as far as it is about who they are."""


def narrowings(actor: Actor, *, followed: bool, contacts_going: bool, open_to_me: bool) -> tuple[Narrowing, ...]:
    """Those that are asked for, for server.events.days.days.

    Raises SignInRequired where there are any and nobody is signed in, ScopeMissing for a program without READ_EVENTS,
    and for one that asks for contacts without CONTACTS.
    """
    if followed or contacts_going or open_to_me:
        require_member(actor, Scope.READ_EVENTS)
    if contacts_going:
        require_member(actor, Scope.CONTACTS)
    asked = {FOLLOWED: followed, CONTACTS_GOING: contacts_going, OPEN_TO_ME: open_to_me}
    return tuple(narrowing for narrowing, wanted in asked.items() if wanted)


class Personal(TypedDict):
    """What server.events.queries.events takes for it."""

    narrowings: tuple[Narrowing, ...]
    of: list[UUID] | None


async def personal(
    database: Database, *, actor: Actor, followed: bool, contacts_going: bool, open_to_me: bool
) -> Personal:
    """As `narrowings`, for a list, which reads a branch for each group that is followed: many events are of few groups,
    and a list that began with these would read all of them. One statement where `followed` is asked for, else none."""
    found = narrowings(actor, followed=followed, contacts_going=contacts_going, open_to_me=open_to_me)
    of = await followed_organizations(database, actor=actor) if followed else None
    return Personal(narrowings=tuple(one for one in found if one is not FOLLOWED), of=of)
