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
