"""A browser is asked for a passkey and answers: GraphQL asks and signs in; a cookie says it is the same browser."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from schema.context import Resources
from server.config import Settings
from server.people.passkey_challenge import CHALLENGE_LASTS
from server.web.ask import ask
from server.web.asked import MAX_JSON, Refused, limited
from server.web.identity import cookie_name

COOKIE = "hallway_passkey"
_BEGIN = """
mutation Begin($browserToken: String) {
  result: beginPasskeySignIn(input: {browserToken: $browserToken}) {
    ... on BeginPasskeySignInSuccess { options browserToken }
    ... on UserError { message }
  }
}
"""
_SIGN_IN = """
mutation SignIn($credential: String!, $browserToken: String!) {
  result: signInWithPasskey(input: {credential: $credential, browserToken: $browserToken}) {
    ... on SignInSuccess { sessionToken }
    ... on UserError { message }
  }
}
"""


def passkey_routes(resources: Resources, remember: Callable[[Response, str, Settings], None]) -> list[BaseRoute]:
    """What the script of the sign-in page asks. `remember` sets the session's cookie.

    Answers are JSON: `options` for the browser, nothing once it is signed in, or `message` with a status of 422.
    """
    settings = resources.settings

    async def begin(request: Request) -> Response:
        answer = await ask(
            _BEGIN, {"browserToken": request.cookies.get(cookie_name(settings, COOKIE))}, request, resources
        )
        if "options" not in answer:
            return JSONResponse(answer, 422)
        response = JSONResponse({"options": answer["options"]})
        response.set_cookie(
            cookie_name(settings, COOKIE),
            answer["browserToken"],
            max_age=int(CHALLENGE_LASTS.total_seconds()),
            path="/",
            secure=settings.https,
            httponly=True,
            samesite="strict",
        )
        return response

    async def sign_in(request: Request) -> Response:
        try:
            credential = (await limited(request, MAX_JSON).body()).decode()
        except (Refused, UnicodeDecodeError):
            credential = ""
        variables = {"credential": credential, "browserToken": request.cookies.get(cookie_name(settings, COOKIE), "")}
        answer = await ask(_SIGN_IN, variables, request, resources)
        if "sessionToken" not in answer:
            return JSONResponse(answer, 422)
        response = JSONResponse({})
        remember(response, answer["sessionToken"], settings)
        return response

    return [
        Route("/sign-in/with-passkey/question", begin, methods=["POST"], name="begin_passkey_sign_in"),
        Route("/sign-in/with-passkey", sign_in, methods=["POST"], name="sign_in_with_passkey"),
    ]
