"""Reads a page as a browser would: elements, their text, and what their forms would send."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Element:
    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Element | str] = []

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    @property
    def text(self) -> str:
        """All text in it, runs of white space as one space."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            yield from [child] if isinstance(child, str) else [" "] if child.tag == "br" else child._texts()

    def all(self, tag: str = "*", **attributes: str) -> list["Element"]:
        """Every element below with these attributes, in order; `class_` is one of its classes."""
        class_ = attributes.pop("class_", None)
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self._below()
            if tag in ("*", element.tag)
            and wanted.items() <= element.attributes.items()
            and (class_ is None or class_ in element.attributes.get("class", "").split())
        ]

    def one(self, tag: str = "*", **attributes: str) -> "Element":
        """The only element below with these attributes."""
        (found,) = self.all(tag, **attributes)
        return found

    def texts(self, tag: str = "*", **attributes: str) -> list[str]:
        return [element.text for element in self.all(tag, **attributes)]

    def sends(self) -> dict[str, Any]:
        """What a form sends as it stands; a list where several fields have one name."""
        sent: dict[str, Any] = {}
        for field in self._fields():
            if field.tag == "textarea":
                value = "".join(field._texts())
            elif field.tag == "select":
                options = field.all("option")
                value = next((option for option in options if "selected" in option.attributes), options[0])["value"]
            else:
                value = field.attributes.get("value", "")
            before = sent.get(field["name"])
            sent[field["name"]] = (
                value if before is None else [*(before if isinstance(before, list) else [before]), value]
            )
        return sent

    def _fields(self) -> Iterator["Element"]:
        for field in self._below():
            ticks = field.attributes.get("type") in ("checkbox", "radio") and "checked" not in field.attributes
            named = "name" in field.attributes and "disabled" not in field.attributes
            typed = field.tag in ("input", "select", "textarea") and field.attributes.get("type") != "file"
            if typed and named and not ticks:
                yield field

    def _below(self) -> Iterator["Element"]:
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child._below()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        closed = self._open.pop()
        assert closed.tag == tag, f"</{tag}> closes <{closed.tag}>"

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def read(html: str) -> Element:
    """Fails where an element is closed that is not the last one opened, or never."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert [element.tag for element in reader._open] == [""]
    return reader.root
