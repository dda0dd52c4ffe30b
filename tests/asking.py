"""Those who ask for what the table of test_who_may.py names, and what they get."""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass
from io import BytesIO
from string import Template
from typing import Any

import httpx
from conftest import NOW
from starlette.datastructures import UploadFile

from schema import schema
from schema.context import Context, Resources
from schema.execution.subscriptions import follow
from server.actor import ANONYMOUS, Actor, Member, Program, Scope
from server.app import create_app
from server.people.sign_in import start_session
from server.seed import SeededCampus

ROLES = {
    "stranger": None,
    "program": "ada",
    "member": "siobhan",
    "recruiter": "dana",
    "organizer": "eli",
    "officer": "tomas",
    "door": "fay",
    "administrator": "gus",
    "owner": "ada",
}
"""Who asks. The program is one of Ada's that may only read events; the organizer and the officer are the Robotics
Club's, of which Ada is a member; the recruiter is at booth B7 of the fair, at whose door Fay stands; Gus administers
the campus of all of them; what belongs to a person in the table is Ada's."""

ALL = "all"
"""Everybody whom a row doesn't name."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One database with everything that the table names, and the words that stand for it there."""

    resources: Resources
    campus: SeededCampus
    words: dict[str, str]
    photo: bytes

    def actor(self, role: str) -> Actor:
        key = ROLES[role]
        if key is None:
            return ANONYMOUS
        id_ = self.campus.people[key]
        return Program(id_, frozenset({Scope.READ_EVENTS})) if role == "program" else Member(id_)

    def filled(self, text: str) -> str:
        return Template(text).substitute(self.words)


async def asked(stage: Stage, role: str, root: str, text: str) -> str:
    """What becomes of a field of `Query`, `Viewer`, `Mutation` or `Subscription`, in a word: see `told`."""
    field = stage.filled(text)
    context = Context(stage.resources, stage.actor(role), NOW)
    takes = "($photo: Upload!)" if "@photo" in field else ""
    document = {
        "Query": f"{{ result: {field} }}",
        "Viewer": f"{{ viewer {{ result: {field} }} }}",
        "Mutation": f"mutation{takes} {{ result: {field} {{ __typename }} }}",
    }.get(root)
    if document is None:
        return await _followed(stage, role, field)
    variables = {}
    if "@photo" in field:
        document = document.replace("@photo", "$photo")
        variables["photo"] = UploadFile(BytesIO(stage.photo), filename="badge.png")
    result = await schema.execute(document, variables, context)
    return told(result.data, result.errors, nested=root == "Viewer")


async def _followed(stage: Stage, role: str, field: str) -> str:
    """A subscription that waits for news has begun."""
    answers = follow(
        schema, f"subscription {{ {field} }}", {}, lambda: Context(stage.resources, stage.actor(role), NOW)
    )
    async with aclosing(answers):
        try:
            answer = await asyncio.wait_for(anext(answers), 0.3)
        except TimeoutError:
            return "yes"
    return told(answer.data, answer.errors)


def told(data: Any, errors: Any, *, nested: bool = False) -> str:
    """`yes`; `none` for null and nothing; a mutation's member of the union; else the error's code."""
    if errors:
        return str((errors[0].extensions or {}).get("code", errors[0].message))
    found = (data["viewer"] or {}).get("result") if nested else data["result"]
    if isinstance(found, dict) and "edges" in found:
        found = found["edges"]
    if not found:
        return "none"
    name = found.get("__typename") if isinstance(found, dict) else None
    return str(name) if name else "yes"


async def opened(stage: Stage, path: str, roles: list[str]) -> dict[str, str]:
    """What a browser gets that opens a page or a file: the status, or that it is led to the sign-in page."""
    resources = stage.resources
    app = create_app(resources.settings, now=lambda: NOW)
    got = {}
    async with app.router.lifespan_context(app):
        for role in roles:
            cookies = {}
            if (key := ROLES[role]) is not None:
                async with resources.database.write() as session:
                    token = await start_session(session, person_id=stage.campus.people[key], user_agent="", now=NOW)
                cookies["hallway_session"] = token
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(
                transport=transport, base_url=resources.settings.base_url, cookies=cookies
            ) as client:
                answer = await client.get(stage.filled(path))
            leads = answer.headers.get("location", "")
            got[role] = "sign in" if leads.startswith("/sign-in?") else str(answer.status_code)
    return got
