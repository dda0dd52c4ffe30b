"""The colour of each kind of event: the names of CSS 3 that are nearest to those of the pages (RFC 7986 §5.9)."""

from server.events.models import EventKind

COLORS = {
    EventKind.FAIR: "orangered",
    EventKind.PANEL: "royalblue",
    EventKind.LECTURE: "darkmagenta",
    EventKind.CONFERENCE: "darkslategray",
    EventKind.WORKSHOP: "olivedrab",
    EventKind.MIXER: "crimson",
    EventKind.MEETUP: "seagreen",
    EventKind.INFO_SESSION: "steelblue",
}
