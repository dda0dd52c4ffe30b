"""Finding: filtered, searched and personal lists of twenty, and a month, held against one raw page.

The raw page costs the same whatever there is, so that what grows with the events is seen by comparing two sizes.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from bench import floor
from bench.cases import Case
from bench.company import keep_company
from bench.lists import QUERY, RAW
from bench.measure import Variant, measure
from bench.stage import NOW, Stage

from schema import schema
from server.actor import ANONYMOUS, Actor

SINCE = {"from": NOW.isoformat()}
LISTS: dict[str, dict[str, Any]] = {
    "first page of 20": SINCE,
    "page of one kind": SINCE | {"kinds": ["PANEL"]},
    "page of one campus": SINCE | {"campus": "big-boston"},
    "page of one organization": SINCE | {"organization": "society-0"},
    "page of one tag": SINCE | {"tags": ["tag-000"]},
    "page of two weeks": SINCE | {"to": (NOW + timedelta(days=14)).isoformat()},
    "page of one kind on one campus": SINCE | {"kinds": ["PANEL"], "campus": "big-boston"},
    "page of two tags": SINCE | {"tags": ["tag-000", "tag-001"]},
    "search for a word and a beginning": SINCE | {"text": "career ev*"},
    "search for the beginning of a long word": SINCE | {"text": "career eveni"},
    "page of five followed groups": SINCE | {"followed": True},
    "page of what is open to me": SINCE | {"openToMe": True},
    "page of where contacts go": SINCE | {"contactsGoing": True},
}
PERSONAL = {"followed", "openToMe", "contactsGoing"}
MONTH = "month of counts"


async def cases(stage: Stage, rounds: int) -> list[Case]:
    me = await keep_company(stage.database, stage.people, NOW)
    variants = {
        name: Variant(_asked(stage, me if PERSONAL & filter_.keys() else ANONYMOUS, filter_))
        for name, filter_ in LISTS.items()
    }
    figures = await measure(
        {**variants, MONTH: Variant(_month(stage)), RAW: Variant(await floor.events(stage.database, NOW))},
        stage.clock,
        rounds=rounds,
    )
    return [Case.of(figures, case, RAW) for case in (*LISTS, MONTH)]


def _asked(stage: Stage, actor: Actor, filter_: dict[str, Any]) -> Callable[[], Awaitable[Any]]:
    query, variables = QUERY % "", {"first": 20, "filter": filter_}

    async def run() -> Any:
        result = await schema.execute(query, variables, stage.context(actor))
        assert result.data is not None, result.errors
        assert len(result.data["events"]["edges"]) == 20, variables
        return result.data

    return run


def _month(stage: Stage) -> Callable[[], Awaitable[Any]]:
    async def run() -> Any:
        result = await schema.execute("{ eventMonth { days { count } } }", {}, stage.context())
        assert result.errors is None, result.errors
        return result.data

    return run
