"""Every table of Hallway: importing this module fills `metadata`."""

from server.attendance import models as attendance_models
from server.audit import models as audit
from server.badges import booth_codes
from server.badges import models as badges
from server.campuses import models as campuses
from server.contacts import models as contacts
from server.contacts import notes, organizations_met, reported
from server.db import Base
from server.doors import models as doors
from server.events import (
    agenda,
    attendance,
    booths,
    calendar_text,
    catalogue,
    history,
    host_asks,
    index_campus,
    reviews,
    speaker_asks,
    speaker_letters,
    staff,
    typed_drafts,
)
from server.events import models as events
from server.feeds import models as feeds
from server.finding import models as finding
from server.following import models as following
from server.imports import models as imports
from server.invitations import models as invitations
from server.leads import models as leads
from server.mail import models as mail
from server.my_data import models as my_data
from server.organizations import models as organizations
from server.organizations import opportunities, provider_roles
from server.people import identities, passkeys
from server.people import models as people
from server.printing import models as printing
from server.rosters import models as rosters

__all__ = [
    "agenda",
    "attendance",
    "attendance_models",
    "audit",
    "badges",
    "booth_codes",
    "booths",
    "calendar_text",
    "campuses",
    "catalogue",
    "contacts",
    "doors",
    "events",
    "feeds",
    "finding",
    "following",
    "history",
    "host_asks",
    "identities",
    "imports",
    "index_campus",
    "invitations",
    "leads",
    "mail",
    "metadata",
    "my_data",
    "notes",
    "opportunities",
    "organizations",
    "organizations_met",
    "passkeys",
    "people",
    "printing",
    "provider_roles",
    "reported",
    "reviews",
    "rosters",
    "speaker_asks",
    "speaker_letters",
    "staff",
    "typed_drafts",
]

metadata = Base.metadata
