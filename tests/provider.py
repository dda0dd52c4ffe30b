"""An OpenID Connect provider on a port of its own, which can be told to answer wrongly."""

import json
import threading
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

SECRET = "a secret: with & signs"
KEY = RSAKey.generate_key(2048, {"kid": "one"})


class SmallProvider:
    """Signs in whoever `person` says, at once; `spoil…` are what it does wrong."""

    def __init__(self, now: datetime) -> None:
        self.key = KEY
        self.signs_with = self.key
        self.key_id = "one"
        self.algorithm = "RS256"
        self.now = int(now.timestamp())
        self.issuer = ""
        self.person: dict[str, Any] = {"sub": "ada-1"}
        self.spoil_token: dict[str, Any] = {}
        self.spoil_metadata: dict[str, Any] = {}
        self.spoil_answer: dict[str, str] = {}
        self.userinfo: dict[str, Any] | None = None
        self.too_large = False
        self.asked: list[str] = []
        self._codes: dict[str, dict[str, str]] = {}

    def answer(self, method: str, path: str, query: dict[str, str], sent: dict[str, str], authorization: str) -> Any:
        """(status, JSON or an address to lead to)."""
        self.asked.append(f"{method} {path}")
        match path:
            case "/.well-known/openid-configuration":
                return 200, self._metadata()
            case "/keys":
                return 200, {"keys": [self.key.as_dict(private=False)]}
            case "/authorize":
                code = f"code-{len(self._codes)}"
                self._codes[code] = query
                back = {"code": code, "state": query["state"], "iss": self.issuer, **self.spoil_answer}
                return 302, f"{query['redirect_uri']}?{urlencode({k: v for k, v in back.items() if v})}"
            case "/token":
                return self._tokens(sent, authorization)
            case "/userinfo" if authorization == "Bearer access":
                return 200, self.userinfo
        return 404, {}

    def _metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "authorization_response_iss_parameter_supported": True,
            **({"userinfo_endpoint": f"{self.issuer}/userinfo"} if self.userinfo is not None else {}),
            **self.spoil_metadata,
        }

    def _tokens(self, sent: dict[str, str], authorization: str) -> Any:
        question = self._codes.pop(sent["code"], None)
        client, _, secret = b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        challenge = urlsafe_b64encode(sha256(sent["code_verifier"].encode()).digest()).decode().rstrip("=")
        if (
            question is None
            or (client, unquote_plus(secret)) != ("hallway", SECRET)
            or challenge != question["code_challenge"]
            or sent["redirect_uri"] != question["redirect_uri"]
        ):
            return 400, {"error": "invalid_grant"}
        claims = {
            "iss": self.issuer,
            "aud": "hallway",
            "iat": self.now,
            "exp": self.now + 300,
            "nonce": question["nonce"],
            **self.person,
            **self.spoil_token,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": self.key_id}
        token = jwt.encode(header, claims, self.signs_with, algorithms=[self.algorithm])
        return 200, {"access_token": "access", "token_type": "Bearer", "id_token": token}


@contextmanager
def serving(provider: SmallProvider) -> Iterator[SmallProvider]:
    """Serve `provider` on 127.0.0.1, at a port that is free."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            octets = self.rfile.read(int(self.headers.get("content-length", "0")))
            self._answer(dict(parse_qsl(octets.decode())))

        def _answer(self, sent: dict[str, str]) -> None:
            parts = urlsplit(self.path)
            given = self.headers.get("authorization", "")
            status, said = provider.answer(self.command, parts.path, dict(parse_qsl(parts.query)), sent, given)
            self.send_response(status)
            if isinstance(said, str):
                self.send_header("location", said)
                said = {}
            self.end_headers()
            octets = json.dumps(said).encode()
            self.wfile.write(octets + b" " * (1024 * 1024 if provider.too_large else 0))

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
