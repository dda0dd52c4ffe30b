"""Events that a web page describes in JSON-LD come in from the page saved as a file, or from the JSON alone."""

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from conftest import NOW

from server.imports.answers import NOTHING_ANSWERED
from server.imports.facts import Facts
from server.imports.found import Found
from server.imports.read_file import read_file

BOSTON = ZoneInfo("America/New_York")


def page(*blocks: Any) -> bytes:
    scripts = (f'<script type="application/ld+json">{json.dumps(block)}</script>\n' for block in blocks)
    return ("<!doctype html>\n<html><head>\n" + "".join(scripts) + "<title>x</title></head></html>").encode()


def event(**more: Any) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@type": "Event", "name": "Tea", "startDate": "2026-10-05T18:00", **more}


async def found_in(octets: bytes) -> Found:
    return await read_file(octets, zone=BOSTON, answers=NOTHING_ANSWERED, now=NOW)


async def one_in(**more: Any) -> Facts:
    (series,) = (await found_in(page(event(**more)))).series
    return series.master


async def test_events_of_the_examples_of_schema_org(shared_data: Path) -> None:
    octets = (shared_data / "fixtures" / "jsonld" / "schemaorg-examples-event-person-job.json").read_bytes()

    found = await found_in(octets)

    names = [(one.master.name, f"{one.master.starts_at.astimezone(BOSTON):%Y-%m-%d %H:%M}") for one in found.series]
    assert ("Miami Heat at Philadelphia 76ers - Game 3 (Home Game 1)", "2016-04-21 20:00") in names
    assert [name for name in names if name[0] == "Untitled event"][:2] == [
        ("Untitled event", "2011-05-20 00:00"),
        ("Untitled event", "2011-05-23 00:00"),
    ]
    assert (found.events, len(found.refused)) == (12, 10)
    assert all(fault.reason.endswith(" has no startDate.") for fault in found.refused)


@pytest.mark.parametrize(
    ("more", "starts", "ends", "all_day"),
    [
        ({}, "10-05 22:00", "10-05 22:00", False),
        ({"endDate": "2026-10-05T20:00"}, "10-05 22:00", "10-06 00:00", False),
        ({"startDate": "2026-10-05T18:00:00+02:00"}, "10-05 16:00", "10-05 16:00", False),
        ({"startDate": "2026-10-05T18:00Z", "endDate": "2026-10-05"}, "10-05 18:00", "10-05 18:00", False),
        ({"startDate": "2026-10-05", "endDate": "2026-10-06"}, "10-05 04:00", "10-07 04:00", True),
        ({"startDate": "2026-10-05"}, "10-05 04:00", "10-06 04:00", True),
    ],
)
async def test_when(more: dict[str, Any], starts: str, ends: str, all_day: bool) -> None:
    facts = await one_in(**more)

    assert (f"{facts.starts_at:%m-%d %H:%M}", f"{facts.ends_at:%m-%d %H:%M}", facts.all_day) == (starts, ends, all_day)


async def test_all_that_an_event_says() -> None:
    hall = {"@type": "Place", "name": "Hall 2", "address": {"@type": "PostalAddress", "addressLocality": "Boston"}}
    video = {"@type": "VirtualLocation", "url": "https://video.example/1"}
    part = {"@type": "Event", "name": "Opening", "startDate": "2026-10-05T18:10", "performer": [{"name": "Ada"}, "Ben"]}

    facts = await one_in(
        name="Tea &amp; <b>cake</b>",
        description="<p>Come.</p><p>Bring a cup.</p>",
        location=[hall, video],
        eventStatus="https://schema.org/EventCancelled",
        keywords="Tea, cake",
        url="https://a.example/tea",
        subEvent=part,
    )

    assert (facts.name, facts.description.split()) == ("Tea & cake", ["Come.", "Bring", "a", "cup."])
    assert (facts.location_text, facts.online_url, facts.attendance_mode) == (
        *("Hall 2, Boston", "https://video.example/1"),
        "MIXED",
    )
    assert (facts.status, facts.tags, facts.url) == ("CANCELLED", ["cake", "tea"], "https://a.example/tea")
    assert [(slot.name, slot.speakers) for slot in facts.agenda or ()] == [("Opening", ("Ada", "Ben"))]


async def test_events_are_found_wherever_they_stand_and_a_broken_block_is_said() -> None:
    graph = {
        "@graph": [{"@type": "WebPage"}, event(name="Walk"), {"@type": "Person", "performerIn": event(name="Talk")}]
    }
    broken = b'<script type="application/ld+json">{"@type": </script>'

    found = await found_in(page([event()], graph, event()).replace(b"<title>", broken + b"<title>"))

    assert [one.master.name for one in found.series] == ["Tea", "Walk", "Talk"]
    assert [(fault.line, fault.reason) for fault in found.refused] == [
        (6, "This block of JSON-LD is broken: it is no JSON.")
    ]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "wells-fargo-center.html", 5, ["https://a.example/"]])
async def test_what_is_no_link_is_none(link: Any) -> None:
    assert (await one_in(url=link)).url is None
