"""A booth's team opens the résumé of somebody who lets employers have it, sent while it is read."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from schema.ids import key_of
from server.leads.one import lead_resume
from server.pages.card_file import HEADERS, filename
from server.pages.download import disposition
from server.pages.page import Site
from server.people.card_file import MEDIA_TYPES, CardFile
from server.web.identity import context_for


def lead_resume_route(site: Site) -> Route:
    """What is not for this viewer, or not at this moment, is answered as what isn't there: 404."""

    async def respond(request: Request) -> Response:
        context = await context_for(request, site.resources)
        key = key_of(request.path_params["id"], "lead")
        shared = await lead_resume(context.database, actor=context.actor, encounter_id=key) if key else None
        kept = await context.files.open(shared.resume) if shared is not None else None
        if shared is None or kept is None:
            raise HTTPException(404)
        headers = {
            **HEADERS,
            "Content-Type": MEDIA_TYPES[CardFile.RESUME],
            "Content-Length": str(kept.size),
            "Content-Disposition": disposition(filename(CardFile.RESUME, shared.name), shown=False),
        }
        return (
            Response(headers=headers) if request.method == "HEAD" else StreamingResponse(kept.pieces, headers=headers)
        )

    return Route("/leads/{id}/resume.pdf", respond, methods=["GET"], name="leads/resume")
