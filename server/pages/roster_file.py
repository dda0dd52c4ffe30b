"""A device takes an event's sealed roster along: octets as they are, kept by no cache of HTTP."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.pages.page import Site
from server.rosters.may import RosterAudience
from server.rosters.take import take_roster
from server.web.identity import context_for


def roster_file_route(site: Site) -> Route:
    """The route of every event's roster. Whoever may not have it is answered as if there were none: 204, since
    scanners ask wherever they are opened, and browsers write a 404 down as a fault."""

    async def respond(request: Request) -> Response:
        context, asked = await context_for(request, site.resources), request.query_params
        try:
            audience = RosterAudience(asked.get("audience", "SCAN"))
        except ValueError:
            raise HTTPException(404) from None
        taken = await take_roster(
            context.database,
            context.resources.rosters,
            settings=context.settings,
            actor=context.actor,
            slug=request.path_params["slug"],
            audience=audience,
            have=asked.get("have"),
            now=context.now,
        )
        if taken is None:
            return Response(status_code=204, headers={"Cache-Control": "private, no-store"})
        headers = {
            "Content-Type": "application/octet-stream",
            "Cache-Control": "private, no-store",
            "Cross-Origin-Resource-Policy": "same-origin",
            "ETag": taken.etag,
        }
        return Response(taken.octets, headers=headers)

    return Route("/events/{slug}/roster", respond, methods=["GET"], name="events/roster")
