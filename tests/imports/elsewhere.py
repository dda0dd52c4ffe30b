"""A calendar's server elsewhere: a real one, on this machine, that tells what it was asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass
class Elsewhere:
    url: str = ""
    octets: bytes = b""
    status: int = 200
    asked: list[str | None] = field(default_factory=list)
    """`If-None-Match` of each request."""


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    """Answers `octets` to every path, with an ETag, and 304 where that is what was asked for."""
    state = Elsewhere()

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append(self.headers["If-None-Match"])
            etag = f'"{sha256(state.octets).hexdigest()[:8]}"'
            same = self.headers["If-None-Match"] == etag
            status = 304 if same else state.status
            self.send_response(status)
            self.send_header("ETag", etag)
            self.send_header("Last-Modified", "Thu, 24 Sep 2026 08:00:00 GMT")
            self.end_headers()
            if status == 200:
                self.wfile.write(state.octets)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = Thread(target=server.serve_forever)
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}/private/secret-8b1f/basic.ics"
    yield state
    server.shutdown()
    thread.join()
    server.server_close()
