"""A calendar file becomes components with line numbers, whatever wrote it (RFC 5545 §3.1, read leniently).

Every VEVENT stands alone here, so that one bad one does not lose the others: what is wrong inside a component is for
whoever reads it to say. Only what makes a component's own borders unclear is said here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from quopri import decodestring

from server.imports.errors import FileUnreadable

MAX_OCTETS = 20_000_000
MAX_EVENTS = 50_000
MAX_PROPERTIES = 600_000
"""Of those that are kept, in one file."""
MAX_VALUE = 100_000
"""Characters of one property; the rest is dropped."""
MAX_LINES = 1_500_000
MAX_DEPTH = 20

KEPT = {
    *("UID", "RECURRENCE-ID", "SEQUENCE", "DTSTAMP", "STATUS", "CLASS", "METHOD"),
    *("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE"),
    *("SUMMARY", "DESCRIPTION", "LOCATION", "URL", "CATEGORIES"),
    *("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL"),
    *("TZID", "TZOFFSETFROM", "TZOFFSETTO", "X-LIC-LOCATION", "X-WR-TIMEZONE"),
}
"""What an event here can hold, or what it takes to read that. The rest is passed over."""

# Possessive where a hostile line could otherwise be tried in countless ways.
_HEAD = re.compile(r'([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*+)[ \t]*+((?:;(?:[^":]|"[^"]*")*+)?):', re.DOTALL)
_LOOSE_HEAD = re.compile(r"([A-Za-z0-9-]+)((?:;[^:]*+)?):", re.DOTALL)
_PARAMETER = re.compile(r';\s*([A-Za-z0-9-]+)(?:=((?:"[^"]*"|[^";])*))?')
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_NONE: dict[str, str] = {}
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\n|\r|\Z)")


class CalendarUnreadable(FileUnreadable):
    """The file is no calendar, or too large; nothing of it was taken."""


@dataclass(frozen=True, slots=True)
class Property:
    """One line of a component, unfolded."""

    line: int
    """Where it begins in the file; the first line is 1."""
    name: str
    """Upper-case."""
    parameters: dict[str, str]
    """By upper-case name, without quotes."""
    value: str
    """As written: escapes are still in it."""

    @property
    def text(self) -> str:
        """The value as text (RFC 5545 §3.3.11), also where it is quoted-printable as in vCalendar 1.0."""
        value = self.value
        if self.parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
            octets = decodestring(value.encode("utf-8", "replace"))
            value = _decoded(octets, self.parameters.get("CHARSET", ""))
        return _CONTROL.sub("", _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value))


@dataclass(slots=True)
class Component:
    """A VEVENT or VTIMEZONE with its own properties; of the components inside it only those of a VTIMEZONE are kept."""

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    inside: list["Component"] = field(default_factory=list)
    fault: tuple[int, str] | None = None
    """The line and the sentence, where its borders are unclear."""
    lost: bool = False
    """Whether the property read last was passed over, and with it what was broken off it."""

    def first(self, *names: str) -> Property | None:
        """The first property with one of these names."""
        return next((p for p in self.properties if p.name in names), None)

    def all(self, name: str) -> list[Property]:
        return [p for p in self.properties if p.name == name]

    def digest(self) -> str:
        """The same for the same properties in the same order, whenever and wherever in a file they stand."""
        lines = [f"{p.name}{sorted(p.parameters.items())}{p.value}" for p in self.properties if p.name != "DTSTAMP"]
        lines += [component.digest() for component in self.inside]
        return sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest()


@dataclass(slots=True)
class Calendar:
    """One VCALENDAR, or what stands outside of any."""

    properties: dict[str, Property] = field(default_factory=dict)
    zones: dict[str, Component] = field(default_factory=dict)
    """VTIMEZONEs by TZID."""
    events: list[Component] = field(default_factory=list)


def read_calendars(octets: bytes) -> list[Calendar]:
    """Every calendar in the file. Raises CalendarUnreadable.

    VEVENTs without a VCALENDAR around them are in a calendar of their own. Components of other kinds are passed over.
    """
    if len(octets) > MAX_OCTETS:
        raise CalendarUnreadable(
            f"The file has {len(octets) / 1e6:.0f} MB, and {MAX_OCTETS / 1e6:.0f} is the most. Export fewer events."
        )
    reader = _Reader()
    for line, text in _unfolded(_decoded(octets)):
        if line > MAX_LINES:
            raise CalendarUnreadable(f"The file has more than {MAX_LINES:,} lines. Split it.")
        reader.take(line, text)
    reader.close_all(reader.last)
    if not reader.seen:
        raise CalendarUnreadable("This is no calendar: no line says BEGIN:VCALENDAR or BEGIN:VEVENT.")
    return [calendar for calendar in reader.calendars if calendar.events or calendar.zones or calendar.properties]


class _Reader:
    """Follows BEGIN and END. Kept components: VEVENT, VTIMEZONE and what is in a VTIMEZONE."""

    def __init__(self) -> None:
        self.calendars = [Calendar()]
        self.open: list[Component] = []
        self.seen = False
        self.last = 0
        self.events = 0
        self.properties = 0

    def take(self, line: int, text: str) -> None:
        self.last = line if text else self.last
        match = _HEAD.match(text) or _LOOSE_HEAD.match(text)
        if match is None:
            if text.strip() and self.open and not self.open[-1].lost:
                self._append_lost(text)
            return
        name, value = match[1].rpartition(".")[2].upper(), text[match.end() :]
        if name == "BEGIN":
            self._begin(value.strip().upper(), line)
        elif name == "END":
            self._end(value.strip().upper(), line)
        else:
            self._property(line, name, match[2], value)

    def close_all(self, line: int) -> None:
        while self.open:
            component = self.open.pop()
            if component.fault is None:
                component.fault = (component.line, f"{component.name} is not ended before the file is (line {line}).")
            self._keep(component)

    def _begin(self, name: str, line: int) -> None:
        self.seen = self.seen or name in ("VCALENDAR", "VEVENT", "VTIMEZONE", "VTODO", "VJOURNAL", "VFREEBUSY")
        if name == "VCALENDAR":
            self.close_all(line)
            self.calendars.append(Calendar())
            return
        if name == "VEVENT" and any(component.name == "VEVENT" for component in self.open):
            while self.open:
                unended = self.open.pop()
                unended.fault = unended.fault or (unended.line, f"{unended.name} is not ended before line {line}.")
                self._keep(unended)
        if len(self.open) >= MAX_DEPTH:
            raise CalendarUnreadable(f"Line {line} begins a component inside {MAX_DEPTH} others. This is no calendar.")
        self.open.append(Component(name, line))

    def _end(self, name: str, line: int) -> None:
        if name == "VCALENDAR":
            self.close_all(line)
            self.calendars.append(Calendar())
        elif any(component.name == name for component in self.open):
            while (component := self.open.pop()).name != name:
                self._keep(component)
            self._keep(component)

    def _property(self, line: int, name: str, parameters: str, value: str) -> None:
        component = self.open[-1] if self.open else None
        if component is not None:
            component.lost = name not in KEPT
        if name not in KEPT:
            return
        given = {p[1].upper(): (p[2] or "").replace('"', "").strip() for p in _PARAMETER.finditer(parameters[:2_000])}
        found = Property(line, name, given or _NONE, _CONTROL.sub("", value[:MAX_VALUE]))
        if component is None:
            self.calendars[-1].properties.setdefault(name, found)
            return
        self.properties += 1
        if self.properties > MAX_PROPERTIES:
            raise CalendarUnreadable(f"Line {line} is beyond the {MAX_PROPERTIES:,} that are read. Split the file.")
        component.properties.append(found)

    def _append_lost(self, text: str) -> None:
        # A line that is no property was broken off the one before by whoever forgot to fold it.
        properties = self.open[-1].properties
        if properties and len(properties[-1].value) < MAX_VALUE:
            last = properties[-1]
            properties[-1] = Property(last.line, last.name, last.parameters, last.value + _CONTROL.sub("", text))

    def _keep(self, component: Component) -> None:
        parent = self.open[-1] if self.open else None
        if component.name == "VEVENT":
            self.events += 1
            if self.events > MAX_EVENTS:
                beyond = f"Line {component.line} begins event {self.events:,}, and {MAX_EVENTS:,} is the most."
                raise CalendarUnreadable(f"{beyond} Split the file.")
            self.calendars[-1].events.append(component)
        elif component.name == "VTIMEZONE":
            if (name := component.first("TZID")) is not None:
                self.calendars[-1].zones.setdefault(name.text.strip(), component)
        elif parent is not None and parent.name == "VTIMEZONE" and len(parent.inside) < 500:
            parent.inside.append(component)


def _decoded(octets: bytes, charset: str = "") -> str:
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        return octets.decode("utf-16", "replace")
    for name in filter(None, (charset, "utf-8-sig")):
        try:
            return octets.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    # Old programs on Windows; the few octets without a meaning there are dropped.
    return octets.decode("cp1252", "ignore")


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Logical lines with the number of their first physical one; what is longer than a property may be is cut."""
    start, parts, length = 1, [""], 0
    for number, match in enumerate(_LINE.finditer(text), 1):
        line = match[1]
        soft = parts[-1].endswith("=") and "QUOTED-PRINTABLE" in parts[0].upper()
        if number > 1 and (soft or line.startswith((" ", "\t"))):
            if length < MAX_VALUE:
                parts[-1] = parts[-1][:-1] if soft else parts[-1]
                parts.append(line if soft else line[1:])
                length += len(line)
        else:
            yield start, "".join(parts)
            start, parts, length = number, [line], len(line)
    yield start, "".join(parts)
