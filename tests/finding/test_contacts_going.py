"""Ada sees which of her contacts go where, if these let her know, and nobody else sees it."""

from datetime import timedelta
from typing import Any

import pytest
from conftest import NOW, Execute
from hall import Hall
from sqlalchemy import update

from server.contacts.models import Contact
from server.events.attendance import Attendance

pytestmark = pytest.mark.usefixtures("nobody_tells")
TALK = "halden-info"
NOOR = "Noor Haddad نور حداد"
GOING = "query($slug: String!) { event(slug: $slug) { contactsGoing { name } } }"
LIST = "{ events(first: 100, filter: {contactsGoing: true}) { nodes { slug startsAt contactsGoing { name } } } }"


async def going(execute: Execute, viewer: str | None) -> list[str]:
    answer = await execute(viewer, GOING, slug=TALK)
    return [contact["name"] for contact in answer["data"]["event"]["contactsGoing"]]


async def lets_know(hall: Hall, yes: bool) -> None:
    noors = Attendance.person_id == hall.person("noor")
    async with hall.database.write() as session:
        await session.execute(update(Attendance).where(noors).values(seen_by_met=yes))


async def test_nobody_is_told_unless_one_lets_them_know(hall: Hall, execute: Execute) -> None:
    await lets_know(hall, False)
    before = await going(execute, "ada")
    await lets_know(hall, True)

    assert (before, await going(execute, "ada")) == ([], [NOOR])


async def test_the_list_holds_where_contacts_go_and_nothing_else(hall: Hall, execute: Execute) -> None:
    await lets_know(hall, True)

    nodes = (await execute("ada", LIST))["data"]["events"]["nodes"]

    assert TALK in [node["slug"] for node in nodes]
    assert [node["contactsGoing"] for node in nodes] == [[{"name": NOOR}]] * len(nodes)
    assert sorted(nodes, key=lambda node: node["startsAt"]) == nodes


@pytest.mark.parametrize("viewer", ["ben", "dana", "siobhan", None])
async def test_who_is_no_contact_sees_nothing(hall: Hall, execute: Execute, viewer: str | None) -> None:
    await lets_know(hall, True)

    assert await going(execute, viewer) == []


async def test_after_withdrawing_or_blocking_nothing_is_seen(hall: Hall, execute: Execute) -> None:
    await lets_know(hall, True)
    mine = (Contact.owner_id == hall.person("ada")) & (Contact.person_id == hall.person("noor"))

    async def contact(**values: Any) -> list[str]:
        async with hall.database.write() as session:
            await session.execute(update(Contact).where(mine).values(**values))
        return await going(execute, "ada")

    withdrawn = await contact(withdrawn_at=NOW - timedelta(days=1))
    again = await contact(withdrawn_at=None)
    not_mutual = await contact(mutual=False)
    await contact(mutual=True)
    await hall.block("noor", "ada")

    assert (withdrawn, again, not_mutual, await going(execute, "ada")) == ([], [NOOR], [], [])


async def test_a_list_of_contacts_events_needs_somebody_signed_in(execute: Execute) -> None:
    answer = await execute(None, LIST)

    assert answer["errors"][0]["extensions"]["code"] == "SignInRequired"


async def test_who_goes_where_is_one_statement_for_a_whole_list(
    hall: Hall, execute: Execute, statements: list[str]
) -> None:
    await lets_know(hall, True)
    document = "{ events(first: 50) { nodes { slug contactsGoing { name } } } }"
    await execute("ada", document)
    statements.clear()

    await execute("ada", document)

    assert len(statements) == 2
