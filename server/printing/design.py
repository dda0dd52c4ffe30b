"""How an organizer wants the badges of an event to look: a design is data, kept as JSON."""

from enum import StrEnum

import msgspec

from server.errors import FieldError, InvalidInput
from server.printing.contrast import read_colour
from server.printing.stocks import STOCKS, Stock

NUDGE = 10.0
"""Millimetres by which everything may be moved; a printer that is further off is set up wrongly."""
COLOUR = "#fac337"
MAX_OCTETS = 2000


class BadgeLine(StrEnum):
    """What may stand on a badge beside the name, which always does."""

    PRONOUNS = "PRONOUNS"
    HEADLINE = "HEADLINE"
    ROLE = "ROLE"
    CODE = "CODE"


class HanShapes(StrEnum):
    """Whose shapes Chinese characters get: those of the mainland, of Taiwan, of Japan or of Korea."""

    SC = "SC"
    TC = "TC"
    JP = "JP"
    KR = "KR"


class Design(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a badge shows, and on what it is printed."""

    stock: str = "a6"
    colour: str = COLOUR
    """Of the band and the role."""
    lines: tuple[BadgeLine, ...] = tuple(BadgeLine)
    picture: bool = False
    """Whether the event's picture stands in the band."""
    agenda: bool = False
    """Whether the programme is on the back, where the stock has one."""
    fronts_first: bool = False
    """For printers that print one side: all fronts, then all backs."""
    han: HanShapes = HanShapes.SC
    nudge_x: float = 0.0
    nudge_y: float = 0.0
    """Millimetres to the right and down."""
    outlines: bool = False
    """Whether the edges of every badge are drawn: a test on plain paper, held against the sheet."""

    @property
    def printed_on(self) -> Stock:
        return STOCKS[self.stock]

    @property
    def has_backs(self) -> bool:
        return self.agenda and self.printed_on.backs

    def written(self) -> str:
        """As `read_design` reads it."""
        return msgspec.json.encode(self).decode()


def read_design(text: str) -> Design:
    """A design that was written, or that a program made. Raises InvalidInput with every fault at its field."""
    if len(text) > MAX_OCTETS:
        raise InvalidInput(FieldError(("design",), f"A design has {MAX_OCTETS} characters at most."))
    try:
        return checked(msgspec.json.decode(text, type=Design))
    except msgspec.MsgspecError as fault:
        raise InvalidInput(FieldError(("design",), f"This is no design: {fault}.")) from fault


def checked(design: Design) -> Design:
    """The same with its colour spelled as we do. Raises InvalidInput."""
    faults: list[FieldError] = []
    if design.stock not in STOCKS:
        faults.append(FieldError(("design", "stock"), f"Choose one of {', '.join(STOCKS)}."))
    elif design.agenda and not design.printed_on.backs:
        faults.append(
            FieldError(("design", "agenda"), f"{design.printed_on.name} has no back. Choose inserts, or no agenda.")
        )
    for name, value in (("nudgeX", design.nudge_x), ("nudgeY", design.nudge_y)):
        if not -NUDGE <= value <= NUDGE:
            faults.append(FieldError(("design", name), f"Give -{NUDGE:g} to {NUDGE:g} mm."))
    try:
        colour = read_colour(design.colour, "design", "colour")
    except InvalidInput as refusal:
        faults += refusal.faults
    if faults:
        raise InvalidInput(*faults)
    return msgspec.structs.replace(design, colour=colour)
