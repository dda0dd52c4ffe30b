"""Which column of a table is what: guessed from its heading, said by the organizer."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from server.words import fold


class TableField(StrEnum):
    """What a column of a table can hold."""

    NAME = "NAME"
    START = "START"
    START_TIME = "START_TIME"
    END = "END"
    END_TIME = "END_TIME"
    DESCRIPTION = "DESCRIPTION"
    PLACE = "PLACE"
    LINK = "LINK"
    ONLINE = "ONLINE"
    TAGS = "TAGS"
    UID = "UID"


REQUIRED = (TableField.NAME, TableField.START)

_HEADINGS: Mapping[TableField, tuple[str, ...]] = {
    TableField.NAME: ("name", "title", "subject", "event", "event name", "event title", "summary", "what", "titel"),
    TableField.START: (
        "start",
        "start date",
        "date",
        "day",
        "starts",
        "begin",
        "starts at",
        "when",
        "event date",
        "datum",
    ),
    TableField.START_TIME: ("start time", "time", "hour", "from", "begin time", "uhrzeit"),
    TableField.END: ("end", "end date", "ends", "ends at", "finish", "ende"),
    TableField.END_TIME: ("end time", "until", "to", "finish time"),
    TableField.DESCRIPTION: ("description", "details", "about", "notes", "body", "beschreibung"),
    TableField.PLACE: ("location", "place", "venue", "where", "room", "address", "ort"),
    TableField.LINK: ("url", "link", "website", "web", "page"),
    TableField.ONLINE: ("online", "video", "meeting link", "zoom", "online url", "stream"),
    TableField.TAGS: ("tags", "categories", "category", "keywords", "type"),
    TableField.UID: ("uid", "id", "event id", "identifier"),
}


def guessed(headings: Sequence[str]) -> dict[TableField, str]:
    """The column for each field whose heading says so; none is given to two fields."""
    plain = {fold(heading).replace("_", " ").strip(): heading for heading in reversed(headings)}
    return {
        field: next(plain[word] for word in words if word in plain)
        for field, words in _HEADINGS.items()
        if any(word in plain for word in words)
    }
