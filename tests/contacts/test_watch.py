"""Whoever is scanned is told of it as it happens; nobody else is, and of no more than they may see."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AsyncExitStack, aclosing
from datetime import datetime, timedelta
from typing import Any

import pytest
from conftest import NOW
from hall import Hall
from sqlalchemy import event
from strawberry.types.execution import PreExecutionError

from schema import schema
from schema.context import Context, Resources
from schema.execution.subscriptions import follow
from schema.ids import global_id
from server.actor import ANONYMOUS, Actor, Member, Program, Scope
from server.people.models import Audience, SavePolicy

WAIT = 15
CHEN = "Chen Meiling 陳美玲"
SCANNED = """subscription ($after: DateTime) {
  scanned(after: $after) { clientId outgoing note person { name email } contact { id } event { slug } }
}"""

Follow = Callable[..., AsyncGenerator[Any, None]]


@pytest.fixture
async def following(resources: Resources, hall: Hall) -> AsyncIterator[Callable[..., Any]]:
    """`await following("ben")`: a subscription of his that has begun to listen."""
    async with AsyncExitStack() as ended:

        async def run(key: str | Actor, after: datetime | None = None, query: str = SCANNED) -> "Listener":
            actor = Member(hall.person(key)) if isinstance(key, str) else key
            variables = {"after": after.isoformat()} if after else {}
            answers = follow(schema, query, variables, lambda: Context(resources, actor, NOW))
            await ended.enter_async_context(aclosing(answers))
            listener = Listener(answers)
            ended.push_async_callback(listener.stop)
            await asyncio.sleep(0.3)  # it takes two turns at the database to begin
            return listener

        yield run


class Listener:
    """Hears in the background, so that it has begun before something happens."""

    def __init__(self, answers: AsyncGenerator[Any, None]) -> None:
        self.heard: asyncio.Queue[Any] = asyncio.Queue()
        self._task = asyncio.create_task(self._listen(answers))

    async def _listen(self, answers: AsyncGenerator[Any, None]) -> None:
        async for answer in answers:
            await self.heard.put(answer)

    async def next(self) -> Any:
        answer = await asyncio.wait_for(self.heard.get(), WAIT)
        assert not answer.errors, answer.errors
        return answer.data["scanned"]

    async def silent(self) -> bool:
        await asyncio.sleep(0.4)
        return self.heard.empty()

    async def stop(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


async def test_scan_is_told_to_the_scanned_person_at_once(hall: Hall, following: Callable[..., Any]) -> None:
    ben = await following("ben")

    scan = hall.sees("ben", note="tall, likes welding", event_id=hall.campus.events["fair"])
    await hall.send("chen", scan)

    assert await ben.next() == {
        "clientId": str(scan.id),
        "outgoing": False,
        "note": None,
        "person": {"name": CHEN, "email": "chen@alumni.northgate.example"},
        "contact": {"id": global_id("contact", (await hall.contact("ben", "chen")).id)},
        "event": {"slug": "engineering-career-fair"},
    }


async def test_scan_is_told_to_nobody_else(hall: Hall, following: Callable[..., Any]) -> None:
    others = [await following(key) for key in ("chen", "ada", "fay", "gus")]
    ben = await following("ben")

    await hall.scan("chen", "ben")

    assert (await ben.next())["person"]["name"] == CHEN
    assert [await other.silent() for other in others] == [True] * 4


async def test_scan_tells_no_more_of_the_scanner_than_their_card_does(
    hall: Hall, following: Callable[..., Any]
) -> None:
    await hall.card("chen", name_audience=Audience.NOBODY, email_audience=Audience.NOBODY)
    ben = await following("ben")

    await hall.scan("chen", "ben")

    assert (await ben.next())["person"] == {"name": None, "email": None}


async def test_scan_by_somebody_who_blocked_the_scanned_tells_what_strangers_see(
    hall: Hall, following: Callable[..., Any]
) -> None:
    await hall.card("chen", name_audience=Audience.MEMBERS)
    await hall.block("chen", "ben")
    ben = await following("ben")

    await hall.scan("chen", "ben")

    assert (await ben.next())["person"] == {"name": None, "email": None}


async def test_scan_that_was_refused_is_not_told(hall: Hall, following: Callable[..., Any]) -> None:
    await hall.card("ben", saved_by=SavePolicy.NOBODY)
    ben = await following("ben")

    await hall.send("chen", hall.sees("ben"))

    assert await ben.silent()


async def test_scan_that_was_sent_again_is_told_once(hall: Hall, following: Callable[..., Any]) -> None:
    ben = await following("ben")
    scan = hall.sees("ben")

    await hall.send("chen", scan)
    await ben.next()
    await hall.send("chen", scan)

    assert await ben.silent()


async def test_scans_in_one_group_are_each_told(hall: Hall, following: Callable[..., Any]) -> None:
    ben = await following("ben")
    scans = [hall.sees("ben", scanned_at=NOW - timedelta(minutes=n)) for n in range(5)]

    await hall.send("chen", *scans)

    assert {(await ben.next())["clientId"] for _ in scans} == {str(scan.id) for scan in scans}
    assert await ben.silent()


async def test_subscribe_tells_nothing_of_before(hall: Hall, following: Callable[..., Any]) -> None:
    await hall.scan("chen", "ben")

    ben = await following("ben")

    assert await ben.silent()


async def test_subscribe_after_a_gap_tells_what_came_in_it_once(hall: Hall, following: Callable[..., Any]) -> None:
    early, late = hall.sees("ben"), hall.sees("ben")
    await hall.send("chen", early, now=NOW - timedelta(minutes=5))
    await hall.send("dana", late, now=NOW - timedelta(minutes=3))

    ben = await following("ben", NOW - timedelta(minutes=4))

    assert (await ben.next())["clientId"] == str(late.id)
    assert await ben.silent()


async def test_subscribe_looks_back_an_hour_at_most(hall: Hall, following: Callable[..., Any]) -> None:
    await hall.send("chen", hall.sees("ben"), now=NOW - timedelta(minutes=61))

    ben = await following("ben", NOW - timedelta(days=300))

    assert await ben.silent()


async def test_scan_dated_by_a_clock_that_is_behind_is_told(hall: Hall, following: Callable[..., Any]) -> None:
    """Another server's."""
    ben = await following("ben")

    await hall.send("chen", hall.sees("ben"), now=NOW - timedelta(seconds=30))

    assert (await ben.next())["person"]["name"] == CHEN


