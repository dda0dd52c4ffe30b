"""What browsers load beside the pages, each under a name that changes with its content and is kept for ever."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from server.errors import SetupError

FOLDER = Path(__file__).resolve().parent.parent / "static"
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
# A worker obeys the policy of its own script; in some browsers that of its page as well, see security.py.
POLICY = "default-src 'none'"
SERVICE_WORKER_POLICY = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"
WORKER_POLICY = "default-src 'none'; connect-src 'self'; script-src 'wasm-unsafe-eval'"


def asset(name: str) -> str:
    """The address of an asset by its plain name (`hallway.css`, `scan.js`, `icons.svg`).

    Raises SetupError when the assets were not built, LookupError when there is none of that name.
    """
    try:
        return f"/static/{manifest()[name]}"
    except KeyError:
        raise LookupError(f"No asset is named {name!r}. There are: {', '.join(sorted(manifest()))}.") from None


def routes() -> list[BaseRoute]:
    return [
        Route("/static/{name}", send, methods=["GET"], name="static"),  # Starlette adds HEAD
        Route("/sw.js", send_service_worker, methods=["GET"], name="service_worker"),
    ]


async def send(request: Request) -> Response:
    """One asset, compressed as the browser likes it best. Only names of the manifest are ever looked for."""
    name = request.path_params["name"]
    if name not in manifest().values():
        raise HTTPException(404)
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Security-Policy": WORKER_POLICY if ".worker." in name else POLICY,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    accepted = request.headers.get("accept-encoding", "")
    for suffix, encoding in ((".br", "br"), (".gz", "gzip")):
        if encoding in accepted and (content := octets(name + suffix)) is not None:
            headers["Content-Encoding"] = encoding
            break
    else:
        content = octets(name)
    return Response(content, headers=headers, media_type=MEDIA_TYPES[Path(name).suffix])


async def send_service_worker(_request: Request) -> Response:
    """The script that keeps pages for times without network. It lies at the root, since it may keep no others than
    those below its own address, and under one name, by which browsers look whether there is another build."""
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": SERVICE_WORKER_POLICY}
    return Response(octets(manifest()["sw.js"]), headers=headers, media_type=MEDIA_TYPES[".js"])


@cache
def manifest() -> Mapping[str, str]:
    """Plain name → name with digest, as the last build wrote it. Raises SetupError when there was none."""
    try:
        found: dict[str, str] = json.loads((FOLDER / "manifest.json").read_bytes())
    except FileNotFoundError:
        raise SetupError(
            "The assets were not built. Build them: python3 dev.py demo, or `npm ci && npm run build` in server/assets"
        ) from None
    return found


@cache
def octets(name: str) -> bytes | None:
    """A file of the build; all of them together are 2 MB, so they stay in memory."""
    path = FOLDER / name
    return path.read_bytes() if path.is_file() else None
