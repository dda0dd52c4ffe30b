"""A schedule.xml of frab or pretalx becomes what schedule.json would say."""

import re
from typing import Any
from xml.etree import ElementTree

from server.imports.errors import FileUnreadable

_DECLARED = re.compile("<!(?:DOCTYPE|ENTITY)")
_CONFERENCE = ("acronym", "title", "start", "end", "time_zone_name", "url")
_TALK = ("title", "subtitle", "date", "duration", "room", "abstract", "description")


def read_xml(text: str) -> dict[str, Any]:
    """Its `schedule`. Raises FileUnreadable, also for a file with a document type: entities could grow without end."""
    if _DECLARED.search(text):
        raise FileUnreadable("This XML declares a document type, and such files are not read. Export it without.")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314  # what is dangerous in it takes a declaration, see above
    except ElementTree.ParseError as fault:
        raise FileUnreadable(f"This XML is broken at line {fault.position[0]}. Export it again.") from fault
    conference = root.find("conference")
    if root.tag != "schedule" or conference is None:
        raise FileUnreadable("This XML is no schedule: nothing in it says <schedule> and <conference>.")
    said = {name: conference.findtext(name) for name in _CONFERENCE}
    days = [{"rooms": [_room(room) for room in day.findall("room")]} for day in root.findall("day")]
    return {"base_url": conference.findtext("base_url"), "conference": {**said, "days": days}}


def _room(room: ElementTree.Element) -> dict[str, Any]:
    return {"name": room.get("name"), "events": [_talk(talk) for talk in room.findall("event")]}


def _talk(talk: ElementTree.Element) -> dict[str, Any]:
    people = [person.text for person in talk.findall("persons/person")]
    return {**{name: talk.findtext(name) for name in _TALK}, "persons": people}
