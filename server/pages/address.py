"""The address of the page being shown, and addresses like it with something changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode


@dataclass(frozen=True, slots=True)
class Address:
    """A path and its parameters, in order."""

    path: str
    parameters: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        parameters = [(name, value) for name, value in self.parameters if value]
        return quote(self.path, safe="/:@!$&'()*+,;=~-._") + (f"?{urlencode(parameters)}" if parameters else "")

    def having(self, **changes: str | None) -> "Address":
        """This address with some parameters set anew; None takes one away."""
        kept = tuple(pair for pair in self.parameters if pair[0] not in changes)
        return Address(self.path, kept + tuple((name, value) for name, value in changes.items() if value))

    def without(self, *names: str, value: str | None = None) -> "Address":
        """This address without the parameters `names`, or only without those of them that have `value`."""
        dropped = tuple(
            (name, given) for name, given in self.parameters if name in names and (value is None or given == value)
        )
        return Address(self.path, tuple(pair for pair in self.parameters if pair not in dropped))

    def at(self, path: str, *names: str) -> "Address":
        """Another path with those of this address's parameters that are in `names`."""
        return Address(path, tuple(pair for pair in self.parameters if pair[0] in names))

    def carries(self, name: str, value: str) -> bool:
        """Whether a parameter has this value; case and dashes aside, as forms read them."""
        return any(given == name and _plain(text) == _plain(value) for given, text in self.parameters)


def filled(then: str, result: Mapping[str, Any]) -> str:
    """`/scan?scanned={encounter.id}` with the fields of `result`; a parameter whose field is null is left out."""
    path, _, query = then.partition("?")
    pairs = [pair.split("=", 1) for pair in query.split("&") if pair]
    filled_path = "/".join(quote(_value(part, result) or "", safe="") for part in path.split("/"))
    parameters = [(name, value) for name, template in pairs if (value := _value(template, result)) is not None]
    return filled_path + (f"?{urlencode(parameters)}" if parameters else "")


def local(next_: str) -> str:
    """`next_` if it is a path of this installation, else `/`: nobody is sent elsewhere by a crafted link."""
    elsewhere = not next_.startswith("/") or next_.startswith(("//", "/\\")) or any(c < " " for c in next_)
    return "/" if elsewhere else next_


def _value(template: str, result: Any) -> str | None:
    if not template.startswith("{"):
        return template
    for name in template.strip("{}").split("."):
        result = result[name] if result is not None else None
    return None if result is None else str(result)


def _plain(text: str) -> str:
    return text.upper().replace("-", "_")
