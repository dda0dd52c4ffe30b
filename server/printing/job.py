"""What one piece of a job says to the template: sizes, texts and pages, as JSON."""

from base64 import b64encode
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from server.badges.token import grouped
from server.printing.characters import printed
from server.printing.code import square
from server.printing.design import BadgeLine, Design
from server.printing.layout import back, front
from server.printing.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Occasion:
    """What all badges of an event say."""

    name: str
    when: str
    """Its day, as people write it there."""
    agenda: tuple[tuple[str, str], ...] = ()
    """Time and title, in order."""
    more: str = ""
    """Where the programme can be read in full."""
    picture: bytes | None = None
    """A JPEG."""


@dataclass(frozen=True, slots=True)
class Face:
    """What one badge says."""

    name: str
    text: str
    """Of its square: an address that ends with the code."""
    pronouns: str = ""
    headline: str = ""
    role: str = ""

    def shown(self, design: Design) -> dict[str, str]:
        """By the lines of the design; without what can't be printed."""
        texts = {BadgeLine.PRONOUNS: self.pronouns, BadgeLine.HEADLINE: self.headline, BadgeLine.ROLE: self.role}
        said = {line.value.lower(): printed(texts[line], design.han) for line in texts if line in design.lines}
        return {"name": printed(self.name, design.han), "code": grouped(self.text.rpartition("/")[2]), **said}


def job_of(
    design: Design, occasion: Occasion, faces: Sequence[Face], sheets: Iterable[Sheet], *, fonts: Collection[str]
) -> dict[str, Any]:
    """Of these faces, which `sheets` count from 0; one at least. Raises StockTooSmall."""
    stock = design.printed_on
    design = replace(design, picture=design.picture and occasion.picture is not None)
    whole = {"event": printed(occasion.name, design.han), "when": printed(occasion.when, design.han)}
    badges = [{**whole, **face.shown(design), "text": face.text} for face in faces]
    _, modules = square(faces[0].text)  # all have the same length
    agenda = [(printed(time, design.han), printed(title, design.han)) for time, title in occasion.agenda]
    return {
        "title": f"Badges of {occasion.name}",
        "page": stock.page,
        "size": (stock.width, stock.height),
        "outlines": design.outlines,
        "fonts": list(fonts),
        "modules": modules,
        "picture": b64encode(occasion.picture).decode() if design.picture and occasion.picture else None,
        "front": front(design, modules=modules),
        "back": back(design, agenda=agenda, more=occasion.more) if design.has_backs else [],
        "badges": badges,
        "sheets": list(sheets),
    }


def letters(design: Design, occasion: Occasion, faces: Iterable[Face]) -> set[str]:
    """Every character that a job prints."""
    agenda = [text for row in occasion.agenda for text in row] if design.has_backs else []
    texts = [occasion.name, occasion.when, occasion.more, *agenda, "And more, at …"]
    found = {c for text in texts for c in printed(text, design.han)}
    for face in faces:
        found.update(*face.shown(design).values())
    return found - {" "}
