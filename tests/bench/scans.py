"""Badges are scanned: one by one by many people at once, and in batches."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import orjson
from bench import yardstick
from bench.cases import Case
from bench.measure import Variant, measure
from bench.stage import NOW, PEOPLE, Stage

from schema import schema
from schema.context import Context
from server.actor import Member
from server.badges.arrive import Arrival
from server.badges.record import Answer

CLIENTS = (1, 16, 64)
BATCH = 500

SCAN = """
mutation Scan($input: ScanBadgeInput!) {
  scanBadge(input: $input) {
    ... on ScanBadgeSuccess { alreadyMet encounter { id scannedAt } contact { id name mutual } }
  }
}
"""
PLAIN_SCAN = """
mutation Scan($input: ScanBadgeInput!) {
  scanBadge(input: $input) { alreadyMet encounter { id scannedAt } contact { id name mutual } }
}
"""
SCALAR = """
mutation Batch($batch: EncounterBatch!) {
  recordEncounterBatch(batch: $batch) { ... on RecordEncounterBatchSuccess { saved refused { id reason } } }
}
"""
TYPED = """
mutation Typed($input: RecordEncountersInput!) {
  recordEncounters(input: $input) { ... on RecordEncountersSuccess { results { __typename } } }
}
"""


class Unwritten:
    """In place of the writer: answers at once what the real one answered to a scan before."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    async def submit(self, arrivals: list[Arrival], *, in_full: bool = True) -> list[Answer]:
        return [self._answer if in_full else UUID(int=1) for _ in arrivals]


async def cases(stage: Stage, rounds: int) -> list[Case]:
    scans = _Scans(stage)
    unwritten = await scans.unwritten()
    variants: dict[str, Variant] = {}
    pairs: list[tuple[str, str]] = []
    for clients in CLIENTS:
        case, plain = f"scan, {_clients(clients)}", f"ORM, a transaction each, {_clients(clients)}"
        nothing = f"the same without a write, {_clients(clients)}"
        variants[case] = Variant(scans.at_once(clients, scans.ours), clients)
        variants[plain] = Variant(scans.at_once(clients, scans.plain), clients)
        variants[nothing] = Variant(scans.at_once(clients, scans.with_resources(unwritten)), clients)
        pairs += [(case, plain), (case, nothing)]
    scalar, typed = f"scan, in batches of {BATCH} as a scalar", f"scan, in batches of {BATCH} as a typed list"
    nothing_scalar, nothing_typed = f"the same without a write, {scalar[6:]}", f"the same without a write, {typed[6:]}"
    variants[scalar] = Variant(scans.batch(SCALAR), BATCH)
    variants[typed] = Variant(scans.batch(TYPED), BATCH)
    variants[nothing_scalar] = Variant(scans.batch(SCALAR, unwritten), BATCH)
    variants[nothing_typed] = Variant(scans.batch(TYPED, unwritten), BATCH)
    single, orm = f"scan, {_clients(64)}", f"ORM, a transaction each, {_clients(1)}"
    pairs += [(scalar, single), (scalar, orm), (scalar, nothing_scalar), (scalar, typed)]
    pairs += [(typed, single), (typed, orm), (typed, nothing_typed)]
    figures = await measure(variants, stage.clock, rounds=rounds)
    return [Case.of(figures, case, baseline) for case, baseline in pairs]


def _clients(count: int) -> str:
    return "1 client" if count == 1 else f"{count} clients"


class _Scans:
    """Scans of badges that the scanner met rarely before; the same for every variant but for chance."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._random = random.Random(1)
        self._numbers = count()

    async def unwritten(self) -> Any:
        """The stage's resources with a writer that writes nothing."""
        answers: list[list[Answer]] = []
        writer = self._stage.resources.encounters

        class Listening:
            async def submit(self, arrivals: list[Arrival], *, in_full: bool = True) -> list[Answer]:
                answers.append(await writer.submit(arrivals, in_full=in_full))
                return answers[-1]

        await self.with_resources(replace(self._stage.resources, encounters=Listening()))()  # type: ignore[arg-type]
        return replace(self._stage.resources, encounters=Unwritten(answers[0][0]))  # type: ignore[arg-type]

    async def ours(self) -> bytes:
        return await self._send(self._stage.resources, SCAN, {"input": self._scan()})

    def with_resources(self, resources: Any) -> Callable[[], Awaitable[bytes]]:
        return lambda: self._send(resources, SCAN, {"input": self._scan()})

    async def plain(self) -> bytes:
        result = await yardstick.schema.execute(PLAIN_SCAN, {"input": self._scan()}, self._context())
        assert result.errors is None, result.errors
        return orjson.dumps({"data": result.data})

    def at_once(self, clients: int, scan: Callable[[], Awaitable[bytes]]) -> Callable[[], Awaitable[Any]]:
        return lambda: asyncio.gather(*(scan() for _ in range(clients)))

    def batch(self, mutation: str, resources: Any = None) -> Callable[[], Awaitable[bytes]]:
        async def run() -> bytes:
            scans = [self._scan() for _ in range(BATCH)]
            variables = {"batch": scans} if mutation is SCALAR else {"input": {"encounters": scans}}
            return await self._send(resources or self._stage.resources, mutation, variables)

        return run

    async def _send(self, resources: Any, mutation: str, variables: dict[str, Any]) -> bytes:
        result = await schema.execute(mutation, variables, Context(resources, self._context().actor, NOW))
        assert result.errors is None, result.errors
        assert all(result.data.values()), "a scan was refused"  # type: ignore[union-attr]
        return orjson.dumps({"data": result.data})

    def _context(self) -> Context:
        # The first hundred scan, the others are scanned.
        return self._stage.context(Member(self._stage.people[self._random.randrange(100)]))

    def _scan(self) -> dict[str, Any]:
        return {
            "id": str(uuid4()),
            # One after the other, so that no two scans at once are of the same pair: the ORM way can't bear that.
            "code": self._stage.codes[100 + next(self._numbers) % (PEOPLE - 100)],
            "scannedAt": (NOW - timedelta(seconds=self._random.randrange(3600))).isoformat(),
            "how": "CAMERA",
        }
