"""The GraphQL schema, put together from the capabilities. Nothing else happens here."""

from typing import Annotated

import strawberry
from strawberry.schema.config import StrawberryConfig

from schema.attendance.attendees import AttendeeQuery
from schema.attendance.organize import OrganizeMutation
from schema.attendance.questions import QuestionMutation
from schema.attendance.rsvp import RsvpMutation
from schema.badges.answer import AnswerMutation
from schema.badges.at_desk import DeskMutation
from schema.badges.batch import ENCOUNTER_BATCH, EncounterBatch
from schema.badges.booth import BoothCodeQuery
from schema.badges.fresh import FreshBadgeMutation
from schema.badges.guests import GuestMutation
from schema.badges.jobs import ScanJobQuery
from schema.badges.of_event import EventBadgeQuery
from schema.badges.photo import PhotoMutation
from schema.badges.queries import BadgeQuery
from schema.badges.record import RecordMutation
from schema.badges.scan import ScanMutation
from schema.badges.show import ShowBadgeMutation
from schema.campuses.add import AddPlaceMutation, CampusInHandQuery
from schema.campuses.queries import CampusQuery
from schema.campuses.rename import RenameCampusMutation
from schema.contacts.block import BlockMutation
from schema.contacts.employer_choice import EmployerChoiceMutation
from schema.contacts.note_batch import NOTE_BATCH, NoteBatch
from schema.contacts.organizations import ForgetOrganizationMutation
from schema.contacts.report import ReportMutation, ReportQuery
from schema.contacts.reports import CampusReportsQuery, CloseReportMutation
from schema.contacts.undo import UndoMutation
from schema.contacts.watch import ScanSubscription
from schema.contacts.withdraw import WithdrawMutation
from schema.contacts.write_notes import NoteMutation
from schema.context import Info
from schema.doors import jobs as door_jobs  # noqa: F401  # adds doors to them
from schema.doors.batch import CHECK_IN_BATCH, CheckInBatch, RecordCheckInsMutation
from schema.doors.change_stations import StationMutation
from schema.doors.check_in import CheckInMutation
from schema.doors.counts import DoorCountsSubscription
from schema.doors.door import DoorStationQuery
from schema.doors.event_doors import EventDoorsQuery
from schema.doors.link import StationLinkMutation, StationLinkQuery
from schema.doors.photo import CheckInByPhotoMutation
from schema.doors.self_check_in import SelfCheckInMutation, SelfCheckInQuery
from schema.doors.walk_in import WalkInMutation
from schema.errors import exception_handlers
from schema.events.call_off import CallOffMutation
from schema.events.change import ChangeEventMutation
from schema.events.change_agenda import AgendaMutation, AgendaQuery
from schema.events.change_picture import EventPictureMutation
from schema.events.change_series import ChangeSeriesMutation
from schema.events.co_hosts import CoHostMutation
from schema.events.create import CreateEventMutation
from schema.events.days import EventDayQuery
from schema.events.event_hosts import EventHostQuery
from schema.events.history import EventHistoryQuery
from schema.events.in_hand import InHandQuery
from schema.events.never_ask import NeverAskMutation, SpeakerLetterQuery
from schema.events.publish import PublishEventMutation
from schema.events.queries import EventQuery
from schema.events.review import ReviewMutation
from schema.events.review_queue import ChangePostingMutation, ReviewQueueQuery
from schema.events.series import SeriesQuery
from schema.events.speaking import SpeakingMutation
from schema.events.typed_draft import TypedDraftMutation
from schema.execution import limits, subscriptions
from schema.execution.engine import Schema
from schema.feeds.address import CalendarAddressQuery
from schema.feeds.queries import FeedQuery
from schema.feeds.subscribe import SubscribeMutation
from schema.finding.save_filter import SaveFilterMutation
from schema.finding.saved_filters import SavedFilterQuery
from schema.following.follow import FollowMutation
from schema.imports.bring_in import ImportEventsMutation
from schema.imports.follow import ImportSourceMutation
from schema.imports.held import HeldEventMutation
from schema.imports.preview import PreviewImportMutation
from schema.imports.queries import ImportQuery
from schema.imports.table import MapImportColumnsMutation
from schema.invitations.accept import AcceptMutation
from schema.invitations.change import RoleMutation
from schema.invitations.invite import InviteMutation
from schema.invitations.name import NameMutation
from schema.invitations.queries import InvitationQuery
from schema.leads import jobs as lead_jobs  # noqa: F401  # adds booths to them
from schema.leads.batch import LEAD_ENTRY_BATCH, LeadEntryBatch
from schema.leads.code import BoothCodeMutation
from schema.leads.event_booths import EventBoothsQuery
from schema.leads.give_booth import GiveBoothMutation
from schema.leads.give_booths import GiveBoothsMutation
from schema.leads.queries import LeadQuery, LeadSubscription
from schema.leads.questions import LeadQuestionMutation
from schema.leads.record import LeadEntryMutation
from schema.leads.scan import LeadScanMutation
from schema.leads.write import WriteAboutLeadMutation
from schema.mail.queries import MailQuery
from schema.my_data.campus_activity import CampusActivityQuery
from schema.my_data.claim_guest import ClaimMutation
from schema.my_data.erase import EraseMutation
from schema.my_data.retention import RetentionMutation, RetentionQuery
from schema.nodes import Node, fetch_node
from schema.organizations.opportunities import OpportunityMutation
from schema.organizations.queries import OrganizationQuery
from schema.organizations.rename import RenameOrganizationMutation
from schema.people.add_passkey import AddPasskeyMutation
from schema.people.api_tokens import ApiTokenMutation
from schema.people.card_file import CardFileMutation
from schema.people.change_card import ChangeCardMutation
from schema.people.passkeys import PasskeyMutation
from schema.people.queries import PeopleQuery
from schema.people.sessions import SessionMutation
from schema.people.sign_in import SignInMutation
from schema.people.sign_in_by_email import EmailSignInMutation
from schema.people.sign_in_by_provider import ProviderSignInMutation, ProviderSignInQuery
from schema.people.sign_in_with_passkey import PasskeySignInMutation
from schema.printing.one import PrintOneQuery
from schema.printing.queries import PrintQuery, PrintSubscription
from schema.printing.request import PrintMutation
from schema.rosters.roster import RosterMutation, RosterQuery
from schema.scalars import SCALARS


