"""The words of importing, described."""

from schema.enums import described
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
