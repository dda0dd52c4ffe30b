"""Whoever sees an event gets its picture, sent while it is read; calendar programs get that of a published one."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from server.entity_tag import entity_tag
from server.events.models import Publication
from server.events.picture import MEDIA_TYPE, picture_of
from server.pages.page import Site
from server.web.identity import context_for
from server.web.validators import unchanged

_HEADERS = {"Content-Type": MEDIA_TYPE, "Content-Security-Policy": "default-src 'none'; sandbox"}
_PUBLIC = {"Cache-Control": "public, max-age=300", "Cross-Origin-Resource-Policy": "cross-origin"}
_PRIVATE = {"Cache-Control": "private, no-store", "Cross-Origin-Resource-Policy": "same-origin"}


def event_picture_route(site: Site) -> Route:
    """The route of every event's picture. What is not for this viewer is answered as what isn't there: 404."""

    async def respond(request: Request) -> Response:
        context = await context_for(request, site.resources)
        found = await picture_of(context.database, actor=context.actor, slug=request.path_params["slug"])
        kept = await context.files.open(found.image_key) if found is not None else None
        if found is None or kept is None:
            raise HTTPException(404)
        tag = entity_tag(found.image_key.encode())  # every picture has a key of its own
        public = found.publication is Publication.PUBLISHED
        headers = {**(_PUBLIC if public else _PRIVATE), "ETag": tag}
        if unchanged(request.headers, tag, tag, None) is not None:
            return Response(status_code=304, headers=headers)
        headers |= {
            **_HEADERS,
            "Content-Length": str(kept.size),
            "Content-Disposition": 'inline; filename="picture.jpg"',
        }
        if request.method == "HEAD":
            return Response(headers=headers)
        return StreamingResponse(kept.pieces, headers=headers)

    return Route("/events/{slug}/picture.jpg", respond, methods=["GET"], name="events/picture.jpg")