@pytest.mark.parametrize(
    ("scopes", "code"), [(None, "SignInRequired"), (frozenset({Scope.SCAN, Scope.READ_EVENTS}), "ScopeMissing")]
)
async def test_subscribe_without_the_right_is_refused(
    hall: Hall, resources: Resources, scopes: frozenset[Scope] | None, code: str
) -> None:
    actor: Actor = ANONYMOUS if scopes is None else Program(hall.person("ben"), scopes)

    answers = [a async for a in follow(schema, SCANNED, {}, lambda: Context(resources, actor, NOW))]

    (answer,) = answers
    assert isinstance(answer, PreExecutionError)
    assert [error.extensions["code"] for error in answer.errors or () if error.extensions] == [code]


async def test_failure_of_ours_is_told_by_a_number_only(hall: Hall, resources: Resources) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("/home/hallway/secret")

    engine = hall.database._single._engine  # type: ignore[attr-defined]  # both ways have one
    engine = getattr(engine, "sync_engine", engine)
    event.listen(engine, "before_cursor_execute", fail)
    try:
        context = lambda: Context(resources, Member(hall.person("ben")), NOW)  # noqa: E731
        answers = [a async for a in follow(schema, SCANNED, {}, context)]
    finally:
        event.remove(engine, "before_cursor_execute", fail)

    (error,) = [error for answer in answers for error in answer.errors or ()]
    assert error.message.startswith("Something went wrong on our side. Its number is ")
    assert "secret" not in str(error.formatted)


async def test_subscription_that_is_left_keeps_nothing(hall: Hall, resources: Resources) -> None:
    actor = Member(hall.person("ben"))
    answers = follow(schema, SCANNED, {}, lambda: Context(resources, actor, NOW))
    asked = asyncio.ensure_future(anext(answers))
    await asyncio.sleep(0.3)
    during = len(resources.live._subscriptions)

    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    await answers.aclose()

    assert (during, len(resources.live._subscriptions)) == (1, 0)


async def test_scan_takes_one_statement_for_the_news_and_one_for_itself(
    hall: Hall, following: Callable[..., Any], statements: list[str]
) -> None:
    ben = await following("ben", query="subscription { scanned { clientId person { name } } }")
    await hall.scan("dana", "ada")
    statements.clear()
    await hall.scan("dana", "chen")
    unheard = len(statements)
    statements.clear()

    await hall.scan("dana", "ben")
    await ben.next()

    assert len(statements) == unheard + 2
