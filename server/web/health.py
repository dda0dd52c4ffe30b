"""A monitor asks whether this process can answer: `GET /healthz`."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from schema.context import Resources
from schema.execution.failures import number_failure


def routes(resources: Resources) -> list[BaseRoute]:
    async def health(_request: Request) -> Response:
        try:
            await resources.database.ping()
        except Exception as failure:  # noqa: BLE001  # whatever it is, the answer is no
            number = number_failure(failure, "/healthz")
            return PlainTextResponse(f"The database does not answer. Failure {number} in the log says why.", 503)
        return PlainTextResponse("ok", headers={"Cache-Control": "no-store"})

    return [Route("/healthz", health, methods=["GET"], name="health")]
