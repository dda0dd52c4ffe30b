"""Every table that holds something about a person, named once: what of it they take along, and what goes with them.

tests/my_data/test_holdings.py fails for a column that leads to a person and is not named here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table

from server.attendance.models import EventAdmission, EventAnswer
from server.audit.models import AuditEntry
from server.badges.booth_codes import BoothVisit
from server.badges.models import Badge, Guest
from server.campuses.models import CampusAdministrator
from server.contacts.models import Contact, Encounter
from server.contacts.notes import Note
from server.contacts.organizations_met import OrganizationContact
from server.contacts.reported import Report
from server.doors.models import CheckIn, DoorStaff
from server.events.agenda import AgendaSpeaker
from server.events.attendance import Attendance
from server.events.booths import BoothStaff
from server.events.history import EventChange
from server.events.host_asks import HostAsk
from server.events.reviews import EventReview
from server.events.speaker_asks import SpeakerAsk
from server.events.speaker_letters import SpeakerLetter
from server.events.staff import EventStaff
from server.events.typed_drafts import EventDraft
from server.feeds.models import FeedSubscription
from server.finding.models import SavedFilter
from server.following.models import FollowedCampus, FollowedOrganization, FollowedTag
from server.imports.models import ImportSource
from server.invitations.models import Invitation, InvitationAcceptance
from server.leads.models import LeadEntry
from server.my_data.models import AccountWarning
from server.organizations.models import Membership, TrustedPoster
from server.organizations.provider_roles import ProviderRole
from server.people.identities import ExternalIdentity
from server.people.models import ApiToken, Block, Card, EmployerChoice, Person, Session, SignInCode
from server.people.passkeys import Passkey, PasskeyChallenge, PasskeyHolder
from server.printing.models import PrintJob

PROOF = "It proves who somebody is: of use to nobody but a thief."
NOTES = "Administrators wrote it for each other."
FILE = "A key of the store of files; the file itself is photo.jpg, or resume.pdf."
OTHERS = "Somebody else: encounters-made.json says whom the booth met."
HALF = "Hallway's half of a passkey. Of use only here, to whoever holds the other half."
VOLUNTEER = "Who stood at the door is theirs to tell."
OTHERS_BADGES = "A key of the store of files; the file holds badges of others."
CODE = "The badge's code is derived from it: whoever has it can be the badge."


@dataclass(frozen=True, slots=True)
class Holding:
    """One way from a table to the person whose row it is."""

    table: Table
    of: str
    """The column that says whose row it is."""
    file: str | None
    """What it is named in the export, without `.json`; None where it is not taken along."""
    goes: bool
    """Whether erasure deletes the rows; those that stay are emptied, see server/my_data/erase.py."""
    without: Mapping[str, str] = field(default_factory=dict)
    """Columns that are not taken along, and why."""
    why: str = ""
    """Why the table is not taken along row by row."""

    @property
    def name(self) -> str:
        """`table.column`."""
        return f"{self.table.description}.{self.of}"


def _holding(model: Any, of: str, file: str | None, *, goes: bool, **more: Any) -> Holding:
    return Holding(model.__table__, of, file, goes, **more)


HOLDINGS = (
    _holding(Person, "id", "person", goes=False, without={"photo": FILE, "resume": FILE}),
    _holding(Card, "person_id", "card", goes=False),
    _holding(EmployerChoice, "person_id", "employer-choices", goes=True),
    _holding(Session, "person_id", "sessions", goes=True, without={"token_hash": PROOF}),
    _holding(ApiToken, "person_id", "api-tokens", goes=True, without={"token_hash": PROOF}),
    _holding(FeedSubscription, "person_id", "calendars", goes=True, without={"secret_hash": PROOF}),
    _holding(SignInCode, "person_id", None, goes=True, why="Lives for ten minutes, and proves who somebody is."),
    _holding(Passkey, "person_id", "passkeys", goes=True, without={"credential_id": HALF, "public_key": HALF}),
    _holding(PasskeyHolder, "person_id", None, goes=True, why="A random number that authenticators know them by."),
    _holding(PasskeyChallenge, "person_id", None, goes=True, why="Lives for five minutes, and proves who answers it."),
    _holding(ExternalIdentity, "person_id", "accounts-elsewhere", goes=True),
    _holding(Badge, "person_id", "badges", goes=False, without={"seed": CODE, "token_hash": CODE}),
    _holding(PrintJob, "requested_by_id", "badge-prints-asked-for", goes=False, without={"file_key": OTHERS_BADGES}),
    _holding(Guest, "person_id", "guest", goes=True),
    _holding(Membership, "person_id", "memberships", goes=True),
    _holding(ProviderRole, "person_id", "roles-from-elsewhere", goes=True),
    _holding(CampusAdministrator, "person_id", "campuses-looked-after", goes=True),
    _holding(EventStaff, "person_id", "events-worked-at", goes=True),
    _holding(Invitation, "made_by_id", "invitations-made", goes=True, without={"token_hash": PROOF}),
    _holding(InvitationAcceptance, "person_id", "invitations-accepted", goes=True),
    _holding(BoothStaff, "person_id", "booths-stood-at", goes=True),
    _holding(Attendance, "person_id", "attendances", goes=True),
    _holding(CheckIn, "person_id", "check-ins", goes=True, without={"by_id": VOLUNTEER, "undone_by_id": VOLUNTEER}),
    _holding(CheckIn, "by_id", None, goes=False, why="Whom somebody let in is others' coming."),
    _holding(CheckIn, "undone_by_id", None, goes=False, why="Whose check-in it was is others' coming."),
    _holding(DoorStaff, "person_id", "doors-staffed", goes=True),
    _holding(EventAdmission, "person_id", "events-let-into", goes=True),
    _holding(EventAnswer, "person_id", None, goes=True, why="In answers-to-organizers.json, with the questions."),
    _holding(FollowedOrganization, "person_id", "followed-organizations", goes=True),
    _holding(FollowedCampus, "person_id", "followed-campuses", goes=True),
    _holding(FollowedTag, "person_id", "followed-tags", goes=True),
    _holding(SavedFilter, "person_id", "saved-filters", goes=True),
    _holding(EventDraft, "person_id", "event-drafts", goes=True),
    _holding(EventChange, "actor_id", "event-changes", goes=False),
    _holding(EventReview, "sender_id", None, goes=False, why="event-changes.json says when they sent which event."),
    _holding(TrustedPoster, "person_id", "events-published-unreviewed", goes=True),
    _holding(AgendaSpeaker, "person_id", "talks", goes=False),
    _holding(SpeakerAsk, "person_id", "talks-asked-for", goes=True),
    _holding(SpeakerLetter, "asked_by_id", None, goes=False, why="Whom somebody asked is others' to tell."),
    _holding(HostAsk, "asked_by_id", None, goes=False, why="Between two organizations; event-changes.json says when."),
    _holding(ImportSource, "added_by_id", None, goes=False, why="The organization's address, which may be secret."),
    _holding(Block, "person_id", "blocks", goes=True),
    _holding(Block, "blocked_id", None, goes=True, why="Whoever blocks somebody is promised that nobody is told."),
    _holding(Report, "reporter_id", "reports-made", goes=True, without={"closed_by_id": NOTES, "closing_note": NOTES}),
    _holding(Report, "reported_id", None, goes=True, why="Whoever is reported learns nothing: it would tell who did."),
    _holding(
        Report, "closed_by_id", None, goes=False, why="Administrators' work about others; activity.json says when."
    ),
    _holding(Note, "owner_id", "contact-notes", goes=True),
    _holding(Contact, "owner_id", None, goes=True, why="In contacts.json as living cards, and in contacts.vcf."),
    _holding(Contact, "person_id", None, goes=False, why="Others' address books; encounters-received.json says whose."),
    _holding(Encounter, "scanner_id", None, goes=False, why="In encounters-made.json, with the other's name."),
    _holding(Encounter, "person_id", None, goes=False, why="In encounters-received.json, with the other's name."),
    _holding(OrganizationContact, "owner_id", "organizations-met", goes=True),
    _holding(BoothVisit, "person_id", "booths-visited", goes=True),
    _holding(LeadEntry, "author_id", "lead-entries-written", goes=False, without={"person_id": OTHERS}),
    _holding(LeadEntry, "person_id", None, goes=True, why="What a booth's team thinks, for itself; it goes with them."),
    _holding(AuditEntry, "actor_id", "activity", goes=False),
    _holding(AuditEntry, "subject_id", "activity-by-others", goes=False),
    _holding(AccountWarning, "person_id", "account-warning", goes=True),
)
