"""The words of importing, described."""

from schema.enums import described
from server.imports.models import SourceResult, SourceState
from server.imports.said import ImportedField
from server.imports.table_dates import DateOrder
from server.imports.table_fields import TableField

described(
    ImportedField,
    "What of an event is taken from a file together, and stays together where it was changed here.",
    NAME="Its name.",
    SUMMARY="Its summary.",
    DESCRIPTION="Its description.",
    TIME="When it is: start, end, time zone, and how it repeats.",
    PLACE="Where it is.",
    LINK="Its page elsewhere.",
    ONLINE="Where to join by video.",
    KIND="What happens there.",
    TAGS="Its tags.",
    STATUS="Whether it takes place.",
    PUBLICATION="Whether everybody sees it.",
    AGENDA="Its talks and slots.",
    INSTANCES="Single instances of a series.",
)
described(
    SourceState,
    "Whether an address is asked by itself.",
    ACTIVE="It is.",
    PAUSED="Somebody paused it.",
    ASKING="It paused by itself: most of its events are gone, and somebody is to say whether that is meant.",
)
described(
    SourceResult,
    "How it went the last time that an address was asked.",
    CHANGED="Something was new, changed or called off.",
    SAME="Nothing was new.",
    MOST_GONE="More than half of its events to come were gone, so nothing was changed.",
    FAILED="It gave no calendar; nothing was changed.",
)
described(
    DateOrder,
    "How the dates of a table are written.",
    YEAR_FIRST="As 2026-10-05.",
    DAY_FIRST="As 5.10.2026 or 05/10/2026.",
    MONTH_FIRST="As 10/05/2026.",
)
described(
    TableField,
    "What a column of a table can hold.",
    NAME="What the event is called.",
    START="The day on which it begins, or the day and the hour.",
    START_TIME="The hour at which it begins.",
    END="The day on which it ends, or the day and the hour; a day alone is its last.",
    END_TIME="The hour at which it ends.",
    DESCRIPTION="All about it.",
    PLACE="Where it is.",
    LINK="Its page elsewhere.",
    ONLINE="Where to join by video.",
    TAGS="Words by which it is found, with commas between them.",
    UID="By what it is known again, also where its name or time changes.",
)
