"""The GraphQL endpoint (GraphQL over HTTP)."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schema import schema
from schema.context import Context, Resources
from server import clock
from server.actor import ANONYMOUS


def routes(resources: Resources) -> list[Route]:
    async def graphql(request: Request) -> Response:
        body = await request.json()
        context = Context(resources, ANONYMOUS, clock.now())
        result = await schema.execute(body["query"], body.get("variables"), context_value=context)
        import orjson

        return Response(orjson.dumps({"data": result.data, "errors": [e.formatted for e in result.errors or []]}))

    return [Route("/graphql", graphql, methods=["POST"])]
