"""The words of importing, described."""

from schema.enums import described
from server.imports.models import SourceResult, SourceState
from server.imports.said import ImportedField

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