@strawberry.type(description=f"Everything that can be asked. {limits.DESCRIPTION}")
class Query(
    PeopleQuery,
    AttendeeQuery,
    CampusQuery,
    CampusInHandQuery,
    EventQuery,
    InHandQuery,
    EventHistoryQuery,
    EventHostQuery,
    SpeakerLetterQuery,
    ReviewQueueQuery,
    SeriesQuery,
    AgendaQuery,
    OrganizationQuery,
    BadgeQuery,
    ScanJobQuery,
    FeedQuery,
    CalendarAddressQuery,
    MailQuery,
    InvitationQuery,
    ImportQuery,
    RetentionQuery,
    ReportQuery,
    CampusReportsQuery,
    CampusActivityQuery,
    ProviderSignInQuery,
    SavedFilterQuery,
    EventDayQuery,
    DoorStationQuery,
    EventDoorsQuery,
    StationLinkQuery,
    SelfCheckInQuery,
    PrintQuery,
    PrintOneQuery,
    RosterQuery,
    LeadQuery,
    EventBoothsQuery,
    BoothCodeQuery,
    EventBadgeQuery,
):
    @strawberry.field(description="Whatever has this id, or null when there is no such thing, or none for you.")
    async def node(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="What `id` of anything said.")],
    ) -> Node | None:
        return await fetch_node(info.context, id)


@strawberry.type(description="Everything that can be done. A refusal is a member of the payload's union.")
class Mutation(
    RosterMutation,
    DeskMutation,
    FreshBadgeMutation,
    ShowBadgeMutation,
    ClaimMutation,
    GuestMutation,
    WalkInMutation,
    ChangeSeriesMutation,
    AgendaMutation,
    EventPictureMutation,
    SpeakingMutation,
    NeverAskMutation,
    RsvpMutation,
    QuestionMutation,
    OrganizeMutation,
    ScanMutation,
    RecordMutation,
    CheckInMutation,
    CheckInByPhotoMutation,
    RecordCheckInsMutation,
    NoteMutation,
    UndoMutation,
    StationMutation,
    StationLinkMutation,
    SelfCheckInMutation,
    PhotoMutation,
    SignInMutation,
    EmailSignInMutation,
    ProviderSignInMutation,
    PasskeySignInMutation,
    AddPasskeyMutation,
    PasskeyMutation,
    SessionMutation,
    ApiTokenMutation,
    EraseMutation,
    RetentionMutation,
    RenameOrganizationMutation,
    RenameCampusMutation,
    AddPlaceMutation,
    SubscribeMutation,
    ChangeCardMutation,
    CardFileMutation,
    EmployerChoiceMutation,
    InviteMutation,
    NameMutation,
    PreviewImportMutation,
    ImportEventsMutation,
    ImportSourceMutation,
    HeldEventMutation,
    MapImportColumnsMutation,
    AcceptMutation,
    RoleMutation,
    WithdrawMutation,
    AnswerMutation,
    BlockMutation,
    CreateEventMutation,
    ChangeEventMutation,
    PublishEventMutation,
    CallOffMutation,
    ReviewMutation,
    CoHostMutation,
    ChangePostingMutation,
    TypedDraftMutation,
    FollowMutation,
    SaveFilterMutation,
    ReportMutation,
    CloseReportMutation,
    PrintMutation,
    LeadEntryMutation,
    LeadQuestionMutation,
    LeadScanMutation,
    WriteAboutLeadMutation,
    OpportunityMutation,
    BoothCodeMutation,
    GiveBoothMutation,
    GiveBoothsMutation,
    ForgetOrganizationMutation,
):
    pass


@strawberry.type(description=f"Everything that can be listened to. {subscriptions.DESCRIPTION}")
class Subscription(ScanSubscription, LeadSubscription, DoorCountsSubscription, PrintSubscription):
    pass


def build() -> Schema:
    """A new schema; one a process is enough."""
    return Schema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        exception_handlers=exception_handlers(),
        config=StrawberryConfig(
            scalar_map={
                **SCALARS,
                EncounterBatch: ENCOUNTER_BATCH,
                LeadEntryBatch: LEAD_ENTRY_BATCH,
                CheckInBatch: CHECK_IN_BATCH,
                NoteBatch: NOTE_BATCH,
            }
        ),
    )


schema = build()


def print_sdl() -> str:
    """The text of schema/schema.graphql."""
    return schema.as_str().rstrip("\n") + "\n"
