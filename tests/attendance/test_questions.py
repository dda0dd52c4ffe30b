"""Organizers ask, and whoever comes answers."""

from typing import Any

import make
import pytest
from conftest import Execute
from sqlalchemy import select

from schema.ids import global_id
from server.attendance.models import EventAnswer
from server.db import Database
from server.events.models import Event

ASK = """
mutation ($event: ID!, $question: ID, $text: String!, $kind: QuestionKind!, $options: [String!], $required: Boolean!) {
  x: askQuestion(input: {
    event: $event, question: $question, text: $text, kind: $kind, options: $options, required: $required
  }) { __typename ... on QuestionSuccess { question } ... on InvalidInput { faults { path message } } }
}
"""
REMOVE = "mutation ($question: ID!) { x: removeQuestion(input: { question: $question }) { __typename } }"
RSVP = """
mutation ($event: ID!, $answer: Rsvp!, $answers: [AnswerInput!]) {
  x: rsvp(input: { event: $event, answer: $answer, answers: $answers }) {
    __typename ... on InvalidInput { faults { path message } }
  }
}
"""
OWN = "query ($slug: String!) { event(slug: $slug) { questions { text kind options required answer } } }"


async def made(database: Database, **facts: Any) -> Event:
    async with database.write() as session:
        return await make.event(session, **facts)


def id_of(event: Event) -> str:
    return global_id("event", event.id)


async def ask(execute: Execute, event: Event, who: str | None = "eli", **said: Any) -> dict[str, Any]:
    usual = {"event": id_of(event), "text": "What do you eat?", "kind": "TEXT", "required": False}
    answer: dict[str, Any] = (await execute(who, ASK, **(usual | said)))["data"]["x"]
    return answer


async def answer(execute: Execute, event: Event, said: dict[str, str | None], to: str = "GOING") -> dict[str, Any]:
    answers = [{"question": question, "text": text} for question, text in said.items()]
    told: dict[str, Any] = (await execute("ada", RSVP, event=id_of(event), answer=to, answers=answers))["data"]["x"]
    return told


async def own(execute: Execute, event: Event, who: str | None = "ada") -> list[str | None]:
    found = (await execute(who, OWN, slug=event.slug))["data"]["event"]["questions"]
    return [question["answer"] for question in found]


async def test_ask_change_and_remove(execute: Execute, database: Database) -> None:
    event = await made(database)
    first = (await ask(execute, event, required=True))["question"]
    offered = ["Soup\nBread", " Soup ", ""]
    second = (await ask(execute, event, text="Which one?", kind="CHOICE", options=offered))["question"]

    await ask(execute, event, question=first, text="What do you drink?")
    asked = (await execute(None, OWN, slug=event.slug))["data"]["event"]["questions"]
    removed = [(await execute("eli", REMOVE, question=second))["data"]["x"]["__typename"] for _ in range(2)]

    usual = {"required": False, "answer": None}
    assert asked == [
        {"text": "What do you drink?", "kind": "TEXT", "options": [], **usual},
        {"text": "Which one?", "kind": "CHOICE", "options": ["Soup", "Bread"], **usual},
    ]
    assert removed == ["QuestionSuccess", "NotFound"]
    assert len(await own(execute, event)) == 1


@pytest.mark.parametrize(
    ("said", "path", "message"),
    [
        ({"text": "  "}, "text", "Write the question."),
        ({"text": "x" * 301}, "text", "301 letters are too many. Take 300 or fewer."),
        ({"kind": "CHOICE", "options": ["One"]}, "options", "Offer 2 to 30 answers, a line each."),
        ({"kind": "CHOICE", "options": ["One", "x" * 201]}, "options", "Keep each answer plain"),
    ],
)
async def test_what_can_not_be_asked_is_said(
    execute: Execute, database: Database, said: dict[str, Any], path: str, message: str
) -> None:
    event = await made(database)

    told = await ask(execute, event, **said)

    (fault,) = told["faults"]
    assert fault["path"] == [path]
    assert fault["message"].startswith(message)


