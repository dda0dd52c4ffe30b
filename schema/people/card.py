"""What one's own card says, and how it looks to others."""

from typing import Any

import strawberry

from schema.enums import described
from server.people.card_seen_as import Eyes
from server.people.models import Audience, SavePolicy

described(
    Audience,
    "Who may see a line of a card. Each includes those after it, but NOBODY.",
    EVERYONE="Whoever has the badge in front of them, signed in or not.",
    MEMBERS="Whoever is signed in.",
    MET="People of whom both have saved each other.",
    NOBODY="Only the person.",
)
described(
    SavePolicy,
    "Who may save a person by scanning their badge.",
    EVERYONE="Everybody who scans it.",
    SAME_EVENT="Whoever scans it at an event which the person attends or works at.",
    CONFIRM="Nobody before the person has said yes to them.",
    NOBODY="Nobody.",
)
described(
    Eyes,
    "Through whose eyes somebody looks at their own card.",
    STRANGER="Somebody who is not signed in.",
    MEMBER="Somebody signed in, whom they have not met.",
    MET="Somebody with whom they have saved each other.",
    EMPLOYER="One of an employer's people, who scans their badge at a fair.",
)


@strawberry.type(description="Who sees what of you, and who may save you. What the lines say: `Viewer.person`.")
class Card:
    name_audience: Audience = strawberry.field(description="Who sees your name and its parts.")
    pronouns_audience: Audience = strawberry.field(description="Who sees your pronouns.")
    headline_audience: Audience = strawberry.field(description="Who sees your headline.")
    email_audience: Audience = strawberry.field(
        description="Who sees your address for mail; employers: `employersGet`."
    )
    telephone_audience: Audience = strawberry.field(description="Who sees your number; employers: `employersGet`.")
    programme_audience: Audience = strawberry.field(description="Who sees programme, year and how you belong here.")
    work_audience: Audience = strawberry.field(description="Who sees your employer and what you are there.")
    campus_audience: Audience = strawberry.field(description="Who sees your campus.")
    country_audience: Audience = strawberry.field(description="Who sees your country.")
    languages_audience: Audience = strawberry.field(description="Who sees your languages.")
    interests_audience: Audience = strawberry.field(description="Who sees your interests, and what to ask you about.")
    open_to_audience: Audience = strawberry.field(description="Who sees what you are open to.")
    photo_audience: Audience = strawberry.field(description="Who sees your photograph.")
    resume_audience: Audience = strawberry.field(description="Who may read your résumé; employers: `employersGet`.")
    url_audience: Audience = strawberry.field(description="Who sees your page and your links.")
    saved_by: SavePolicy = strawberry.field(description="Who may save you by scanning your badge.")
    saves_back: bool = strawberry.field(description="Whether you save at once whoever saves you.")
    fresh_codes: bool = strawberry.field(
        description="Whether your badge for everywhere has another code each time you show it: `showBadge`."
    )
    shares_for_months: int | None = strawberry.field(
        description="How long whoever scans your badge has your card, from the scan on; null: until you withdraw it."
    )


def as_card(row: Any) -> Card:
    """From the columns of `server.people.models.Card`."""
    return Card(**{name: getattr(row, name) for name in Card.__annotations__})
