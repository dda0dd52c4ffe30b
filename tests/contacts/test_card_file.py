"""A photograph and a résumé reach whom their person shares them with, and look absent to everybody else."""

from collections.abc import Awaitable, Callable
from typing import Any

import drawn
import httpx
import pytest
from conftest import NOW, Execute, SignIn
from hall import Hall
from sqlalchemy import update
from starlette.applications import Starlette

from server.actor import Member, Scope
from server.contacts.employer_choice import ForEmployers, choose_for_employers
from server.contacts.withdraw import Everybody, withdraw
from server.people.models import Audience, Person
from server.people.sign_in import issue_api_token, start_session

FILES = {"photo": "photo.jpg", "resume": "resume.pdf"}
SEES = "query ($id: ID!) { node(id: $id) { ... on Person { photo resume } } }"
OPENS = Callable[[str | None], Awaitable[dict[str, int]]]


@pytest.fixture
async def octets(app: Starlette, hall: Hall) -> dict[str, bytes]:
    """What Ada has on her card."""
    kept = {"photo": drawn.photo(), "resume": drawn.resume()}
    keys = {which: await app.state.resources.files.keep(file) for which, file in kept.items()}
    async with hall.database.write() as session:
        await session.execute(update(Person).where(Person.id == hall.person("ada")).values(keys))
    return kept


@pytest.fixture
def opens(client: httpx.AsyncClient, hall: Hall, octets: dict[str, bytes], execute: Execute) -> OPENS:
    """Which of Ada's files somebody gets, by what the graph says and by what their addresses answer."""

    async def run(viewer: str | None) -> dict[str, int]:
        client.cookies.clear()
        if viewer is not None:
            async with hall.database.write() as session:
                token = await start_session(session, person_id=hall.person(viewer), user_agent="", now=NOW)
            client.cookies.set("hallway_session", token)
        ada = f"person_{hall.person('ada').hex}"
        node = (await execute(viewer, SEES, id=ada))["data"]["node"]
        got = {}
        absent = await client.get(f"/people/person_{'0' * 32}/photo.jpg")
        for which, name in FILES.items():
            answer = await client.get(f"/people/{ada}/{name}")
            got[which] = answer.status_code
            if node is not None:  # else she shares no name, and may be seen on her badge only
                assert node[which] == (f"/people/{ada}/{name}" if answer.status_code == 200 else None)
            if answer.status_code == 200:
                assert answer.content == octets[which]
            else:
                assert answer.text.replace(f"/people/{ada}/{name}", "") == absent.text.replace(
                    f"/people/person_{'0' * 32}/photo.jpg", ""
                )
                assert dict(answer.headers).keys() == dict(absent.headers).keys()
        return got

    return run


BOTH, NEITHER = {"photo": 200, "resume": 200}, {"photo": 404, "resume": 404}
PHOTO, RESUME = {"photo": 200, "resume": 404}, {"photo": 404, "resume": 200}


async def test_at_first_people_one_met_see_the_photograph_and_nobody_reads_the_resume(hall: Hall, opens: OPENS) -> None:
    await hall.scan("ben", "ada")
    await hall.scan("ada", "ben")

    got = {viewer: await opens(viewer) for viewer in (None, "bruno", "ben", "ada")}

    assert got == {None: NEITHER, "bruno": NEITHER, "ben": PHOTO, "ada": BOTH}


@pytest.mark.parametrize(
    ("audience", "seen_by"),
    [
        (Audience.EVERYONE, [None, "bruno", "ben", "ada"]),
        (Audience.MEMBERS, ["bruno", "ben", "ada"]),
        (Audience.MET, ["ben", "ada"]),
        (Audience.NOBODY, ["ada"]),
    ],
)
async def test_each_reaches_its_audience_only(
    hall: Hall, opens: OPENS, audience: Audience, seen_by: list[str | None]
) -> None:
    # Even where nobody is shown so much as a name.
    await hall.card("ada", name_audience=Audience.NOBODY, photo_audience=audience, resume_audience=audience)
    await hall.scan("ben", "ada")
    await hall.scan("ada", "ben")

    for viewer in (None, "bruno", "ben", "ada"):
        got = await opens(viewer)

        assert got == (BOTH if viewer in seen_by else NEITHER), viewer


async def test_an_employers_people_read_the_resume_only_by_choice(hall: Hall, opens: OPENS) -> None:
    await hall.card("ada", photo_audience=Audience.MEMBERS, resume_audience=Audience.MEMBERS)
    fair = hall.campus.events["fair"]
    await hall.scan("dana", "ada", event_id=fair)
    unasked = await opens("dana")

    await choose(hall, [ForEmployers.RESUME], fair)
    chosen = await opens("dana")
    await choose(hall, [], fair)

    assert (unasked, chosen, await opens("dana")) == (PHOTO, BOTH, PHOTO)
    assert await opens("bruno") == BOTH  # a member who is no employer's


