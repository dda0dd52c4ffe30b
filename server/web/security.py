"""What browsers may do with our pages, and which other sites may send us anything: nothing, and none.

One ASGI middleware around the whole application, so that error pages are covered too.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.config import Settings
from server.web.onward import OFFER

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
_SCANNER_POLICY = {
    **_POLICY,
    "script-src": "'self' 'wasm-unsafe-eval'",  # the code reader is WebAssembly
    "img-src": "'self' blob:",  # the photograph that was chosen
    "media-src": "'self' blob:",
}
_FEATURES = ("camera", "geolocation", "microphone", "publickey-credentials-create", "publickey-credentials-get")


class Security:
    """Refuses unsafe requests that another site made a browser send; puts the headers on every answer."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._origin = settings.base_url
        # WebKit's 'self' is only the page's own scheme; the WebSocket for live updates has another.
        socket = "ws" + settings.base_url.removeprefix("http")
        connect = {"connect-src": f"'self' {socket}"}
        self._headers = _headers(settings, _POLICY | connect)
        self._scanner_headers = _headers(settings, _SCANNER_POLICY | connect, "camera")
        self._asking_headers = _headers(settings, _POLICY | connect, "publickey-credentials-get")
        self._making_headers = _headers(settings, _POLICY | connect, "publickey-credentials-create")
        # Where browsers don't send Sec-Fetch-Site (plain http, but for localhost), no-referrer would turn the Origin
        # of our own forms into null. Both policies keep the address, and the code in it, from other sites.
        trustworthy = settings.https or urlsplit(settings.base_url).hostname in ("localhost", "127.0.0.1", "::1")
        self._badge_headers = {
            **self._headers,
            "Referrer-Policy": "no-referrer" if trustworthy else "same-origin",
            "Cache-Control": "no-store",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and not self._is_ours(Headers(scope=scope)):
            await send({"type": "websocket.close", "code": 1008, "reason": "Asked from a page of another site."})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = self._headers_for(scope["path"])

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in headers.items():
                    answer.setdefault(name, value)
                if headers is self._badge_headers:
                    answer.update({name: headers[name] for name in ("Referrer-Policy", "Cache-Control")})
            await send(message)

        if scope["method"] not in SAFE_METHODS and not self._is_ours(Headers(scope=scope)):
            refusal = PlainTextResponse(
                "This was sent by a page of another site, so nothing was done. Open Hallway itself and try again.", 403
            )
            await refusal(scope, receive, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)

    def _headers_for(self, path: str) -> dict[str, str]:
        if path == "/sign-in":
            return self._asking_headers
        if path in ("/settings/passkeys", OFFER):
            return self._making_headers
        if path[:3].upper() == "/B/" or path.startswith(("/sign-in/", "/invitations/")):
            return self._badge_headers
        if path == "/scan" or path.startswith("/scan/"):
            return self._scanner_headers
        return self._headers

    def _is_ours(self, headers: Headers) -> bool:
        """Whether no foreign page is behind an unsafe request.

        A bearer token is never sent by a browser on its own. Browsers say where a request comes from: all in
        `Sec-Fetch-Site` to https and localhost, else in `Origin`. What says neither is no browser.
        """
        if headers.get("authorization", "").lower().startswith("bearer "):
            return True
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site in ("same-origin", "none")
        origin = headers.get("origin")
        if origin is None:
            return True
        return origin == self._origin or urlsplit(origin).netloc == headers.get("host", "")


def _headers(settings: Settings, policy: dict[str, str], allowed: str | None = None) -> dict[str, str]:
    """`allowed` is the one of `_FEATURES` that the page's own script may use."""
    policy = {**policy, **({"upgrade-insecure-requests": ""} if settings.https else {})}
    headers = {
        "Content-Security-Policy": "; ".join(f"{name} {value}".strip() for name, value in policy.items()),
        "Permissions-Policy": ", ".join(f"{name}={'(self)' if name == allowed else '()'}" for name in _FEATURES),
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cache-Control": "private, no-cache",
    }
    if settings.https:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return headers
