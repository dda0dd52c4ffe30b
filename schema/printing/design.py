"""How badges look on paper, in GraphQL."""

import strawberry

from schema.enums import described
from server.printing.contrast import ink_on
from server.printing.design import COLOUR, BadgeLine, Design, HanShapes
from server.printing.stocks import STOCKS, Stock

described(
    BadgeLine,
    "What may stand on a badge beside the name, which always does.",
    PRONOUNS="Their pronouns.",
    HEADLINE="One line about them.",
    ROLE="What they are at the event, such as “Speaker”.",
    CODE="The letters of the code, to be typed where no camera is.",
)
described(
    HanShapes,
    "Whose shapes Chinese characters get.",
    SC="The mainland's.",
    TC="Taiwan's.",
    JP="Japan's.",
    KR="Korea's.",
)


@strawberry.type(description="Something that badges are printed on.")
class BadgeStock:
    slug: str = strawberry.field(description="Its name in a design.")
    name: str = strawberry.field(description="As people call it.")
    width: float = strawberry.field(description="Of one badge, in millimetres.")
    height: float = strawberry.field(description="Of one badge, in millimetres.")
    a_page: int = strawberry.field(description="How many badges fit a page.")
    backs: bool = strawberry.field(description="Whether the agenda can be printed on the back.")


@strawberry.type(description="How badges look, and on what they are printed.")
class BadgeDesign:
    stock: str = strawberry.field(description="The slug of what they are printed on.")
    colour: str = strawberry.field(description="`#RRGGBB` of the band and the role.")
    ink: str = strawberry.field(description="`#RRGGBB` of words on that colour: black or white, whichever reads.")
    lines: list[BadgeLine] = strawberry.field(description="What stands beside the name.")
    picture: bool = strawberry.field(description="Whether the event's picture stands in the band, if it has one.")
    agenda: bool = strawberry.field(description="Whether the agenda is on the back.")
    fronts_first: bool = strawberry.field(description="All fronts, then all backs; else each front with its back.")
    han: HanShapes = strawberry.field(description="Whose shapes Chinese characters get.")
    nudge_x: float = strawberry.field(description="Millimetres by which everything is moved to the right.")
    nudge_y: float = strawberry.field(description="Millimetres by which everything is moved down.")
    outlines: bool = strawberry.field(description="Whether the edges of each badge are drawn.")


@strawberry.input(description="How badges are to look, and on what they are printed.")
class BadgeDesignInput:
    stock: str = strawberry.field(default="a6", description="The slug of what they are printed on.")
    colour: str = strawberry.field(default=COLOUR, description="`#RRGGBB` of the band and the role.")
    lines: list[BadgeLine] = strawberry.field(description="What stands beside the name.")
    picture: bool = strawberry.field(default=False, description="Whether the event's picture stands in the band.")
    agenda: bool = strawberry.field(default=False, description="Whether the agenda is on the back.")
    fronts_first: bool = strawberry.field(default=False, description="All fronts, then all backs.")
    han: HanShapes = strawberry.field(default=HanShapes.SC, description="Whose shapes Chinese characters get.")
    nudge_x: float = strawberry.field(default=0.0, description="Millimetres to the right; -10 to 10.")
    nudge_y: float = strawberry.field(default=0.0, description="Millimetres down; -10 to 10.")
    outlines: bool = strawberry.field(default=False, description="Whether the edges of each badge are drawn.")


def as_stock(stock: Stock) -> BadgeStock:
    names = ("slug", "name", "width", "height", "a_page", "backs")
    return BadgeStock(**{name: getattr(stock, name) for name in names})


def all_stocks() -> list[BadgeStock]:
    return [as_stock(stock) for stock in STOCKS.values()]


def as_design(design: Design) -> BadgeDesign:
    facts = {name: getattr(design, name) for name in Design.__struct_fields__}
    return BadgeDesign(**{**facts, "lines": list(design.lines), "ink": ink_of(design.colour)})


def ink_of(colour: str) -> str:
    return ink_on(colour)


def read_input(given: BadgeDesignInput) -> Design:
    facts = {name: getattr(given, name) for name in Design.__struct_fields__}
    return Design(**{**facts, "lines": tuple(dict.fromkeys(given.lines))})
