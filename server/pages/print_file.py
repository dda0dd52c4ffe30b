"""Organizers fetch the PDF of a print, sent while it is read."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from schema.ids import key_of
from server.actor import ANONYMOUS
from server.pages.download import disposition
from server.pages.page import Site, sign_in_first
from server.printing.fetch import MEDIA_TYPE, print_file
from server.web.identity import context_for

_HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Type": MEDIA_TYPE,
}


def print_file_route(site: Site) -> Route:
    """The route of every print's file. What is not for this viewer, or gone, is answered as what isn't there: 404."""

    async def respond(request: Request) -> Response:
        context = await context_for(request, site.resources)
        if context.actor == ANONYMOUS:
            return sign_in_first(request)
        slug, id_ = request.path_params["slug"], key_of(request.path_params["id"], "print")
        facts = {"actor": context.actor, "slug": slug, "now": context.now}
        found = await print_file(context.database, job_id=id_, **facts) if id_ else None
        kept = await context.files.open(found.file_key) if found is not None else None
        if found is None or kept is None:
            raise HTTPException(404)
        name = f"badges-{found.slug}-{found.requested_at:%Y-%m-%d-%H%M}.pdf"
        headers = {**_HEADERS, "Content-Length": str(kept.size), "Content-Disposition": disposition(name, shown=False)}
        if request.method == "HEAD":
            return Response(headers=headers)
        return StreamingResponse(kept.pieces, headers=headers)

    return Route("/events/{slug}/print/{id}.pdf", respond, methods=["GET"], name="printing/file")
