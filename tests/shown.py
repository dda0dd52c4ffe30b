"""Reads templates as data: which fields of its document each one shows, and which it shows without asking."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    parse,
)
from jinja2 import Environment, nodes

from server.pages.filters import FILTERS

READS = {
    "by_day": {"startsAt", "endsAt", "timeZone"},
    "by_own_day": {"event.startsAt", "event.timeZone", "event.allDay"},
    "by_meeting": {"lastMetAt", "encounters.event.name"},
    "by_event": {"event.id"},
    "weeks": {"date"},
    "work": {"jobTitle", "worksFor", "headline"},
}
"""Fields that a filter reads of the object, or of each of the objects, that it is given."""
GROUPS = {"by_day": "events", "by_own_day": "events", "by_meeting": "contacts", "by_event": "receipts", "weeks": "days"}
"""Filters that give groups, and the name under which a group has its objects."""
SAME = {"first", "default", "list", "d", "unique"}
"""Filters that give the object that they were given, or one of its items."""


@dataclass(eq=False)
class Asked:
    """A selection: what a document asks of one object."""

    fields: dict[str, "Asked | None"] = field(default_factory=dict)
    spreads: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)

    def add(self, selections: SelectionSetNode | None) -> "Asked":
        for selection in selections.selections if selections else ():
            match selection:
                case FragmentSpreadNode():
                    self.spreads.add(selection.name.value)
                case InlineFragmentNode():
                    self.add(selection.selection_set)
                case FieldNode() if selection.name.value != "__typename":
                    name = selection.alias.value if selection.alias else selection.name.value
                    if selection.selection_set is None:
                        self.fields[name] = None
                    else:
                        inner = self.fields.get(name) or Asked()
                        self.fields[name] = inner.add(selection.selection_set)
        return self

    def unshown(self, path: str = "") -> Iterator[str]:
        """Paths of what was asked in vain."""
        for name in self.spreads - self.shown:
            yield f"{path}...{name}"
        for name, inner in self.fields.items():
            if name not in self.shown:
                yield f"{path}{name}"
            elif inner is not None:
                yield from inner.unshown(f"{path}{name}.")


@dataclass(eq=False)
class Group:
    """What a grouping filter gives: its own facts, and the objects grouped."""

    member: str
    asked: Asked


Value = Asked | Group | None
Scope = dict[str, Value]


class Template:
    """One template, walked with what its document asks."""

    def __init__(self, folder: Path, name: str, scope: Scope, root: Asked) -> None:
        self.folder = folder
        self.unasked: list[str] = []
        self._root = root
        self._macros: dict[str, nodes.Macro] = {}
        self._walk(tree(folder / f"{name}.html"), dict(scope))

    def _walk(self, node: nodes.Node, scope: Scope) -> None:
        match node:
            case nodes.Extends():
                self._shown(self._root, "_layout")
            case nodes.Include():
                self._include(node, scope)
            case nodes.FromImport(template=nodes.Const(value=file)):
                found = {macro.name: macro for macro in tree(self.folder / file).find_all(nodes.Macro)}
                self._macros |= found
            case nodes.Macro():
                self._macros[node.name] = node
            case nodes.For():
                self._for(node, dict(scope))
            case nodes.With():
                inner = dict(scope)
                for target, value in zip(node.targets, node.values, strict=True):
                    inner[target.name] = self._value(value, scope)  # type: ignore[attr-defined]  # a Name
                for child in node.body:
                    self._walk(child, inner)
            case nodes.Assign(target=nodes.Name(name=name)):
                scope[name] = self._value(node.node, scope)
            case nodes.Expr():
                self._value(node, scope)
            case _:
                for child in node.iter_child_nodes():
                    self._walk(child, scope)

    def _for(self, node: nodes.For, scope: Scope) -> None:
        value = self._value(node.iter, scope)
        if isinstance(node.target, nodes.Name):
            scope[node.target.name] = value
        for child in (*([node.test] if node.test else []), *node.body, *node.else_):
            self._walk(child, scope)

    def _include(self, node: nodes.Include, scope: Scope) -> None:
        assert isinstance(node.template, nodes.Const)
        partial = str(node.template.value).removesuffix(".html")
        value = scope.get(subject(self.folder, partial))
        if isinstance(value, Asked):
            self._shown(value, partial)
        else:
            self.unasked.append(f"what {partial} is about")

    def _shown(self, value: Asked, partial: str) -> None:
        fragment = read_fragment(self.folder, partial).name.value
        if fragment in value.spreads:
            value.shown.add(fragment)
        else:
            self.unasked.append(f"...{fragment}")

    def _value(self, node: nodes.Node, scope: Scope) -> Value:  # noqa: PLR0911  # one line for each kind of node
        """Walks an expression; the selection of the object that it stands for, if it stands for one."""
        match node:
            case nodes.Name():
                if node.name in self._root.fields and scope.get(node.name) is self._root.fields[node.name]:
                    self._root.shown.add(node.name)
                return scope.get(node.name)
            case nodes.Getattr():
                return self._member(self._value(node.node, scope), node.attr)
            case nodes.Getitem(arg=nodes.Const(value=str() as name)):
                return self._member(self._value(node.node, scope), name)
            case nodes.Filter():
                return self._filtered(node, scope)
            case nodes.Call(node=nodes.Name(name=name)) if name in self._macros:
                self._call(self._macros[name], node, scope)
                return None
            case nodes.CondExpr():
                self._value(node.test, scope)
                values = [self._value(part, scope) for part in (node.expr1, node.expr2) if part is not None]
                return next((value for value in values if value is not None), None)
            case _:
                for child in node.iter_child_nodes():
                    self._value(child, scope)
                return None

    def _member(self, value: Value, name: str) -> Value:
        if isinstance(value, Group):
            return value.asked if name == value.member else None
        if value is None:
            return None
        if name not in value.fields:
            self.unasked.append(name)
            return None
        value.shown.add(name)
        return value.fields[name]

    def _filtered(self, node: nodes.Filter, scope: Scope) -> Value:
        assert node.node is not None
        value = self._value(node.node, scope)
        for argument in (*node.args, *(keyword.value for keyword in node.kwargs)):
            self._value(argument, scope)
        if not isinstance(value, Asked):
            return None
        for path in READS.get(node.name, ()):
            inner: Value = value
            for name in path.split("."):
                inner = self._member(inner, name)
        if node.name in GROUPS:
            return Group(GROUPS[node.name], value)
        if node.name in ("selectattr", "rejectattr"):
            self._member(value, node.args[0].as_const())
            return value
        if node.name == "map":
            return self._member(value, next(k.value.as_const() for k in node.kwargs if k.key == "attribute"))
        return value if node.name in SAME else None

    def _call(self, macro: nodes.Macro, call: nodes.Call, scope: Scope) -> None:
        values = [self._value(argument, scope) for argument in call.args]
        inner: Scope = dict(zip((argument.name for argument in macro.args), values, strict=False))
        for keyword in call.kwargs:
            inner[keyword.key] = self._value(keyword.value, scope)
        for child in macro.body:
            self._walk(child, inner)


def page(folder: Path, name: str) -> tuple[Asked, Template]:
    """What the page's query asks, shown by its template; with what its mutations answer as `refusal` and `done`."""
    root = Asked().add(_operations(folder, name, OperationType.QUERY)[0].selection_set)
    refusal = Asked({"__typename": None})
    for result in results(folder, name):
        refusal.fields |= result.fields
    return root, Template(folder, name, {**root.fields, "refusal": refusal, "done": refusal}, root)


