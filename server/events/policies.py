"""Who may see what of an event."""

from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, or_

from server.actor import Actor, Scope, member_with
from server.campuses.models import CampusAdministrator
from server.db import Key
from server.events.models import Event, Publication
from server.organizations.models import Membership, Organization, Role

_of = Organization.__table__.alias("posted_for")

POSTING = (Role.ORGANIZER, Role.OFFICER)
"""The roles that post an organization's events, and so see them before anybody else."""


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition under which `actor` may see an event: published, or of an organization they post for.

    It names the viewer by the parameter `viewer`; give `viewer(actor)` with the statement. Public lists don't
    ask it: they hold listed occurrences only, whoever looks.
    """
    return visible(signed_in=is_signed_in(actor))


def visible(*, signed_in: bool) -> ColumnElement[bool]:
    """`visible_to` any signed-in person, or nobody: the statement is the same, so it can be kept."""
    published = Event.publication == Publication.PUBLISHED
    if not signed_in:
        return published
    return or_(published, posts(bindparam("viewer", type_=Key())))


def posts(person_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether this person posts for the event's organization, or looks after the campus that the event is on."""
    return or_(posts_for(Event.organization_id, person_id), administers(Event.campus_id, person_id))


def posts_for(organization_id: Any, person_id: Any) -> ColumnElement[bool]:
    """Whether this person posts for that organization: in one of its roles, or looking after its campus."""
    belongs = exists().where(
        Membership.organization_id == organization_id,
        Membership.person_id == person_id,
        Membership.role.in_(POSTING),
    )
    return or_(belongs, looks_after(organization_id, person_id))


def administers(campus_id: Any, person_id: Any) -> ColumnElement[bool]:
    """Whether this person looks after that campus."""
    return exists().where(CampusAdministrator.campus_id == campus_id, CampusAdministrator.person_id == person_id)


def looks_after(organization_id: Any, person_id: Any) -> ColumnElement[bool]:
    """Whether this person administers the campus that the organization is at home on."""
    return exists().where(
        _of.c.id == organization_id,
        CampusAdministrator.campus_id == _of.c.campus_id,
        CampusAdministrator.person_id == person_id,
    )


def viewer(actor: Actor) -> dict[str, Any]:
    """The value for the parameter of `visible_to`."""
    member = member_with(actor, Scope.READ_EVENTS)
    return {"viewer": member.person_id} if member is not None else {}


def is_signed_in(actor: Actor) -> bool:
    """Whether `actor` sees of events what signed-in people see. A program needs READ_EVENTS for it."""
    return member_with(actor, Scope.READ_EVENTS) is not None
