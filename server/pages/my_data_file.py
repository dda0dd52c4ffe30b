"""A person downloads everything about them: the one file that is sent while it is made."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from server.actor import ANONYMOUS
from server.errors import ScopeMissing
from server.my_data.export import FILENAME, PATH, export_my_data
from server.pages.page import Site, sign_in_first
from server.web.identity import context_for


def my_data_file(site: Site) -> Route:
    """The route of the ZIP file: kept by no cache, for nobody but the one who is signed in or a program of theirs."""

    async def respond(request: Request) -> Response:
        context = await context_for(request, site.resources)
        if context.actor == ANONYMOUS:
            return sign_in_first(request)
        headers = {
            "Content-Disposition": f'attachment; filename="{FILENAME}"',
            "Content-Type": "application/zip",
            "Cache-Control": "private, no-store",
        }
        if request.method == "HEAD":
            return Response(headers=headers)
        try:
            stream = await export_my_data(
                context.database,
                context.files,
                actor=context.actor,
                base_url=context.settings.base_url,
                now=context.now,
            )
        except ScopeMissing as refusal:
            raise HTTPException(403, refusal.message) from refusal
        return StreamingResponse(stream, headers=headers)

    return Route(PATH, respond, methods=["GET"], name="my_data/file")
