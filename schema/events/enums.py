"""The words for what an event is, in GraphQL."""

from schema.enums import described
from server.events.filter import EventOrder
from server.events.models import AttendanceMode, EventKind, EventStatus, OnlineAudience, Publication
from server.events.repetition import Repeats, Weekday
from server.local_time import Fold

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
    OnlineAudience,
    "Who is told where to join by video.",
    MEMBERS="Everybody who is signed in.",
    GOING="Those who said that they come, and those who post for its host.",
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
described(
    Repeats,
    "How often an event takes place.",
    NEVER="Once.",
    DAILY="Every so many days.",
    WEEKLY="Every so many weeks, on one or several of its days.",
    MONTHLY_ON_DATE="Every so many months on the same date; months without that date are left out.",
    MONTHLY_ON_WEEKDAY="Every so many months on the same weekday, such as the second Tuesday.",
    MONTHLY_ON_LAST_WEEKDAY="Every so many months on the last such weekday.",
)
described(
    Weekday,
    "A day of the week, as RFC 5545 writes it.",
    MO="Monday.",
    TU="Tuesday.",
    WE="Wednesday.",
    TH="Thursday.",
    FR="Friday.",
    SA="Saturday.",
    SU="Sunday.",
)
described(
    Fold,
    "Which of two equal local times is meant, on a day when clocks are put back.",
    FIRST="The earlier one.",
    SECOND="The later one.",
)
