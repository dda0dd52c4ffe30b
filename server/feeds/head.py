"""What a calendar says of itself, before its events (RFC 5545 §3.7, RFC 7986 §5)."""

from dataclasses import dataclass

from server.feeds.text import line, words

TAIL = "END:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True)
class Head:
    """No UID, since a reader may take two calendars with one for the same; no METHOD, since nobody is invited."""

    name: str
    description: str = ""
    url: str | None = None
    """The page that shows the same to people."""
    source: str | None = None
    """Where the calendar is fetched. None for a secret address: a copy of the file must not open the next one."""


def written(head: Head | None) -> str:
    """The beginning of a calendar, up to its zones; without a Head that of a file nobody subscribes to."""
    lines = ["BEGIN:VCALENDAR\r\n", "VERSION:2.0\r\n", "PRODID:-//Hallway//Calendar//EN\r\n", "CALSCALE:GREGORIAN\r\n"]
    if head is None:
        return "".join(lines)
    lines += [line("NAME", words(head.name)), line("X-WR-CALNAME", words(head.name))]
    if head.description:
        lines += [line("DESCRIPTION", words(head.description)), line("X-WR-CALDESC", words(head.description))]
    if head.url is not None:
        lines.append(line("URL", head.url))
    if head.source is not None:
        lines.append(line("SOURCE;VALUE=URI", head.source))
    return "".join([*lines, "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n", "X-PUBLISHED-TTL:PT1H\r\n"])
