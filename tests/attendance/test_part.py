"""Where a series is parted, nobody who was let in or answered has to do so again."""

from conftest import NOW
from sqlalchemy import select
from weekly import TOMAS, answer, listed, monday, rehearsal

from server.attendance.models import EventAdmission, EventAnswer, EventQuestion, QuestionKind
from server.attendance.part import change_following
from server.db import Database
from server.keys import derived_key, new_key


async def test_questions_answers_and_admissions_hold_for_both_parts(database: Database) -> None:
    event = await rehearsal(database)
    await answer(database, event, monday(3), "ada")
    ada, question = derived_key("person", "ada"), new_key()
    async with database.write() as session:
        asked = {"text": "Which voice?", "kind": QuestionKind.TEXT, "required": True, "position": 0}
        session.add(EventQuestion(id=question, event_id=event.id, **asked))
        session.add(EventAdmission(event_id=event.id, person_id=ada, created_at=NOW))
        await session.flush()
        session.add(EventAnswer(question_id=question, person_id=ada, text="Alto", updated_at=NOW))

    async with database.write() as session:
        new = await change_following(session, actor=TOMAS, slug="rehearsal", at=monday(2), given={"room": "4"}, now=NOW)

    both = [event.id, new.id]
    answers = await database.rows(
        select(EventQuestion.event_id, EventQuestion.text, EventAnswer.text.label("answer"))
        .join(EventAnswer, EventAnswer.question_id == EventQuestion.id)
        .where(EventQuestion.event_id.in_(both))
    )
    admitted = await database.rows(select(EventAdmission.event_id).where(EventAdmission.event_id.in_(both)))
    assert sorted(tuple(row) for row in answers) == sorted((id_, "Which voice?", "Alto") for id_ in both)
    assert {row.event_id for row in admitted} == set(both)
    assert (await listed(database, new.slug))[1] == "10-26 18:00 1"


async def test_a_series_that_is_changed_from_its_first_date_on_is_not_parted(database: Database) -> None:
    event = await rehearsal(database)

    async with database.write() as session:
        same = await change_following(
            session, actor=TOMAS, slug="rehearsal", at=monday(0), given={"room": "4"}, now=NOW
        )

    assert (same.id, same.room) == (event.id, "4")
