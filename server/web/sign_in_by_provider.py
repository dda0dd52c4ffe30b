"""A browser goes to a provider and comes back: GraphQL says where to, and signs in; cookies say it is the same one."""

from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from schema.context import Resources
from server.config import Settings
from server.people.go_to_provider import ATTEMPT_LASTS
from server.web.ask import ask
from server.web.identity import cookie_name
from server.web.onward import onward

COOKIE = "hallway_provider"

_GO = """
mutation Go($provider: String!, $next: String!, $browserToken: String) {
  result: goToSignInProvider(input: {provider: $provider, next: $next, browserToken: $browserToken}) {
    __typename
    ... on GoToSignInProviderSuccess { address browserToken }
    ... on UserError { message }
  }
}
"""
_SIGN_IN = """
mutation SignIn(
  $provider: String!, $state: String!, $browserToken: String!, $code: String, $error: String, $issuer: String
) {
  result: signInWithProvider(input: {
    provider: $provider, state: $state, browserToken: $browserToken, code: $code, error: $error, issuer: $issuer
  }) {
    ... on SignInWithProviderSuccess { sessionToken offersPasskey next }
    ... on UserError { message }
    ... on ProviderSignInRefused { next }
  }
}
"""


class NotSignedIn(HTTPException):
    """The page says why, and leads to the other ways to sign in, and from there to where `next_` says."""

    def __init__(self, why: str, next_: str) -> None:
        super().__init__(422, why)
        self.next = next_


def provider_routes(resources: Resources, remember: Callable[[Response, str, Settings], None]) -> list[BaseRoute]:
    """The way to each provider, and the way back. `remember` sets the session's cookie."""
    settings = resources.settings

    async def go(request: Request) -> Response:
        # A link, since browsers hold `form-action` against where a form is led on to.
        variables = {
            "provider": request.path_params["provider"],
            "next": request.query_params.get("next", "/"),
            "browserToken": request.cookies.get(cookie_name(settings, COOKIE)),
        }
        answer = await ask(_GO, variables, request, resources)
        if answer["__typename"] == "NotFound":
            raise HTTPException(404)
        if "address" not in answer:
            raise NotSignedIn(answer["message"], variables["next"])
        response = RedirectResponse(answer["address"], 303)
        response.set_cookie(
            cookie_name(settings, COOKIE),
            answer["browserToken"],
            max_age=int(ATTEMPT_LASTS.total_seconds()),
            secure=settings.https,
            httponly=True,
            samesite="lax",
        )
        return response

    async def back(request: Request) -> Response:
        variables = {
            "provider": request.path_params["provider"],
            "state": request.query_params.get("state", ""),
            "browserToken": request.cookies.get(cookie_name(settings, COOKIE), ""),
            "code": request.query_params.get("code"),
            "error": request.query_params.get("error"),
            "issuer": request.query_params.get("iss"),
        }
        answer = await ask(_SIGN_IN, variables, request, resources)
        if "sessionToken" not in answer:
            raise NotSignedIn(answer["message"], answer["next"])
        response = RedirectResponse(onward(answer, answer["next"]), 303)
        remember(response, answer["sessionToken"], settings)
        return response

    return [
        Route("/sign-in/with/{provider}", go, methods=["GET"], name="go_to_provider"),
        Route("/sign-in/from/{provider}", back, methods=["GET"], name="sign_in_by_provider"),
    ]