async def test_an_event_asks_twenty_things_at_most(execute: Execute, database: Database) -> None:
    event = await made(database)
    for _ in range(20):
        await ask(execute, event)

    assert (await ask(execute, event))["__typename"] == "InvalidInput"


@pytest.mark.parametrize(("who", "told"), [(None, "SignInRequired"), ("ada", "NotPermitted"), ("dana", "NotPermitted")])
async def test_only_organizers_ask(execute: Execute, database: Database, who: str | None, told: str) -> None:
    event = await made(database)
    question = (await ask(execute, event))["question"]

    asked = await ask(execute, event, who)
    removed = (await execute(who, REMOVE, question=question))["data"]["x"]["__typename"]

    assert (asked["__typename"], removed) == (told, told)


async def test_nobody_changes_the_question_of_another_event(execute: Execute, database: Database) -> None:
    mine, other = await made(database), await made(database)
    question = (await ask(execute, other))["question"]

    assert (await ask(execute, mine, question=question))["__typename"] == "NotFound"


async def test_whoever_comes_answers_and_reads_only_their_own(execute: Execute, database: Database) -> None:
    event = await made(database)
    food = (await ask(execute, event, required=True))["question"]
    size = (await ask(execute, event, text="Size?", kind="CHOICE", options=["S", "M"]))["question"]

    told = await answer(execute, event, {food: " Soup ", size: "M"})

    assert told == {"__typename": "RsvpSuccess"}
    assert await own(execute, event) == ["Soup", "M"]
    assert [await own(execute, event, who) for who in ("ben", "eli", None)] == [[None, None]] * 3


async def test_without_a_needed_answer_nobody_comes(execute: Execute, database: Database) -> None:
    event = await made(database)
    size = (await ask(execute, event, text="Size?", kind="CHOICE", options=["S", "M"]))["question"]
    food = (await ask(execute, event, required=True))["question"]

    missing = await answer(execute, event, {size: "XL", food: " "})
    silent = await answer(execute, event, {})
    interested = await answer(execute, event, {}, to="INTERESTED")

    needed = "Answer this to come: What do you eat?"
    assert missing["faults"] == [
        {"path": ["answers", "0", "text"], "message": "Choose one of the answers that are offered."},
        {"path": ["answers", "1", "text"], "message": needed},
    ]
    assert silent["faults"] == [{"path": ["answers"], "message": needed}]
    assert interested == {"__typename": "RsvpSuccess"}


async def test_an_answer_can_be_changed_and_taken_back(execute: Execute, database: Database) -> None:
    event = await made(database)
    food = (await ask(execute, event))["question"]

    seen = []
    for text in ("Soup", "Bread", None):
        await answer(execute, event, {food: text})
        seen += await own(execute, event)
    kept = await answer(execute, event, {})

    assert seen == ["Soup", "Bread", None]
    assert kept == {"__typename": "RsvpSuccess"}


async def test_who_comes_no_more_is_forgotten_but_not_while_another_date_is_left(
    execute: Execute, database: Database
) -> None:
    series = await made(database, rrule="FREQ=DAILY;COUNT=2")
    dates = '{ events(first: 100, filter: { text: "lecture" }) { nodes { id slug recurrenceId } } }'
    found = (await execute(None, dates))["data"]["events"]["nodes"]
    one, two = [node["id"] for node in found if node["slug"] == series.slug]
    food = (await ask(execute, series))["question"]
    given = [{"question": food, "text": "Soup"}]
    for date in (one, two):
        await execute("ada", RSVP, event=date, answer="GOING", answers=given)

    counts = []
    for date in (one, two):
        await execute("ada", RSVP, event=date, answer="NOT_GOING")
        counts.append(len(await database.rows(select(EventAnswer.question_id))))

    assert counts == [1, 0]
