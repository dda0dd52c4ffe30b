"""Which leads are asked for."""

from datetime import datetime
from uuid import UUID

import strawberry

from schema.ids import key_of
from server.errors import FieldError, InvalidInput
from server.leads.narrow import LeadFilter as Filter


@strawberry.input(description="Narrows a list of leads. What is null or empty narrows nothing.")
class LeadFilter:
    text: str | None = strawberry.field(
        default=None,
        description=(
            "Beginnings of words of what you see of them and what was written; case and accents don't matter. At most"
            " 200 characters."
        ),
    )
    stars: int | None = strawberry.field(default=None, description="The team's mean is at least this.")
    tag: str | None = strawberry.field(default=None, description="They have this tag.")
    colleague: strawberry.ID | None = strawberry.field(
        default=None, description="Who scanned them: `id` of one of `colleagues`."
    )
    hour: datetime | None = strawberry.field(default=None, description="They were scanned within an hour from then.")
    has_resume: bool | None = strawberry.field(default=None, description="True: they share their résumé with you.")
    question: strawberry.ID | None = strawberry.field(default=None, description="They answered this question.")
    answer: str | None = strawberry.field(default=None, description="With this; only beside `question`.")


def as_filter(given: LeadFilter | None) -> Filter:
    """Raises InvalidInput for an id of something else."""
    if given is None:
        return Filter()
    return Filter(
        text=given.text or "",
        stars=given.stars,
        tag=given.tag or None,
        colleague_id=_key(given.colleague, "person", "colleague"),
        hour=given.hour,
        has_resume=bool(given.has_resume),
        question_id=_key(given.question, "lead-question", "question"),
        answer=given.answer or None,
    )


def _key(id_: strawberry.ID | None, type_: str, name: str) -> UUID | None:
    if not id_:
        return None
    key = key_of(id_, type_)
    if key is None:
        raise InvalidInput(FieldError(("filter", name), "This names nobody of your team, and no question of yours."))
    return key
