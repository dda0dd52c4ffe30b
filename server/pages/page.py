"""A page is a GraphQL document and a template: it shows the answer to its query, and its forms run its mutations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from graphql import build_schema
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from schema import schema
from schema.context import Context, Resources
from server.actor import ANONYMOUS
from server.pages.address import Address, filled, local
from server.pages.documents import Document, Documents, Operation
from server.pages.forms import Faults, Fields, gathered, has_local_time, variables
from server.pages.templates import environment
from server.web.asked import MAX_MULTIPART, Refused, limited
from server.web.identity import context_for
from server.web.onward import onward
from server.web.sign_in import remember

MAX_FIELDS = 100
MAX_FIELD = 64 * 1024
"""Octets of one field that is not a file."""


STATUSES = {
    "SignInRequired": 401,
    "NotFound": 404,
    "NotPermitted": 403,
    "ScopeMissing": 403,
    "SessionRequired": 403,
    "InvalidInput": 400,
}
"""What a page answers where its query was refused, by the refusal's name."""


class Failed(Exception):
    """An operation of ours broke, or should never have been sent: 500."""

    def __init__(self, message: str, number: str | None) -> None:
        super().__init__(message)
        self.number = number
        """Under which the log has it, if it was written down already."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the site map."""

    path: str
    name: str
    """Of the document and the template, such as `events/show`."""
    subject: str | None = None
    """The root field without which there is no such page: 404."""
    then: str | Mapping[str, str] | None = None
    """Where a form that succeeded leads, with fields of its result in braces; None: back to the page.

    Where forms lead to several places, each by the success's name; what is not named leads back.
    """
    signed_in: bool = False
    """Whether it is only about whoever is signed in. Others are led to the sign-in page, and back."""
    onward: bool = False
    """Whether a form that succeeded leads to the path that `next` in the address names."""
    shows: str | None = None
    """The success, such as `CreateApiTokenSuccess`, that the page shows once instead of leading anywhere."""


@cache
def shipped() -> Documents:
    """The documents of all pages: they are validated once in a process, however many applications it opens."""
    return Documents(build_schema(schema.as_str()))


class Site:
    """What all pages share: the schema they ask, their documents, and how templates are read."""

    def __init__(self, resources: Resources) -> None:
        self.resources = resources
        self.documents = shipped()
        self.templates = environment(resources.settings)
        self.zones = self.documents.read("zones")

    async def ask(self, operation: Operation, values: Mapping[str, Any], context: Context) -> dict[str, Any]:
        """The data that answers `operation`. Raises HTTPException where a query was refused, Failed for a bug."""
        result = await schema.execute(operation.text, dict(values), context, operation_name=operation.name)
        for error in result.errors or ():
            facts = error.extensions or {}
            # Documents are valid since the start, so an error without a place in the answer is about a variable.
            status = 400 if error.path is None else STATUSES.get(facts.get("code", ""))
            raise HTTPException(status, error.message) if status else Failed(error.message, facts.get("number"))
        return result.data or {}

    async def variables(self, operation: Operation, fields: Fields, context: Context) -> tuple[dict[str, Any], Faults]:
        """What `fields` give for the variables of `operation`, and what is the matter with the others."""
        definitions = operation.definition.variable_definitions or ()
        zone = await self._zone(fields, context)
        return variables(definitions, self.documents.schema, fields, zone)

    async def _zone(self, fields: Fields, context: Context) -> ZoneInfo:
        """The zone of what is typed without one: of the campus it is asked for, else of the viewer, else the first."""
        if not has_local_time(fields):
            return ZoneInfo("UTC")
        data = await self.ask(self.zones.query, {}, context)
        asked = [campus["timeZone"] for campus in data["campuses"] if campus["slug"] in fields.get("campus", ())]
        viewers = [data["viewer"]["timeZone"]] if data["viewer"] else []
        return ZoneInfo([*asked, *viewers, *(campus["timeZone"] for campus in data["campuses"]), "UTC"][0])

    def render(self, name: str, status: int, /, **given: Any) -> HTMLResponse:
        return HTMLResponse(self.templates.get_template(f"{name}.html").render(**given), status)


