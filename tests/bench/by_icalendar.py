"""The same calendar as ours, written by `icalendar` from objects, as most programs do at each fetch."""

from collections.abc import Callable
from typing import Any, NamedTuple

import icalendar


class Component(NamedTuple):
    """What a program knows before it writes a component: names, and values of Python."""

    name: str
    properties: list[tuple[str, Any, dict[str, str]]]
    parts: "list[Component]"


def objects(text: bytes) -> Component:
    """All that a calendar says."""
    return _objects(icalendar.Calendar.from_ical(text))


def _objects(component: Any) -> Component:
    properties = [
        (name, _plain(value), {key: value.params[key] for key in value.params if key != "TZID"})
        for name, value in component.property_items(recursive=False)
        if name not in ("BEGIN", "END")
    ]
    return Component(component.name, properties, [_objects(part) for part in component.subcomponents])


def _plain(value: Any) -> Any:
    for kind, plain in _PLAIN.items():
        if isinstance(value, kind):
            return plain(value)
    return str(value)


_PLAIN: dict[type, Callable[[Any], Any]] = {
    icalendar.vDDDTypes: lambda value: value.dt,
    icalendar.vDDDLists: lambda value: [one.dt for one in value.dts],
    icalendar.vCategory: lambda value: [str(one) for one in value.cats],
    icalendar.vUTCOffset: lambda value: value.td,
    icalendar.vGeo: lambda value: (value.latitude, value.longitude),
    icalendar.vRecur: dict,
    int: int,
}


def written(facts: Component) -> bytes:
    """The calendar of these facts."""
    return bytes(_component(facts).to_ical())


def _component(facts: Component) -> icalendar.Component:
    component: icalendar.Component = _FACTORY[facts.name]()
    for name, value, parameters in facts.properties:
        component.add(name, value, parameters=parameters)
    for part in facts.parts:
        component.add_component(_component(part))
    return component


_FACTORY = icalendar.ComponentFactory()


def content(text: bytes) -> list[str]:
    """The lines of a calendar, unfolded; those of one component in the order of the alphabet, since theirs is free."""
    lines: list[list[str]] = [[]]
    for line in text.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n"):
        if line.startswith("BEGIN:"):
            lines.append([line])
        elif line.startswith("END:"):
            own = lines.pop()
            lines[-1].append("\n".join([own[0], *sorted(own[1:]), line]))
        else:
            lines[-1].append(line)
    return "\n".join(lines[0]).split("\n")
