"""The words for what an event is, in GraphQL."""

from schema.enums import described
from server.events.filter import EventOrder
from server.events.models import AttendanceMode, EventKind, EventStatus, Publication

described(
    EventKind,
    "What happens there.",
    PANEL="Several people talk with each other and with the room.",
    FAIR="Many organizations, each at a booth of its own.",
    MEETUP="People with a common interest come together.",
    LECTURE="One person speaks.",
    CONFERENCE="Many talks over a day or more.",
    INFO_SESSION="An employer or office presents itself.",
    WORKSHOP="Everybody does something with their hands or heads.",
    MIXER="An evening to meet people.",
)
described(
    AttendanceMode,
    "Where one can take part (schema.org eventAttendanceMode).",
    IN_PERSON="On the spot only.",
    ONLINE="By video only.",
    MIXED="Both ways.",
)
described(
    EventStatus,
    "Whether it takes place as announced (schema.org eventStatus).",
    SCHEDULED="As announced.",
    RESCHEDULED="At another time than first announced.",
    POSTPONED="Put off, without a new time yet.",
    CANCELLED="It does not take place.",
)
described(
    Publication,
    "Who sees an event.",
    DRAFT="Only those who post for its host.",
    IN_REVIEW="They and who reviews it.",
    PUBLISHED="Everybody.",
)
described(
    EventOrder,
    "How a list of events is ordered.",
    STARTS_AT_ASC="The earliest start first.",
    STARTS_AT_DESC="The latest start first.",
)