@dataclass(frozen=True, slots=True)
class Answer:
    """How a form fared, for its page to show."""

    faults: Faults = field(default_factory=dict)
    refusal: Mapping[str, Any] | None = None
    """The payload's refusal with its `__typename`, where it is not about single fields."""
    done: Mapping[str, Any] | None = None
    """The payload's success, where the page is to show it."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page's endpoint."""

    site: Site
    entry: Entry
    document: Document

    @property
    def route(self) -> Route:
        methods = ["GET", "POST"] if self.document.mutations else ["GET"]
        return Route(self.entry.path, self.respond, methods=methods, name=self.entry.name)

    async def respond(self, request: Request) -> Response:
        """Show the page, or do what its form says. Raises HTTPException where there is no such page."""
        context = await context_for(request, self.site.resources)
        if self.entry.signed_in and context.actor == ANONYMOUS:
            return sign_in_first(request)
        asked = gathered(request.query_params, request.path_params)
        if request.method != "POST":
            return await self.show(request, context, asked, asked, Answer())
        try:
            body = limited(request, MAX_MULTIPART)
            async with body.form(max_files=1, max_fields=MAX_FIELDS, max_part_size=MAX_FIELD) as form:
                return await self.change(request, context, asked, gathered(form))
        except Refused as refusal:
            raise HTTPException(refusal.status, refusal.message) from refusal

    async def change(self, request: Request, context: Context, asked: Fields, sent: Fields) -> Response:
        """Run the mutation that the form names, or the only one."""
        mutation = self._mutation(sent)
        given = {**sent, **asked}
        values, faults = await self.site.variables(mutation, given, context)
        if faults:
            return await self.show(request, context, asked, given, Answer(faults))
        result = (await self.site.ask(mutation, values, context))["result"]
        match result["__typename"]:
            case "SignInRequired":
                return sign_in_first(request)
            case "NotFound":
                raise HTTPException(404)
            case "InvalidInput":
                faults = {".".join(fault["path"]): fault["message"] for fault in reversed(result["faults"])}
                return await self.show(request, context, asked, given, Answer(faults))
            case typename if typename == self.entry.shows:
                response = await self.show(request, context, asked, {}, Answer(done=result))
                response.headers["Cache-Control"] = "no-store"
                return response
            case typename if typename.endswith("Success"):
                response = RedirectResponse(self._onward(request, result), 303)
                if "sessionToken" in result:
                    remember(response, result["sessionToken"], self.site.resources.settings)
                return response
            case _:
                return await self.show(request, context, asked, given, Answer(refusal=result))

    async def show(self, request: Request, context: Context, asked: Fields, typed: Fields, answer: Answer) -> Response:
        """The template with the query's data. A faulty parameter is left out, and the page says so (400)."""
        values, faults = await self.site.variables(self.document.query, asked, context)
        data = await self.site.ask(self.document.query, values, context)
        if self.entry.subject and data[self.entry.subject] in (None, {}):  # {}: an id of something else
            raise HTTPException(404)
        refused = 422 if answer.faults or answer.refusal else None
        return self.site.render(
            self.entry.name,
            refused or (400 if faults else 200),
            **data,
            address=_address(request),
            errors=faults | answer.faults,
            refusal=answer.refusal,
            done=answer.done,
            typed=_typed(typed),
            ticked=_ticked(typed if refused else None),
            now=context.now.isoformat(),
        )

    def _onward(self, request: Request, result: Mapping[str, Any]) -> str:
        if self.entry.onward:
            return onward(result, local(request.query_params.get("next", "/")))
        then = (
            self.entry.then if isinstance(self.entry.then, str) else (self.entry.then or {}).get(result["__typename"])
        )
        return filled(then, result) if then else str(_address(request))

    def _mutation(self, sent: Fields) -> Operation:
        mutations = self.document.mutations
        if len(mutations) == 1:
            return next(iter(mutations.values()))
        name = next(iter(sent.get("operation", ())), "")
        if not isinstance(name, str) or name not in mutations:
            raise HTTPException(400, "This form doesn’t say what it is for. Load the page again and repeat.")
        return mutations[name]


def sign_in_first(request: Request) -> Response:
    """To the sign-in page, and from there back to what was wanted."""
    return RedirectResponse("/sign-in?" + urlencode({"next": local(str(_address(request)))}), 303)


def _address(request: Request) -> Address:
    return Address(request.url.path, tuple(request.query_params.multi_items()))


def _typed(fields: Fields) -> Any:
    def typed(name: str, default: str = "") -> str:
        """What the visitor last typed into a field; files can't be given back."""
        values: Sequence[str | UploadFile] = fields.get(name, ())
        return next((value for value in values if isinstance(value, str)), default)

    return typed


def _ticked(sent: Fields | None) -> Any:
    def ticked(name: str, value: str, default: bool = False) -> bool:
        """Whether the visitor had ticked `value` in a form that is shown again; `default` in a fresh one."""
        return default if sent is None else value in sent.get(name, ())

    return ticked
