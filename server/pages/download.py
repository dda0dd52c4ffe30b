"""Anybody downloads a file, or is told that the one they have is still good: the answer to a query, without a page.

A public download is the same for everybody, so nobody is asked who they are. A private one is kept by no cache.
"""

import re
from asyncio import to_thread
from base64 import b64decode
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from schema.context import Context
from server.actor import ANONYMOUS
from server.errors import NotFound, NotPermitted, Refusal, SignInRequired
from server.pages.documents import Operation
from server.pages.forms import gathered
from server.pages.page import Site, sign_in_first
from server.web.identity import context_for
from server.web.validators import compressed, of_variant, packed_pieces, settled, unchanged

MAX_WHOLE = 4_000_000
"""Octets of a file that is sent at once; a longer one piece by piece."""


def download(
    site: Site,
    path: str,
    name: str,
    *,
    at: str = "attachment",
    private: bool = False,
    cached: str = "public, max-age=300",
) -> Route:
    """The route of the document `name`, such as `feeds/events`, whose answer holds an Attachment.

    The variables of its query are the parameters of path and address. `at` is where the attachment is in the data,
    dotted; where it is null there is no such file (404). `private` says that it is for whoever is signed in; others
    are led to the sign-in page. `cached` says which caches may keep another one, and how long before asking again.
    """
    query = site.documents.read(name).query
    endpoint = Download(site, query, tuple(at.split(".")), private, "private, no-store" if private else cached)
    return Route(path, endpoint.respond, methods=["GET"], name=name)


@dataclass(frozen=True, slots=True)
class Download:
    """One file's endpoint."""

    site: Site
    query: Operation
    at: tuple[str, ...]
    private: bool
    cached: str

    async def respond(self, request: Request) -> Response:
        """Send the file, or 304 where the reader has it (RFC 9110 §13). Raises HTTPException where there is none."""
        context = await self._context(request)
        if self.private and context.actor == ANONYMOUS:
            return sign_in_first(request)
        try:
            file = await self._file(request, context)
        except SignInRequired:
            return sign_in_first(request)
        except NotFound as refusal:
            raise HTTPException(404) from refusal
        except NotPermitted as refusal:
            raise HTTPException(403, refusal.message) from refusal
        except Refusal as refusal:
            raise HTTPException(400, refusal.message) from refusal
        headers = self._headers(file)
        changed = settled(file["lastModified"], context.now)
        if changed is not None:
            headers["Last-Modified"] = format_datetime(changed, usegmt=True)
        headers["ETag"] = tag = of_variant(file["etag"], request.headers) if is_text(file) else file["etag"]
        if (known := unchanged(request.headers, file["etag"], tag, changed)) is not None:
            return Response(status_code=304, headers={**headers, "ETag": known})
        headers |= {"Content-Type": file["mediaType"], "Content-Disposition": disposition(file["filename"])}
        packed = tag != file["etag"]
        if packed:
            headers["Content-Encoding"] = "gzip"
        if context.file is not None and context.file.size > MAX_WHOLE:
            pieces = context.file.pieces()
            return _streamed(request, packed_pieces(pieces) if packed else pieces, headers)
        body = await whole(file, context)
        if packed:
            body = await to_thread(compressed, body)
        if request.method == "HEAD":
            return Response(headers={**headers, "Content-Length": str(len(body))})
        return Response(body, headers=headers)

    async def _context(self, request: Request) -> Context:
        resources = self.site.resources
        return await context_for(request, resources) if self.private else Context(resources, ANONYMOUS, resources.now())

    async def _file(self, request: Request, context: Context) -> Mapping[str, Any]:
        asked = gathered(request.query_params, request.path_params)
        values, faults = await self.site.variables(self.query, asked, context)
        if faults:
            raise HTTPException(400, " ".join(f"{name}: {fault}" for name, fault in faults.items()))
        found: Any = await self.site.ask(self.query, values, context)
        for name in self.at:
            found = found.get(name)
            if found is None:
                raise HTTPException(404)
        return found  # type: ignore[no-any-return]

    def _headers(self, file: Mapping[str, Any]) -> dict[str, str]:
        return {"Cache-Control": self.cached, **({"Vary": "Accept-Encoding"} if is_text(file) else {})}


def is_text(file: Mapping[str, Any]) -> bool:
    """Whether it is sent compressed to those who take it so; pictures are small as they are."""
    return file.get("base64") is None


async def whole(file: Mapping[str, Any], context: Context) -> bytes:
    """The octets of a file that is not long."""
    if context.file is not None:
        return b"".join([piece async for piece in context.file.pieces()])
    return file["text"].encode() if file["text"] is not None else b64decode(file["base64"])


def _streamed(request: Request, pieces: AsyncIterator[bytes], headers: Mapping[str, str]) -> Response:
    return Response(headers=headers) if request.method == "HEAD" else StreamingResponse(pieces, headers=headers)


def disposition(filename: str, *, shown: bool = True) -> str:
    """`Content-Disposition` that names the file, and has it shown where it can be, or else saved (RFC 6266)."""
    plain = re.sub(r"[^ !#-\[\]-~]", "_", filename)
    extended = "" if plain == filename else f"; filename*=UTF-8''{quote(filename, safe='')}"
    return f'{"inline" if shown else "attachment"}; filename="{plain}"{extended}'
