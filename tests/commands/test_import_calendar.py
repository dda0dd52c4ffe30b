"""An operator types one line and a calendar's events are an organization's."""

import io
import json
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from server.__main__ import main
from server.imports.say_columns import TYPED

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:reading-group@robots.example
DTSTART:20261005T220000Z
DTEND:20261005T230000Z
SUMMARY:Reading group
END:VEVENT
BEGIN:VEVENT
UID:lost@robots.example
SUMMARY:Some day
END:VEVENT
END:VCALENDAR
"""
pytestmark = pytest.mark.usefixtures("installed")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "robots.ics"
    path.write_text(CALENDAR)
    return path


@pytest.fixture
def site(file: Path) -> Iterator[str]:
    """Serves the file at /robots.ics, sends /moved there, and knows nothing else."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response({"/robots.ics": 200, "/moved": 302}.get(self.path, 404))
            self.send_header("Location", "/robots.ics")
            self.end_headers()
            if self.path == "/robots.ics":
                self.wfile.write(file.read_bytes())

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Site)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def import_(*arguments: str) -> int:
    return main(["import-calendar", *arguments, "--organization", "robotics-club"])


def test_import_says_what_became_of_the_file(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = import_(str(file))

    counts, refused, line = capsys.readouterr().out.splitlines()
    assert (code, counts, refused) == (0, "1 event: 1 new, 0 changed, 0 as they were.", "Refused:")
    assert line.startswith("  line 9: ")


def test_import_a_second_time_changes_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import_(str(file), "--json")
    first = json.loads(capsys.readouterr().out)
    import_(str(file), "--json")
    second = json.loads(capsys.readouterr().out)

    refused = first["refused"]
    assert first == {"events": 1, "imported": 1, "updated": 0, "unchanged": 0, "refused": refused}
    assert second == {"events": 1, "imported": 0, "updated": 0, "unchanged": 1, "refused": refused}
    assert [(one.keys(), one["line"]) for one in refused] == [({"line", "reason"}, 9)]


@pytest.mark.parametrize("path", ["/robots.ics", "/moved"])
def test_import_from_an_address(site: str, path: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = import_(f"{site}{path}", "--json")

    assert (code, json.loads(capsys.readouterr().out)["imported"]) == (0, 1)


def test_import_from_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(CALENDAR.encode())))

    code = import_("-", "--json")

    assert (code, json.loads(capsys.readouterr().out)["imported"]) == (0, 1)


def test_import_from_an_address_that_answers_otherwise_is_one_line(
    site: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = import_(f"{site}/nothing")

    line = "127.0.0.1 answers 404 instead of a calendar. Open it in a browser to see why.\n"
    assert (code, *capsys.readouterr()) == (1, "", line)


@pytest.mark.parametrize(
    ("calendar", "line"),
    [
        ("/nowhere.ics", "/nowhere.ics can't be read: No such file or directory."),
        ("http://127.0.0.1:1/x.ics", "127.0.0.1 did not answer: "),
        ("ftp://x.example/x.ics", "“ftp://x.example/x.ics” is no address of a calendar. Use https:// or webcal://."),
    ],
)
def test_import_from_nowhere_is_one_line(calendar: str, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = import_(calendar)

    out, err = capsys.readouterr()
    assert (code, out, err[: len(line)], err.count("\n")) == (1, "", line, 1)


def test_import_of_what_is_no_calendar_is_refused_as_a_whole(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("Dear members,")

    codes = import_(str(file)), import_(str(file), "--json")

    line = "This is no calendar: no line says BEGIN:VCALENDAR or BEGIN:VEVENT."
    out, err = capsys.readouterr()
    nothing = {"events": 0, "imported": 0, "updated": 0, "unchanged": 0, "refused": [{"line": 1, "reason": line}]}
    assert (codes, json.loads(out), err) == ((1, 1), nothing, f"{line}\n" * 2)


def test_import_for_an_organization_that_is_not_there_is_one_line(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["import-calendar", str(file), "--organization", "robots"])

    line = "There is no organization “robots”. Its slug is what follows /organizations/ in its address.\n"
    assert (code, *capsys.readouterr()) == (1, "", line)


KINDS = {
    "iso.csv": "Name,Start,Location\nTea,2026-10-05 18:00,Hall\n",
    "page.html": """<html><script type="application/ld+json">
        {"@type": "Event", "name": "Tea", "startDate": "2026-10-05T18:00", "endDate": "2026-10-05T19:00"}
        </script></html>""",
    "schedule.xml": """<schedule><conference><title>Tea days</title><time_zone_name>Europe/Berlin</time_zone_name>
        </conference><day date="2026-10-05"><room name="Hall"><event id="1"><title>Tea</title>
        <date>2026-10-05T18:00:00+02:00</date><duration>00:45</duration></event></room></day></schedule>""",
    "schedule.json": """{"schedule": {"conference": {"title": "Tea days", "days": [{"rooms": {"Hall": [
        {"title": "Tea", "date": "2026-10-05T18:00:00+02:00", "duration": "00:45"}]}}]}}}""",
    "event.json": '{"@type": "Event", "name": "Tea", "startDate": "2026-10-05T18:00"}',
}


@pytest.mark.parametrize("name", KINDS)
def test_import_reads_tables_web_pages_and_schedules(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (tmp_path / name).write_text(KINDS[name])

    codes = [import_(str(tmp_path / name), "--json") for _ in range(2)]

    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (codes, first["imported"], second["imported"], second["unchanged"]) == ([0, 0], 1, 0, 1)


def test_import_of_a_table_asks_what_it_can_not_see(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("Was;Beginn;Ort\nTee;3.4.2027 18:00;Halle\nGang;5.4.2027 18:00;\n")
    said = "name=Was,starts=Beginn"

    codes = [
        import_(str(file)),
        import_(str(file), "--columns", "name=Was"),
        import_(str(file), "--columns", "name=Was,starts=Start"),
        import_(str(file), "--columns", "titel=Was"),
        import_(str(file), "--columns", said),
        import_(str(file), "--columns", said, "--dates", "day-first"),
    ]

    out, err = capsys.readouterr()
    assert (codes, out) == ([1] * 5 + [0], "2 events: 2 new, 0 changed, 0 as they were.\n")
    assert err.splitlines() == [
        "Say with --columns name=… which column that is. The table has “Was”, “Beginn”, “Ort”.",
        "Say with --columns starts=… which column that is. The table has “Was”, “Beginn”, “Ort”.",
        "The table has no column “Start” for starts. It has “Was”, “Beginn”, “Ort”.",
        f"“titel” in --columns is none of {', '.join(TYPED)}.",
        "Say with --dates whether year, day or month comes first in “Beginn”.",
    ]


def test_import_of_a_calendar_has_no_columns(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = import_(str(file), "--columns", "name=Was")

    line = "This is no table, so --columns and --dates say nothing about it. Leave them out.\n"
    assert (code, *capsys.readouterr()) == (1, "", line)
