"""What is asked: one GraphQL request, read from JSON, from a multipart form, or from an address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message, Receive

MAX_JSON = 1024 * 1024
"""Octets of a JSON request: 500 encounters with their notes fit."""
MAX_MULTIPART = 21 * 1024 * 1024
"""Octets of a request with files: the largest photograph that `scanPhoto` takes, and what is around it."""
MAX_FILES = 5
PREFLIGHT = ("graphql-require-preflight", "apollo-require-preflight")
"""Headers that a form on another site can't send: browsers ask us first, and we never agree."""


class Refused(Exception):
    """This is no request of GraphQL over HTTP; nothing was run."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers


@dataclass(frozen=True, slots=True)
class Asked:
    query: str
    variables: dict[str, Any] | None
    operation_name: str | None
    queries_only: bool = False
    form: FormData | None = None
    """Holds the files, to be closed after the answer."""


async def read(request: Request) -> Asked:
    """The operation that `request` asks for. Raises Refused, with the HTTP status that says why."""
    if request.method in ("GET", "HEAD"):
        return _read_address(request)
    if request.method != "POST":
        raise Refused(405, "Ask by POST, or by GET for queries.", {"Allow": "GET, HEAD, POST"})
    media, _, parameters = request.headers.get("content-type", "").partition(";")
    match media.strip().lower():
        case "application/json":
            _refuse_other_charsets(parameters)
            return _asked(_parsed(await limited(request, MAX_JSON).body()))
        case "multipart/form-data":
            return await _read_form(request)
        case _:
            raise Refused(415, "Send application/json, or multipart/form-data with files.")


def _read_address(request: Request) -> Asked:
    given: dict[str, Any] = dict(request.query_params)
    for name in ("variables", "extensions"):
        if name in given:
            given[name] = _parsed(given[name])
    return _asked(given, queries_only=True)


async def _read_form(request: Request) -> Asked:
    if not any(name in request.headers for name in PREFLIGHT):
        raise Refused(400, "Send the header GraphQL-Require-Preflight: 1 with files, so that no other site can.")
    try:
        form = await limited(request, MAX_MULTIPART).form(max_files=MAX_FILES, max_fields=2, max_part_size=MAX_JSON)
    except HTTPException as fault:  # Starlette's, for a MultiPartException
        raise Refused(400, f"This form can't be read: {fault.detail}") from fault
    try:
        return _with_files(form)
    except Refused:
        await form.close()
        raise


def _with_files(form: FormData) -> Asked:
    operations, places = form.get("operations"), form.get("map")
    if not isinstance(operations, str) or not isinstance(places, str):
        raise Refused(400, "A form holds `operations` and `map`, both JSON, before its files.")
    given, map_ = _parsed(operations), _parsed(places)
    if not isinstance(given, dict) or not isinstance(map_, dict):
        raise Refused(400, "`operations` is one operation, and `map` says where each file goes; both are objects.")
    for name, paths in map_.items():
        file = form.get(name)
        if not isinstance(file, UploadFile):
            raise Refused(400, "`map` names a file that the form does not hold.")
        if not isinstance(paths, list):
            raise Refused(400, "`map` gives each file a list of places such as `variables.input.photo`.")
        for path in paths:
            _put(given, path, file)
    return _asked(given, form=form)


def _put(given: dict[str, Any], path: Any, file: UploadFile) -> None:
    """Puts `file` where `path` says, in place of a null."""
    keys = path.split(".") if isinstance(path, str) else []
    here: Any = given
    try:
        if keys[0] != "variables":
            raise KeyError
        for key in keys[:-1]:
            here = here[int(key)] if isinstance(here, list) else here[key]
        last: Any = int(keys[-1]) if isinstance(here, list) else keys[-1]
        if here[last] is not None:
            raise KeyError
    except (KeyError, IndexError, ValueError, TypeError) as fault:
        raise Refused(400, "`map` gives a file a place that is not a null in `operations`.") from fault
    here[last] = file


def _asked(given: Any, *, queries_only: bool = False, form: FormData | None = None) -> Asked:
    if isinstance(given, list):
        raise Refused(400, "Send one operation at a time; lists of them are not taken.")
    if not isinstance(given, dict):
        raise Refused(400, "Send a JSON object with `query`, and where needed `variables` and `operationName`.")
    query, name = given.get("query"), given.get("operationName")
    variables, extensions = given.get("variables"), given.get("extensions")
    if not isinstance(query, str) or not query:
        raise Refused(400, "`query` is missing, or is not text.")
    if name is not None and not isinstance(name, str):
        raise Refused(400, "`operationName` is text, or left out.")
    if variables is not None and not isinstance(variables, dict):
        raise Refused(400, "`variables` is an object, or left out.")
    if extensions is not None and not isinstance(extensions, dict):
        raise Refused(400, "`extensions` is an object, or left out.")
    return Asked(query, variables, name or None, queries_only, form)


def _parsed(text: str | bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as fault:
        raise Refused(400, "This is not JSON in UTF-8.") from fault


def _refuse_other_charsets(parameters: str) -> None:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip().strip('"').lower() not in ("utf-8", "utf8"):
            raise Refused(415, "Send JSON in UTF-8.")


def limited(request: Request, most: int) -> Request:
    """The same request, which raises Refused once its body passes `most` octets."""
    too_large = Refused(413, f"This request is too large; {most:,} octets are the most.")
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > most:
        raise too_large
    receive: Receive = request.receive
    received = 0

    async def counted() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > most:
            raise too_large
        return message

    return Request(request.scope, counted)
