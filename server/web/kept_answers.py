"""Calendars that anybody was sent are sent again as they are, without asking anything, until what they show changes.

An ASGI middleware before all others, since even to find the route of an address costs more than to send it.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Self

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from schema.context import Resources
from server.events.catalogue import catalogue_version
from server.live import Subscription
from server.watch import TOPIC
from server.web.validators import takes_gzip, unchanged

MAX_OCTETS = 64_000_000
"""Of all that is kept; what was asked for longest ago goes first."""
LONGEST_ADDRESS = 1_000
"""Octets; nobody's calendar has a longer one, and a longer one is not kept."""
LOOKS_EVERY = 1.0
"""Seconds between looking whether another process changed something. What this one did is known at once, and so is
what others did on PostgreSQL, where they tell."""
LASTS = 300.0
"""Seconds, so that an answer that could not say yet when it changed does so in the end."""

_ENDING = ".ics"
_MATTER = (b"accept-encoding", b"if-none-match", b"if-modified-since")
_Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer, in one coding."""

    headers: _Headers
    unchanged: _Headers
    """Those of 304, without the tag."""
    body: bytes
    plain: str
    """The tag of the file as it is."""
    etag: str
    """That of this coding."""
    last_modified: datetime | None
    until: float
    """By the clock of `monotonic`."""

    @classmethod
    def of(cls, raw: _Headers, body: bytes) -> Self:
        headers = Headers(raw=raw)
        etag, changed = headers["etag"], headers.get("last-modified")
        return cls(
            raw,
            [(name, value) for name, value in raw if name != b"etag" and not name.startswith(b"content-")],
            body,
            f'{etag[:-1].removesuffix("-gzip")}"',
            etag,
            parsedate_to_datetime(changed) if changed else None,
            monotonic() + LASTS,
        )

    async def send(self, asked: dict[str, str], method: str, send: Send) -> None:
        """As often as wanted: all of it, or that it is what the reader has."""
        known = unchanged(asked, self.plain, self.etag, self.last_modified) if asked else None
        if known is not None:
            headers = [*self.unchanged, (b"etag", known.encode())]
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return
        await send({"type": "http.response.start", "status": 200, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.body if method == "GET" else b""})


class KeptAnswers:
    """Keeps what is public and has a tag, under an address of a calendar."""

    def __init__(self, app: ASGIApp, resources: Resources) -> None:
        self._app = app
        self._resources = resources
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._octets = 0
        self._state: Hashable = None
        self._known: tuple[int, date] | None = None
        self._looked = 0.0
        self._news: Subscription | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if not path.endswith(_ENDING) or scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        asked = _asked(scope["headers"])
        key = (path, scope["query_string"], takes_gzip(asked.get("accept-encoding", "")))
        await self._forget()
        kept = self._kept.get(key)
        if kept is not None and kept.until > monotonic():
            self._kept.move_to_end(key)
            await kept.send(asked, scope["method"], send)
            return
        if scope["method"] == "HEAD" or len(path) + len(scope["query_string"]) > LONGEST_ADDRESS:
            await self._app(scope, receive, send)
            return
        known = self._known
        answer = _Watched(send)
        await self._app(scope, receive, answer)
        # Made from what was there meanwhile: whatever was committed since, it may be without.
        if answer.kept is not None and known == self._now():
            self._keep(key, answer.kept)

    async def _forget(self) -> None:
        """Drop everything if anything of it may have changed, or it is another day."""
        now = self._now()
        if now != self._known:
            self._known = now
            self._drop()
        if self._news is None:
            self._news = self._resources.live.subscribe(TOPIC)
        if self._news.take() or monotonic() - self._looked >= LOOKS_EVERY:
            self._looked = monotonic()
            state = await catalogue_version(self._resources.database)
            if state != self._state:
                self._state = state
                self._drop()

    def _now(self) -> tuple[int, date]:
        return self._resources.database.changes, self._resources.now().astimezone(UTC).date()

    def _drop(self) -> None:
        self._kept.clear()
        self._octets = 0

    def _keep(self, key: Hashable, kept: Kept) -> None:
        if (before := self._kept.pop(key, None)) is not None:
            self._octets -= len(before.body)
        self._kept[key] = kept
        self._octets += len(kept.body)
        while self._octets > MAX_OCTETS:
            self._octets -= len(self._kept.popitem(last=False)[1].body)


class _Watched:
    """Passes an answer on, and has it in the end if it may be kept."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._headers: _Headers | None = None
        self.kept: Kept | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = Headers(raw=message["headers"])
            public = headers.get("cache-control", "").startswith("public") and "etag" in headers
            self._headers = list(message["headers"]) if message["status"] == 200 and public else None
        elif self._headers is not None and not message.get("more_body", False):
            self.kept = Kept.of(self._headers, message.get("body", b""))
        else:
            self._headers = None  # it came in pieces
        await self._send(message)


def _asked(headers: _Headers) -> dict[str, str]:
    """The three headers of a request that matter here."""
    return {name.decode(): value.decode("latin-1") for name, value in headers if name in _MATTER}
