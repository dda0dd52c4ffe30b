"""The session cookie is set and taken back: the one thing that GraphQL does not finish (decision 0001)."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from schema import schema
from schema.context import Resources
from server.config import Settings
from server.people.sign_in import SESSION_LASTS, end_session
from server.web.identity import context_for, cookie_name
from server.web.sign_in_by_provider import provider_routes
from server.web.sign_in_with_passkey import passkey_routes

_SIGN_IN = """
mutation SignIn($token: String!) {
  result: signInWithDemoLink(input: {token: $token}) {
    ... on SignInSuccess { sessionToken }
    ... on UserError { message }
  }
}
"""


def routes(resources: Resources) -> list[BaseRoute]:
    """The demo's one-click links, where this is a demo, the ways to providers and back, passkeys, and signing out."""
    settings, database = resources.settings, resources.database

    async def demo(request: Request) -> Response:
        # A GET that changes something, for the sake of one click: a demo has nothing to protect.
        variables = {"token": request.path_params["token"]}
        result = await schema.execute(_SIGN_IN, variables, await context_for(request, resources))
        answer = (result.data or {}).get("result", {})
        if "sessionToken" not in answer:
            raise HTTPException(404, answer.get("message"))
        response = RedirectResponse(_local(request.query_params.get("next", "/")), 303)
        remember(response, answer["sessionToken"], settings)
        return response

    async def sign_out(request: Request) -> Response:
        if token := request.cookies.get(cookie_name(settings)):
            async with database.write() as session:
                await end_session(session, token=token, now=resources.now())
        response = RedirectResponse("/", 303)
        response.delete_cookie(cookie_name(settings), secure=settings.https, httponly=True, samesite="lax")
        if "clear" in request.query_params:
            # The page asks for it when nothing waits on the device to be sent; it would be lost.
            response.headers["Clear-Site-Data"] = '"storage"'
        return response

    found: list[BaseRoute] = [
        Route("/sign-out", sign_out, methods=["POST"], name="sign_out"),
        *passkey_routes(resources, remember),
    ]
    if settings.demo:
        found.append(Route("/sign-in/demo/{token}", demo, methods=["GET"], name="demo_sign_in"))
    return [*found, *provider_routes(resources, remember)] if settings.providers else found


def remember(response: Response, token: str, settings: Settings) -> None:
    """Make the browser send the session's token with each of its requests to this site, and to no script."""
    response.set_cookie(
        cookie_name(settings),
        token,
        max_age=int(SESSION_LASTS.total_seconds()),
        secure=settings.https,
        httponly=True,
        samesite="lax",
    )
    response.headers["Cache-Control"] = "no-store"


def _local(address: str) -> str:
    """`address` if it stays on this site, else the start page."""
    path = address.replace("\\", "/")
    return address if path.startswith("/") and not path.startswith("//") and path.isprintable() else "/"
