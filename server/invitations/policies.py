"""Who may give and take which roles: pure predicates, no database.

- An organization's officers invite to all its roles, change them and take them away; its organizers invite members;
  its recruiters and members nobody.
- An event is staffed by the officers of the organization that hosts it, door volunteers also by its organizers and by
  the event's own hosts.
- A booth is staffed by the officers of the organization that stands there, and by whoever may invite door volunteers
  to its event: the fair's host. Its organization's recruiters and officers put people of the organization there.
- A campus's administrators may do all of this on their campus, and appoint further administrators.
- Anyone may leave; but the last officer of an organization and the last administrator of a campus only after another.
- Nobody is given a role without saying yes: roles begin with an invitation that was accepted, and only what somebody
  is in an organization already can be changed. Its booths are part of that: whoever stands there may leave.
"""

from dataclasses import dataclass
from uuid import UUID

from server.events.staff import StaffRole
from server.invitations.models import InvitedTo
from server.organizations.models import Role

RANK = {role: rank for rank, role in enumerate((Role.MEMBER, Role.RECRUITER, Role.ORGANIZER, Role.OFFICER))}
"""An invitation to a lower role than one's own changes nothing."""
STAFF_RANK = {StaffRole.DOOR: 0, StaffRole.HOST: 1}


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is in one organization, at one event or booth, or on one campus."""

    person_id: UUID
    role: Role | None = None
    """In the organization; of an event or booth, in the one that hosts the event."""
    exhibits: Role | None = None
    """In the organization at the booth."""
    staff: StaffRole | None = None
    """At the event."""
    stands: bool = False
    """Whether they staff the booth."""
    administers: bool = False
    """The campus of it."""


def may_see_members(standing: Standing) -> bool:
    """Those who belong to an organization see each other, and its campus's administrators see them."""
    return standing.role is not None or standing.administers


def may_change_members(standing: Standing) -> bool:
    return standing.role is Role.OFFICER or standing.administers


def roles_to_give(standing: Standing) -> tuple[Role, ...]:
    """To which roles of the organization they may invite, the lowest first."""
    if may_change_members(standing):
        return tuple(RANK)
    return (Role.MEMBER,) if standing.role is Role.ORGANIZER else ()


def may_see_staff(standing: Standing) -> bool:
    """Those who work at an event see each other, and so do those who may staff it."""
    return standing.staff is not None or bool(staff_roles_to_give(standing))


def staff_roles_to_give(standing: Standing) -> tuple[StaffRole, ...]:
    """To which roles at the event they may invite, and whose holders they may dismiss."""
    if standing.role is Role.OFFICER or standing.administers:
        return (StaffRole.DOOR, StaffRole.HOST)
    return (StaffRole.DOOR,) if standing.role is Role.ORGANIZER or standing.staff is StaffRole.HOST else ()


def may_staff_booth(standing: Standing) -> bool:
    return standing.exhibits is Role.OFFICER or bool(staff_roles_to_give(standing))


def may_name_booth_staff(standing: Standing) -> bool:
    """Whether they put people of the organization at its booth; taking them away is for whoever staffs it."""
    return standing.exhibits in (Role.RECRUITER, Role.OFFICER)


def may_see_booth_staff(standing: Standing) -> bool:
    """Those who stand at a booth see each other, and so do those of its organization and who may staff it."""
    return standing.stands or standing.exhibits is not None or may_staff_booth(standing)


def may_appoint_administrators(standing: Standing) -> bool:
    return standing.administers


def may_invite(standing: Standing, to: InvitedTo, role: Role | None, staff_role: StaffRole | None) -> bool:
    """Whether they may let others take up that role: `role` in an organization, `staff_role` at an event."""
    match to:
        case InvitedTo.ORGANIZATION:
            return role in roles_to_give(standing)
        case InvitedTo.EVENT:
            return staff_role in staff_roles_to_give(standing)
        case InvitedTo.BOOTH:
            return may_staff_booth(standing)
        case InvitedTo.CAMPUS:
            return may_appoint_administrators(standing)


def may_invite_anybody(standing: Standing, to: InvitedTo) -> bool:
    """Whether there is a role to which they may invite."""
    roles, staff_roles = roles_to_give(standing), staff_roles_to_give(standing)
    return may_invite(standing, to, next(iter(roles), None), next(iter(staff_roles), None))


def may_dismiss(standing: Standing, to: InvitedTo, staff_role: StaffRole | None) -> bool:
    """Whether they may end somebody else's role there; their own they always may."""
    if to is InvitedTo.ORGANIZATION:
        return may_change_members(standing)
    return may_invite(standing, to, None, staff_role)