async def test_a_resume_for_employers_is_for_nobody_else(hall: Hall, opens: OPENS) -> None:
    await hall.scan("dana", "ada", event_id=hall.campus.events["fair"])
    await hall.scan("ben", "ada")

    await choose(hall, [ForEmployers.RESUME], None)

    assert (await opens("dana"))["resume"] == 200
    assert {viewer: (await opens(viewer))["resume"] for viewer in (None, "bruno", "ben", "jonas")} == {
        None: 404,
        "bruno": 404,
        "ben": 404,
        "jonas": 404,  # of another employer, who has not met her
    }


async def test_what_is_withdrawn_is_gone_at_once(hall: Hall, opens: OPENS) -> None:
    await hall.card("ada", photo_audience=Audience.MEMBERS, resume_audience=Audience.MEMBERS)
    await hall.scan("ben", "ada")
    before = await opens("ben")

    async with hall.database.write() as session:
        await withdraw(session, actor=Member(hall.person("ada")), from_whom=Everybody(), now=NOW)

    assert (before, await opens("ben")) == (BOTH, NEITHER)


async def test_what_was_not_granted_stays_closed_until_the_next_scan(hall: Hall, opens: OPENS) -> None:
    await hall.card("ada", photo_audience=Audience.NOBODY)
    await hall.scan("ben", "ada")
    await hall.card("ada", photo_audience=Audience.MEMBERS)
    before = await opens("ben")

    await hall.scan("ben", "ada")

    assert (before, await opens("ben")) == (NEITHER, PHOTO)


async def test_whoever_is_blocked_sees_what_a_stranger_sees(hall: Hall, opens: OPENS) -> None:
    await hall.card("ada", photo_audience=Audience.EVERYONE, resume_audience=Audience.MEMBERS)
    await hall.scan("ben", "ada")

    await hall.block("ada", "ben")

    assert await opens("ben") == PHOTO


async def test_whoever_waits_for_a_yes_sees_what_members_see(hall: Hall, opens: OPENS) -> None:
    await hall.card("ada", saved_by="CONFIRM", photo_audience=Audience.MEMBERS, resume_audience=Audience.MET)

    await hall.scan("bruno", "ada")

    assert await opens("bruno") == PHOTO


async def test_a_photograph_is_shown_and_a_resume_is_saved(
    hall: Hall, client: httpx.AsyncClient, sign_in: SignIn, octets: dict[str, bytes]
) -> None:
    await sign_in("ada")
    ada = f"person_{hall.person('ada').hex}"

    photo = await client.get(f"/people/{ada}/photo.jpg")
    resume = await client.get(f"/people/{ada}/resume.pdf")
    head = await client.head(f"/people/{ada}/resume.pdf")

    assert photo.headers["content-type"] == "image/jpeg"
    assert photo.headers["content-disposition"] == 'inline; filename="Ada Okafor, photo.jpg"'
    assert resume.headers["content-type"] == "application/pdf"
    assert resume.headers["content-disposition"] == 'attachment; filename="Ada Okafor, resume.pdf"'
    for answer in (photo, resume, head):
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert (head.content, head.headers["content-length"]) == (b"", str(len(octets["resume"])))


async def test_a_program_gets_a_file_with_the_scope(
    hall: Hall, client: httpx.AsyncClient, octets: dict[str, bytes]
) -> None:
    got = []
    for scope in (Scope.CONTACTS, Scope.READ_EVENTS):
        async with hall.database.write() as session:
            token = await issue_api_token(
                session, person_id=hall.person("ada"), name="Files", scopes=frozenset({scope}), now=NOW
            )
        headers = {"Authorization": f"Bearer {token}"}
        got.append(await client.get(f"/people/person_{hall.person('ada').hex}/photo.jpg", headers=headers))

    assert [answer.status_code for answer in got] == [200, 404]


async def test_a_file_that_is_lost_is_absent(
    hall: Hall, app: Starlette, client: httpx.AsyncClient, sign_in: SignIn, octets: dict[str, bytes]
) -> None:
    files: Any = app.state.resources.files
    row = (await hall.database.rows(Person.__table__.select().where(Person.id == hall.person("ada"))))[0]
    await files.remove([row.photo])
    await sign_in("ada")

    answer = await client.get(f"/people/person_{hall.person('ada').hex}/photo.jpg")

    assert answer.status_code == 404


async def choose(hall: Hall, fields: list[ForEmployers], event: Any) -> None:
    async with hall.database.write() as session:
        ada = Member(hall.person("ada"))
        await choose_for_employers(session, actor=ada, event_id=event, fields=fields, now=NOW)
