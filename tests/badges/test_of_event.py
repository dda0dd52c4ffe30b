"""The badges of an event, as they are printed."""

from conftest import NOW, SECRET
from hall import Hall
from sqlalchemy import update

from server.badges.issue import issue_badge, token_of
from server.badges.models import Badge
from server.badges.of_event import badges_of_event
from server.people.models import Audience, Person

PEOPLE = ("ada", "ben", "hana", "minjun", "omar")


async def issued(hall: Hall, *keys: str) -> None:
    async with hall.database.write() as session:
        for key in keys:
            await issue_badge(
                session, secret=SECRET, person_id=hall.person(key), event_id=hall.campus.events["fair"], now=NOW
            )


async def test_badges_come_by_name_piece_by_piece(hall: Hall) -> None:
    await issued(hall, *PEOPLE)
    fair = hall.campus.events["fair"]

    whole = await badges_of_event(hall.database, event_id=fair, limit=10)
    first = await badges_of_event(hall.database, event_id=fair, limit=2)
    rest = await badges_of_event(hall.database, event_id=fair, after=(first[-1].sort, first[-1].badge_id), limit=10)

    assert {row.person_id for row in whole} == {hall.person(key) for key in PEOPLE}
    assert [*first, *rest] == whole
    assert [row.sort for row in whole] == sorted(row.sort for row in whole)
    assert all(token_of([SECRET], row) is not None for row in whole)


async def test_badge_prints_what_everybody_signed_in_may_see(hall: Hall) -> None:
    await issued(hall, "ada", "ben")
    async with hall.database.write() as session:
        shy = update(Person).where(Person.id == hall.person("ben"))
        await session.execute(shy.values(pronouns="he/him", headline="Canary"))
    met = Audience.MET
    await hall.card("ben", name_audience=met, pronouns_audience=Audience.NOBODY, headline_audience=met)

    rows = await badges_of_event(hall.database, event_id=hall.campus.events["fair"], limit=10)

    by = {row.person_id: row for row in rows}
    ben, ada = by[hall.person("ben")], by[hall.person("ada")]
    assert (ben.name, ben.pronouns, ben.headline) == (None, None, None)
    assert (ada.name, ada.pronouns) == ("Ada Okafor", "she/her")


async def test_badge_says_what_somebody_is_there(hall: Hall) -> None:
    await issued(hall, "ruth", "fay", "priya", "sofia", "ada")

    rows = await badges_of_event(hall.database, event_id=hall.campus.events["fair"], limit=10)

    roles = {row.person_id: row.role for row in rows}
    assert [roles[hall.person(key)] for key in ("ruth", "fay", "priya", "sofia", "ada")] == (
        ["Host", "At the door", "Halden Robotics", "Speaker", None]
    )


async def test_ended_badges_and_those_of_other_events_are_not_printed(hall: Hall) -> None:
    await issued(hall, "ada", "ben")
    async with hall.database.write() as session:
        await session.execute(
            update(Badge)
            .where(Badge.person_id == hall.person("ben"), Badge.event_id.is_not(None))
            .values(state="REVOKED", ended_at=NOW)
        )

    fair = await badges_of_event(hall.database, event_id=hall.campus.events["fair"], limit=10)
    other = await badges_of_event(hall.database, event_id=hall.campus.events["build-night"], limit=10)

    assert [row.person_id for row in fair] == [hall.person("ada")]
    assert other == []
