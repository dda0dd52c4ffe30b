"""The words for roles and invitations, in GraphQL."""

from schema.enums import described
from server.events.staff import StaffRole
from server.invitations.errors import WhyOver
from server.invitations.models import InvitedTo
from server.invitations.offer import OfferState
from server.organizations.models import Role

described(
    Role,
    "What somebody is in an organization.",
    MEMBER="Belongs to it, and sees who else does.",
    RECRUITER="Captures leads for it.",
    ORGANIZER="Posts its events, and invites members and door volunteers.",
    OFFICER="All of it: posts events, gives and takes every role.",
)
described(
    StaffRole,
    "What somebody does at one event.",
    DOOR="Checks people in at the door.",
    HOST="Runs it on the spot, and finds people for the door and the booths.",
)
described(
    InvitedTo,
    "What a role is in.",
    ORGANIZATION="An organization; see `role`.",
    EVENT="One event; see `staffRole`.",
    BOOTH="One booth of a fair, to stand at it.",
    CAMPUS="A campus, to look after it.",
)
described(
    WhyOver,
    "Why an invitation no longer works.",
    EXPIRED="Its time is over.",
    WITHDRAWN="It was withdrawn, or whoever made it may no longer invite.",
    USED_UP="As many as may have accepted it.",
)
described(
    OfferState,
    "How an invitation stands, to you.",
    OPEN="It can be accepted, by whoever is signed in or signs in.",
    ACCEPTED="You have accepted it.",
    FOR_ANOTHER="It is for an e-mail address that is not your account's.",
    EXPIRED="Its time is over.",
    WITHDRAWN="It was withdrawn, or whoever made it may no longer invite.",
    USED_UP="As many as may have accepted it, and you are not among them.",
)
