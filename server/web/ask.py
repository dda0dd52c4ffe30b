"""Our own graph is asked for one result on behalf of whoever sent a request."""

from typing import Any

from starlette.requests import Request

from schema import schema
from schema.context import Resources
from server.web.identity import context_for


async def ask(document: str, variables: dict[str, Any], request: Request, resources: Resources) -> dict[str, Any]:
    """What `document` answers as `result`: a success or a refusal. Raises what went wrong where it is neither."""
    result = await schema.execute(document, variables, await context_for(request, resources))
    if not result.data:
        assert result.errors, "GraphQL answers with data, or says why not"
        raise result.errors[0]
    answer: dict[str, Any] = result.data["result"]
    return answer
