"""A card that is taken along holds what its owner may see, and no line of what they may not."""

import pytest
from conftest import NOW, Execute
from hall import Hall
from sqlalchemy import update

from server.actor import Member
from server.contacts.withdraw import Everybody, withdraw
from server.people.models import Audience, Person

TAKEN = "query($id: ID!) { node(id: $id) { ... on Contact { vcard { text } } } }"
LINES = {
    "languages_audience": "LANG;PREF=1:cy",
    "open_to_audience": "Open to: research",
    "campus_audience": "Campus: London",
}


@pytest.fixture
async def contact_id(hall: Hall) -> str:
    """Ben among Ada's contacts, with something in every one of these lines."""
    values = {"languages": "cy", "open_to": "RESEARCH", "campus_id": hall.campus.campuses["london"]}
    async with hall.database.write() as session:
        await session.execute(update(Person).where(Person.id == hall.person("ben")).values(**values))
    await hall.card("ben", **dict.fromkeys(LINES, Audience.MEMBERS))
    await hall.scan("ada", "ben")
    return f"contact_{(await hall.contact('ada', 'ben')).id.hex}"


async def taken(execute: Execute, viewer: str | None, id_: str) -> str | None:
    node = (await execute(viewer, TAKEN, id=id_))["data"]["node"]
    return None if node is None else str(node["vcard"]["text"])


async def test_take_along_what_is_shared(execute: Execute, contact_id: str) -> None:
    text = await taken(execute, "ada", contact_id)

    assert text is not None
    assert [line for line in LINES.values() if line not in text] == []
    assert "Welsh" in text


@pytest.mark.parametrize("audience", LINES)
async def test_take_along_no_line_that_is_kept_back(
    hall: Hall, execute: Execute, contact_id: str, audience: str
) -> None:
    await hall.card("ben", **{audience: Audience.NOBODY})

    text = await taken(execute, "ada", contact_id)

    assert text is not None
    assert [name for name, line in LINES.items() if line not in text] == [audience]
    assert ("Welsh" in text) == (audience != "languages_audience")


async def test_take_along_nothing_of_who_has_withdrawn(hall: Hall, execute: Execute, contact_id: str) -> None:
    async with hall.database.write() as session:
        await withdraw(session, actor=Member(hall.person("ben")), from_whom=Everybody(), now=NOW)

    text = await taken(execute, "ada", contact_id)

    assert text is not None
    assert [line for line in (*LINES.values(), "Welsh") if line in text] == []


@pytest.mark.parametrize("viewer", [None, "chen", "ben"])
async def test_take_along_nobody_elses_contact(execute: Execute, contact_id: str, viewer: str | None) -> None:
    assert await taken(execute, viewer, contact_id) is None
