"""A schema with every kind of field that an executor treats apart, answered from the context."""

import datetime as dt
from collections.abc import Callable
from enum import Enum
from typing import Annotated, Any, Generic, TypeVar

import strawberry
from strawberry.permission import BasePermission
from strawberry.scalars import JSON
from strawberry.schema.config import StrawberryConfig

from schema.execution.engine import Schema
from schema.scalars import SCALARS

T = TypeVar("T")

Make = Callable[[], Any]
"""Makes a value anew for each execution, since coroutines and generators work once."""


@strawberry.enum
class Colour(Enum):
    RED = "r"
    GREEN = "g"


@strawberry.enum
class Season(Enum):
    SPRING = "r"


class Keepers(BasePermission):
    message = "Keepers only."

    def has_permission(self, source: Any, info: strawberry.Info, **_: Any) -> bool:
        return bool(info.context.get("keeper"))


@strawberry.interface
class Named:
    name: str


@strawberry.type
class Bed(Named):
    area: float | None = None
    plants: list["Plant"] = strawberry.field(default_factory=list)


@strawberry.type
class Soil:
    """Implements nothing, so any object with its attributes will do."""

    acid: bool
    notes: list[str] | None = None


@strawberry.type
class Peat:
    depth: int

    @classmethod
    def is_type_of(cls, value: Any, _info: Any) -> bool:
        return hasattr(value, "depth")


@strawberry.type
class Plant(Named):
    id: strawberry.ID
    count: int
    alive: bool
    colour: Colour
    tags: list[str]
    height: float | None = None
    planted: dt.datetime | None = None
    sown: dt.date | None = None
    extra: JSON | None = None
    grid: list[list[int] | None] | None = None
    bed: Bed | None = None
    soil: Soil | None = None
    peat: Peat | None = None
    friends: list["Plant"] = strawberry.field(default_factory=list)
    near: Named | None = None
    hidden: str = strawberry.field(default="under glass", permission_classes=[Keepers])

    @strawberry.field
    def label(self, prefix: str = "No.") -> str:
        return f"{prefix} {self.name}"

    @strawberry.field
    async def neighbour(self) -> "Plant | None":
        return self.friends[0] if self.friends else None


@strawberry.type
class Link(Generic[T]):
    cursor: str
    node: T


@strawberry.type
class Pages(Generic[T]):
    edges: list[Link[T]]
    nodes: list[T]

    @strawberry.field
    def total(self) -> int:
        return len(self.nodes)


Found = Annotated[Plant | Bed, strawberry.union("Found")]


@strawberry.type
class Planted:
    plant: Plant


@strawberry.type
class NoRoom(Named):
    left: int


PlantPayload = Annotated[Planted | NoRoom, strawberry.union("PlantPayload")]


def given(name: str) -> Any:
    def resolve(info: strawberry.Info) -> Any:
        return info.context[name]()

    return resolve


async def later(info: strawberry.Info) -> Any:
    return info.context["plant"]()


def many(info: strawberry.Info, first: int = 20) -> Any:
    return info.context["pages"]()


@strawberry.type
class Query:
    plant: Plant | None = strawberry.field(resolver=given("plant"))
    the_plant: Plant = strawberry.field(resolver=given("plant"))
    plants: list[Plant] = strawberry.field(resolver=given("plants"))
    some: list[Plant | None] | None = strawberry.field(resolver=given("plants"))
    soils: list[Soil | None] = strawberry.field(resolver=given("soils"))
    named: Named | None = strawberry.field(resolver=given("plant"))
    found: list[Found] = strawberry.field(resolver=given("found"))
    pages: Pages[Plant] = strawberry.field(resolver=many)
    later: Plant | None = strawberry.field(resolver=later)


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def plant(self, info: strawberry.Info, name: str) -> PlantPayload:
        info.context["ran"].append(name)
        return info.context["payload"]()  # type: ignore[no-any-return]

    @strawberry.mutation
    def break_spade(self, info: strawberry.Info) -> Plant | None:
        info.context["ran"].append("break")
        raise OSError("the handle of /home/gardener/spade broke")


def plant(name: str = "Fern", /, **changed: Any) -> Plant:
    values: dict[str, Any] = {
        "name": name,
        "id": strawberry.ID(f"plant_{name}"),
        "count": 3,
        "alive": True,
        "colour": Colour.GREEN,
        "tags": ["shade", "wet"],
        "height": 0.5,
        "planted": dt.datetime(2026, 9, 24, 14, tzinfo=dt.UTC),
        "sown": dt.date(2026, 3, 1),
        "extra": {"a": [1, None]},
        "grid": [[1, 2], None, []],
        "soil": Soil(acid=True, notes=["loam"]),
        "peat": Peat(depth=2),
    }
    made = Plant(**values)
    made.bed = Bed(name="North", area=2.5)
    for attribute, value in changed.items():
        setattr(made, attribute, value)
    return made


def context(*, keeper: bool = False, **changed: Any) -> dict[str, Any]:
    """What resolvers answer with; `changed` replaces single answers, `keeper` may see what is hidden."""
    fern, moss = plant("Fern"), plant("Moss", colour=Colour.RED, bed=None, near=Bed(name="South"))
    fern.friends = [moss]
    answers: dict[str, Any] = {
        "plant": lambda: fern,
        "plants": lambda: [fern, moss],
        "soils": lambda: [Soil(acid=True), None],
        "found": lambda: [fern, Bed(name="East", plants=[moss])],
        "pages": lambda: Pages(edges=[Link(cursor="a", node=fern), Link(cursor="b", node=moss)], nodes=[fern, moss]),
        "payload": lambda: Planted(plant=moss),
        "ran": [],
        "keeper": keeper,
    }
    return answers | changed


def schema() -> Schema:
    return Schema(query=Query, mutation=Mutation, types=[NoRoom, Planted], config=StrawberryConfig(scalar_map=SCALARS))
