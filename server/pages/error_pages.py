"""What people see instead of a page that isn't there, isn't theirs, or broke."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from server.actor import Program
from server.pages.address import Address, local
from server.pages.page import Site
from server.web.errors import Broken, Handler
from server.web.identity import context_for
from server.web.sign_in_by_provider import NotSignedIn

_NOT_FOUND = (
    "No such room.",
    "This address leads nowhere, or to something that isn’t for you. Both look the same from here.",
)
_WORDS = {
    401: ("Sign in first.", "This is about whoever is signed in, and nobody is."),
    400: ("That can’t be read.", "Something in the address or the form is not as it should be."),
    403: ("Not from here.", "This isn’t yours to change. Nothing was saved."),
    404: _NOT_FOUND,
    405: ("Not this way.", "This address can be read, but nothing can be sent to it. Nothing was saved."),
    422: ("You are not signed in.", "Nothing was done."),
    413: ("Too large.", "That is more than can be sent at once. Nothing was saved."),
}


def error_pages(site: Site) -> dict[type[Exception] | int, Handler]:
    """What `Starlette(exception_handlers=…)` takes: pages for HTTP errors."""
    document = site.documents.read("error")

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        title, lede = _WORDS.get(error.status_code, ("That did not work.", "Nothing was saved."))
        if error.status_code in (400, 422):
            lede = error.detail
        context = await context_for(request, site.resources)
        # A program may lack the scope to ask who it acts for.
        nobody = isinstance(context.actor, Program)
        data = {"viewer": None} if nobody else await site.ask(document.query, {}, context)
        next_ = local(error.next) if isinstance(error, NotSignedIn) else "/"
        response = _poster(site, Address(request.url.path), error.status_code, title, lede, next=next_, **data)
        response.headers.update(error.headers or {})
        return response

    return {HTTPException: refused}


def broken_page(site: Site) -> Broken:
    """The page for a failure of ours. It asks the database nothing: that may be what broke."""

    async def broken(_request: Request, number: str) -> Response:
        lede = f"It is written down under the number {number}. Try again in a minute; tell us the number if it stays."
        return _poster(site, Address("/"), 500, "Something broke here.", lede, viewer=None)

    return broken


def _poster(site: Site, address: Address, status: int, title: str, lede: str, **data: object) -> Response:
    return site.render(
        "error",
        status,
        **({"next": "/"} | data),
        address=address,
        errors={},
        refusal=None,
        status=status,
        title=title,
        lede=lede,
    )
