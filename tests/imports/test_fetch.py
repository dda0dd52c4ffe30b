"""A calendar is fetched from an address: in bounds, and never from inside because an outsider pointed there."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from server.imports import fetch as module
from server.imports.fetch import CalendarUnreachable, fetch_calendar

CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def site() -> Iterator[str]:
    """A server on this machine: /calendar.ics, /moved (once), /round (for ever), /large, /away (by ftp)."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers["Host"]
            moved = {"/moved": "/calendar.ics", "/round": "/round", "/away": f"ftp://{host}/x"}.get(self.path)
            self.send_response(302 if moved else 200 if self.path in ("/calendar.ics", "/large") else 404)
            if moved:
                self.send_header("Location", moved)
            self.end_headers()
            try:
                for _ in range(0 if self.path != "/large" else 400):
                    self.wfile.write(b" " * 65_536)
            except OSError:
                return  # the reader had enough
            if self.path == "/calendar.ics":
                self.wfile.write(CALENDAR)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("path", ["/calendar.ics", "/moved"])
async def test_fetch(site: str, path: str) -> None:
    assert await fetch_calendar(f"{site}{path}", private=True) == CALENDAR


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/nothing", "127.0.0.1 answers 404 instead of a calendar. Open it in a browser to see why."),
        ("/round", "127.0.0.1 redirects more than 5 times. Give the last address."),
        ("/large", "127.0.0.1 sends more than 20 MB. Export fewer events."),
        ("/away", "“ftp://{host}/x” is no address of a calendar. Use https:// or webcal://."),
    ],
)
async def test_fetch_what_is_no_calendar_says_so(site: str, path: str, message: str) -> None:
    with pytest.raises(CalendarUnreachable) as refusal:
        await fetch_calendar(f"{site}{path}", private=True)

    assert refusal.value.message == message.format(site=site, host=site.removeprefix("http://"))


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}/calendar.ics",
        "http://localhost:{port}/calendar.ics",
        "http://[::1]:{port}/calendar.ics",
        "http://[::ffff:127.0.0.1]:{port}/calendar.ics",
        "http://10.0.0.1/calendar.ics",
        "http://169.254.169.254/latest/meta-data",
        "http://192.168.1.1/",
        "http://0.0.0.0:{port}/calendar.ics",
        "http://2130706433:{port}/calendar.ics",
    ],
)
async def test_fetch_from_inside_is_refused(site: str, address: str) -> None:
    with pytest.raises(CalendarUnreachable) as refusal:
        await fetch_calendar(address.format(port=site.rpartition(":")[2]))

    assert refusal.value.message.endswith(" is inside this network. Save the calendar as a file.")


@pytest.mark.parametrize("address", ["", "calendar.ics", "file:///etc/passwd", "ftp://x.example/a", "https://"])
async def test_fetch_from_no_address_is_refused(address: str) -> None:
    with pytest.raises(CalendarUnreachable) as refusal:
        await fetch_calendar(address)

    assert refusal.value.message.startswith(f"“{address}” is no address")


async def test_fetch_from_a_name_that_nobody_has() -> None:
    with pytest.raises(CalendarUnreachable) as refusal:
        await fetch_calendar("webcal://nobody.invalid/calendar.ics")

    assert refusal.value.message == "No computer is called nobody.invalid. Look for a misspelling."


async def test_fetch_stops_waiting(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_SECONDS", 0)

    with pytest.raises(CalendarUnreachable) as refusal:
        await fetch_calendar(f"{site}/calendar.ics", private=True)

    assert refusal.value.message == "127.0.0.1 took longer than 0 seconds. Try again later."
