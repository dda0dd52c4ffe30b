"""An owner finds a contact by what they see and what they wrote, and can't probe what is hidden."""

from typing import Any

import pytest
from hall import Hall
from sqlalchemy import update

from server.actor import ANONYMOUS, Member
from server.contacts import queries
from server.contacts.models import Contact
from server.errors import InvalidInput
from server.people.models import Audience


async def found(hall: Hall, text: str, owner: str = "ada", **arguments: Any) -> list[Any]:
    actor = Member(hall.person(owner))
    page = await queries.contacts(hall.database, actor=actor, first=100, text=text, **arguments)
    return [row.name for row in page.rows]


@pytest.mark.parametrize(
    "text",
    ["Bến Nguyễn", "ben nguyen", "NGUYEN", "nguy", "say when they will die", "Anodes", "nguyen anodes", "  nguyen  "],
)
async def test_contact_is_found_whatever_the_accents_and_case(hall: Hall, text: str) -> None:
    await hall.scan("ada", "ben", note="Ask about Anodes, not cathodes.")

    assert await found(hall, text) == ["Bến Nguyễn"]


async def test_contact_is_found_by_employer_and_by_ones_own_name(hall: Hall) -> None:
    answer = await hall.scan("ada", "dana")
    async with hall.database.write() as session:
        await session.execute(update(Contact).where(Contact.id == answer.contact_id).values(name="Booth seven"))

    assert await found(hall, "halden") == ["Dana Lindqvist"]
    assert await found(hall, "SEVEN booth") == ["Dana Lindqvist"]


async def test_contact_is_found_by_the_beginning_of_a_word_only(hall: Hall) -> None:
    await hall.scan("ada", "ben")
    await hall.scan("ada", "chen")

    assert await found(hall, "guyen") == []
    assert await found(hall, "美玲") == ["Chen Meiling 陳美玲"]


async def test_contact_is_not_found_when_one_word_is_missing(hall: Hall) -> None:
    await hall.scan("ada", "ben")

    assert await found(hall, "ben lindqvist") == []


async def test_contact_is_not_found_by_what_is_hidden(hall: Hall) -> None:
    await hall.scan("ada", "ben", note="Shy.")
    assert await found(hall, "nguyen") == ["Bến Nguyễn"]
    assert await found(hall, "will die") == ["Bến Nguyễn"]

    await hall.card("ben", name_audience=Audience.NOBODY, headline_audience=Audience.NOBODY)

    assert [await found(hall, text) for text in ("nguyen", "bến ng", "will die")] == [[], [], []]
    assert await found(hall, "shy") == [None]


async def test_contact_that_waits_is_not_found_by_its_name(hall: Hall) -> None:
    await hall.card("meiling-tan", name_audience=Audience.EVERYONE)
    await hall.scan("ada", "meiling-tan", note="Chairs something.")

    assert await found(hall, "mei-ling") == []
    assert await found(hall, "chairs something") == [None]


async def test_contact_is_not_found_by_the_notes_of_others(hall: Hall) -> None:
    await hall.scan("ben", "ada", note="Overconfident.")

    assert await found(hall, "overconfident") == []
    assert await found(hall, "overconfident", owner="ben") == ["Ada Okafor"]


@pytest.mark.parametrize("text", ["%", "_", "100%", "\\", "'", "\0", "\ud800"])
async def test_search_for_signs_finds_nothing_and_breaks_nothing(hall: Hall, text: str) -> None:
    await hall.scan("ada", "ben", note="Anodes.")

    assert await found(hall, text) == []


async def test_search_for_spaces_is_no_search(hall: Hall) -> None:
    assert await found(hall, "  ") == await found(hall, "")


async def test_search_for_too_long_a_text_is_refused(hall: Hall) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await found(hall, "x" * 201)

    assert refusal.value.faults[0].path == ("text",)


async def test_search_by_nobody_finds_nothing(hall: Hall) -> None:
    assert (await queries.contacts(hall.database, actor=ANONYMOUS, first=5, text="ben")).rows == []
