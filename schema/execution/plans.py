"""A selection of plain fields becomes one Python expression, which completes a value at once.

The source holds attribute names of our own classes and, through `repr`, response names; all else is bound to
names of its own. Nothing of a client's text reaches it unquoted. See decision 0004.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from keyword import iskeyword
from types import GeneratorType
from typing import Any

from graphql import (
    GraphQLBoolean,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLString,
    Undefined,
    is_leaf_type,
    is_list_type,
    is_object_type,
)
from strawberry.execution import optimized_is_awaitable as is_awaitable
from strawberry.schema.schema_converter import CustomGraphQLEnumType, GraphQLCoreConverter

from schema.scalars import write_moment

Plan = Callable[[Any], Any]
Collect = Callable[[GraphQLObjectType, Any], Any]
"""`collect_subfields` of the running executor."""

MAX_SOURCE = 100_000
"""Characters; a selection that needs more is completed the stock way."""


_ORDINARY = {
    GraphQLString: "type({value}) is str",
    GraphQLID: "type({value}) is str",
    GraphQLBoolean: "type({value}) is bool",
    GraphQLInt: "type({value}) is int and -2147483648 <= {bound} <= 2147483647",
    GraphQLFloat: "type({value}) is float and {bound} - {bound} == 0.0",
}
"""What leaves as it is: no subclass, no infinity, no overflow."""


class NotPlain(Exception):
    """The selection holds something that only the stock executor completes."""


class Refused(Exception):
    """The value is none that a plan knows; the stock executor completes it, or says what is wrong with it."""


def compile_plan(collect: Collect, type_: Any, details: Any) -> Plan:
    """A function that completes a value of `type_`, an object type or a list of objects. Raises NotPlain."""
    writer = _Writer(collect)
    try:
        source = f"lambda o: {writer.value(GraphQLNonNull(type_), details, 'o')}"
        if len(source) > MAX_SOURCE:
            raise NotPlain
        plan: Plan = eval(source, writer.names)  # noqa: S307  # the module's docstring says what is in it
    except (SyntaxError, RecursionError, MemoryError) as fault:  # deeper than Python's compiler goes
        raise NotPlain from fault
    return plan


class _Writer:
    """Writes expressions. Each takes the source of a value, writes it once, and raises Refused when in doubt."""

    def __init__(self, collect: Collect) -> None:
        self._collect = collect
        self.names: dict[str, Any] = {"__builtins__": {}, "type": type, "items": _items, "datetime": datetime}
        self.names |= {t.__name__: t for t in (str, int, float, bool)}

    def value(self, type_: GraphQLOutputType, details: Any, source: str) -> str:
        nullable = not isinstance(type_, GraphQLNonNull)
        inner: Any = type_ if nullable else type_.of_type  # type: ignore[union-attr]
        if is_leaf_type(inner):
            return self._leaf(inner, source, nullable)
        if is_list_type(inner):
            completed, bound = self._list(inner, details), source
            if nullable:
                bound = self._new()
                return f"(None if ({bound} := {source}) is None else {completed(bound)})"
            return completed(source)
        if is_object_type(inner):
            bound = self._new()
            test = bound if nullable else f"({bound} := {source})"
            completed_object = self._object(inner, details, bound, test)
            return f"(None if ({bound} := {source}) is None else {completed_object})" if nullable else completed_object
        raise NotPlain  # an interface or a union

    def _list(self, type_: Any, details: Any) -> Callable[[str], str]:
        item = self._new()
        each = self.value(type_.of_type, details, item)
        return lambda source: f"[{each} for {item} in items({source})]"

    def _object(self, type_: GraphQLObjectType, details: Any, bound: str, test: str) -> str:
        known = self._new(known_classes(type_))
        collected = self._collect(type_, details)
        if collected.new_defer_usages:
            raise NotPlain
        pairs = [f"{key!r}: {self._field(type_, parts, bound)}" for key, parts in collected.grouped_field_set.items()]
        return f"({{{', '.join(pairs)}}} if type({test}) in {known} or {known}.admit({bound}) else None)"

    def _field(self, parent: GraphQLObjectType, parts: Sequence[Any], bound: str) -> str:
        first = parts[0]
        name = first.node.name.value
        if name == "__typename":
            return repr(parent.name)
        field = parent.fields.get(name)
        if field is None or field.args or any(part.fragment_variable_values for part in parts):
            raise NotPlain
        definition = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
        if definition is None or not getattr(field.resolve, "_is_default", False) or not definition.is_basic_field:
            raise NotPlain  # a resolver, an extension or a permission
        attribute = definition.python_name
        if definition.default_resolver is not getattr or not attribute.isidentifier() or iskeyword(attribute):
            raise NotPlain
        return self.value(field.type, parts, f"{bound}.{attribute}")

    def _leaf(self, type_: Any, source: str, nullable: bool) -> str:
        bound, coerce = self._new(), self._new(_leaf(type_))
        test, shortcut = self._shortcut(type_, bound, f"({bound} := {source})")
        if test is None:
            test, shortcut = f"({bound} := {source}) is None", "None"
            if nullable:
                return f"(None if {test} else {coerce}({bound}))"
            return f"{coerce}({source})"
        if nullable:
            return f"({shortcut} if {test} else None if {bound} is None else {coerce}({bound}))"
        return f"({shortcut} if {test} else {coerce}({bound}))"

    def _shortcut(self, type_: Any, bound: str, value: str) -> tuple[str | None, str]:
        """A test for the ordinary value, and what it becomes: the same as `coerce_output_value` would make."""
        if type_ in _ORDINARY:
            return _ORDINARY[type_].format(value=value, bound=bound), bound
        definition = type_.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
        if getattr(definition, "serialize", None) is write_moment:
            return f"type({value}) is datetime", f"{bound}.isoformat()"
        if isinstance(type_, CustomGraphQLEnumType):
            class_: Any = type_.wrapped_cls
            members = self._new({member: type_.coerce_output_value(member) for member in class_})
            return f"type({value}) is {self._new(class_)}", f"{members}[{bound}]"
        return None, ""

    def _new(self, value: Any = None) -> str:
        """A name that nothing else has, bound to `value` unless the source binds it."""
        name = f"v{len(self.names)}"
        self.names[name] = value
        return name


class known_classes(set[type]):  # noqa: N801
    """The classes whose instances an object type's plan takes; `type(v) in known` is the fast way in."""

    def __init__(self, type_: GraphQLObjectType) -> None:
        definition = type_.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
        if definition is None or definition.is_type_of:
            raise NotPlain
        self._closed = type_.is_type_of is not None  # it implements an interface, so stock execution checks the class
        super().__init__([definition.origin] if self._closed else [])

    def admit(self, value: Any) -> bool:
        """True, and from now on for the whole class. Raises Refused for what stock execution treats apart."""
        if self._closed or value is None or value is Undefined:
            raise Refused
        if isinstance(value, Exception | GeneratorType) or is_awaitable(value):
            raise Refused
        self.add(type(value))
        return True


def _items(value: Any) -> Any:
    """What can be read twice: after a refusal the stock executor starts over."""
    if type(value) is list or type(value) is tuple:
        return value
    raise Refused


def _leaf(type_: Any) -> Callable[[Any], Any]:
    coerce = type_.coerce_output_value

    def complete(value: Any) -> Any:
        if value is None or value is Undefined or isinstance(value, Exception) or is_awaitable(value):
            raise Refused
        completed = coerce(value)
        if completed is None or completed is Undefined:
            raise Refused
        return completed

    return complete
