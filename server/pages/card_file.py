"""Whoever may see somebody's photograph or résumé gets the file itself, sent while it is read."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from schema.ids import key_of
from server.contacts.card_file import card_file
from server.pages.download import disposition
from server.pages.page import Site
from server.people.card_file import MEDIA_TYPES, NAMES, CardFile
from server.web.identity import context_for

HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def card_file_route(site: Site, which: CardFile) -> Route:
    """The route of one file of everybody's card. What is not for this viewer is answered as what isn't there: 404."""

    async def respond(request: Request) -> Response:
        context = await context_for(request, site.resources)
        id_ = key_of(request.path_params["id"], "person")
        shared = await card_file(context.database, actor=context.actor, id_=id_, which=which) if id_ else None
        kept = await context.files.open(getattr(shared, which)) if shared is not None else None
        if shared is None or kept is None:
            raise HTTPException(404)
        headers = {
            **HEADERS,
            "Content-Type": MEDIA_TYPES[which],
            "Content-Length": str(kept.size),
            "Content-Disposition": disposition(filename(which, shared.name), shown=which is CardFile.PHOTO),
        }
        return (
            Response(headers=headers) if request.method == "HEAD" else StreamingResponse(kept.pieces, headers=headers)
        )

    return Route(f"/people/{{id}}/{NAMES[which]}", respond, methods=["GET"], name=f"people/{which}")


def filename(which: CardFile, name: str | None) -> str:
    """`Amara Okafor, resume.pdf`: without what file systems refuse."""
    plain = " ".join("".join(c if c.isalnum() or c in "'’.-" else " " for c in name or "").split())[:60].strip(" .")
    return f"{plain}, {NAMES[which]}" if plain else NAMES[which]
