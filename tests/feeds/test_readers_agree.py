"""Five programs that read calendars understand the same of every golden one, and complain of nothing."""

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import icalendar
import libical
import pytest
import vobject
from golden import GOLDEN, NAMES, PERSONAL

from server.assets.build import node

Events = list[dict[str, Any]]
READERS = ("vobject", "ical.js", "node-ical", "libical")


def moment(value: Any) -> int | str:
    return int(value.timestamp()) if isinstance(value, datetime) else str(value)


def by_icalendar(text: bytes) -> Events:
    events: list[Any] = list(icalendar.Calendar.from_ical(text).walk("VEVENT"))
    return [
        {
            "uid": str(event["UID"]),
            "recurrence": moment(event["RECURRENCE-ID"].dt) if "RECURRENCE-ID" in event else None,
            "start": moment(event["DTSTART"].dt),
            "end": moment(event["DTEND"].dt),
            "summary": str(event["SUMMARY"]),
            "status": str(event["STATUS"]),
            "sequence": int(event["SEQUENCE"]),
            "alarms": len(event.walk("VALARM")),
        }
        for event in events
    ]


def by_vobject(text: bytes) -> Events:
    calendar = vobject.readOne(text.decode())
    return [
        {
            "uid": event.uid.value,
            "recurrence": moment(event.recurrence_id.value) if "recurrence-id" in event.contents else None,
            "start": moment(event.dtstart.value),
            "end": moment(event.dtend.value),
            "summary": event.summary.value,
            "status": event.status.value,
            "sequence": int(event.sequence.value),
            "alarms": len(event.contents.get("valarm", [])),
        }
        for event in calendar.vevent_list
    ]


def by_node(name: str) -> Callable[[bytes], Events]:
    def read(text: bytes) -> Events:
        _, environment = node()
        program = shutil.which("node", path=environment["PATH"]) or "node"
        script = Path(__file__).with_name("readers.mjs")
        ran = subprocess.run([program, script], input=text, env=environment, capture_output=True, check=True)
        found: Events = json.loads(ran.stdout)[name]
        return found

    return read


def by_libical(text: bytes) -> Events:
    library = libical.load()
    if library is None:
        pytest.skip("libical 3 is not installed: apt install libical3")
    return libical.events(library, text)


READ: dict[str, Callable[[bytes], Events]] = {
    "vobject": by_vobject,
    "ical.js": by_node("ical.js"),
    "node-ical": by_node("node-ical"),
    "libical": by_libical,
}


def in_order(events: Events) -> Events:
    return sorted(events, key=lambda event: (event["uid"], str(event["recurrence"])))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", NAMES + PERSONAL)
def test_golden_calendar_is_understood_alike(name: str, reader: str) -> None:
    text = (GOLDEN / f"{name}.ics").read_bytes()

    found = READ[reader](text)

    assert in_order(found) == in_order(by_icalendar(text))
    assert len(found) > 0