def results(folder: Path, name: str) -> list[Asked]:
    """What each mutation of a page asks of its result."""
    mutations = _operations(folder, name, OperationType.MUTATION)
    found = [Asked().add(mutation.selection_set).fields["result"] for mutation in mutations]
    return [result for result in found if result is not None]


def successes(folder: Path, name: str, success: str) -> list[Asked]:
    """What the mutations of a page that may answer with `success` ask of it; at least one."""
    found = []
    for mutation in _operations(folder, name, OperationType.MUTATION):
        for result in mutation.selection_set.selections:
            assert isinstance(result, FieldNode)
            for part in result.selection_set.selections if result.selection_set else ():
                on = part.type_condition if isinstance(part, InlineFragmentNode) else None
                if isinstance(part, InlineFragmentNode) and on and on.name.value == success:
                    found.append(Asked().add(part.selection_set))
    assert found, f"no form of {name} ends in {success}"
    return found


def leaves(asked: Asked, path: str = "") -> Iterator[str]:
    """Dotted paths of everything asked that has no fields of its own."""
    for name, inner in asked.fields.items():
        if inner is None:
            yield f"{path}{name}"
        else:
            yield from leaves(inner, f"{path}{name}.")


def partial(folder: Path, name: str) -> tuple[Asked, Template]:
    """What the partial's fragment asks, shown by its template."""
    fragment = read_fragment(folder, name)
    asked = Asked().add(fragment.selection_set)
    if fragment.type_condition.name.value == "Query":
        return asked, Template(folder, name, dict(asked.fields), asked)
    return asked, Template(folder, name, {subject(folder, name): asked}, Asked())


def subject(folder: Path, partial: str) -> str:
    """The variable that a partial is about: `event` for a fragment on `Event`."""
    type_ = read_fragment(folder, partial).type_condition.name.value
    return type_[0].lower() + type_[1:]


def read_fragment(folder: Path, partial: str) -> FragmentDefinitionNode:
    fragment = definitions(folder / f"{partial}.graphql")[0]
    assert isinstance(fragment, FragmentDefinitionNode)
    return fragment


def _operations(folder: Path, name: str, kind: OperationType) -> list[OperationDefinitionNode]:
    found = definitions(folder / f"{name}.graphql")
    return [d for d in found if isinstance(d, OperationDefinitionNode) and d.operation is kind]


def definitions(file: Path) -> tuple[Any, ...]:
    return parse(file.read_text()).definitions


@cache
def tree(file: Path) -> nodes.Template:
    environment = Environment(trim_blocks=True, autoescape=True)
    environment.filters |= FILTERS
    return environment.parse(file.read_text())
