"""What can be said of an event when it is created or changed, in GraphQL."""

from typing import Any

import strawberry
from strawberry import UNSET

import schema.events.enums  # describes the enums
import schema.people.enums  # noqa: F401
from schema.ids import key_of
from server.errors import FieldError, InvalidInput
from server.events.models import AttendanceMode, EventKind, OnlineAudience
from server.local_time import Fold
from server.people.models import Affiliation

_LOCAL = "as local time of `timeZone`: `2026-09-24T18:30`; with an offset or Z that moment"
_FOLD = "Which of the two is meant where clocks are put back and that time comes twice; else it isn't looked at."


def _said(description: str) -> Any:
    return strawberry.field(default=UNSET, description=description)


@strawberry.input(description="What an event says. What is left out stays as it is; null empties it, where it may be.")
class EventFields:
    name: str | None = _said("What it is called: at most 300 letters. It can't be empty.")
    summary: str | None = _said("One sentence for lists: at most 140 letters. What is published needs one.")
    description: str | None = _said("All about it, in Markdown: at most 20,000 letters.")
    kind: EventKind | None = _said("What happens there. It can't be empty.")
    tags: list[str] | None = _said("At most 20 of 60 letters each; commas and line ends part several in one.")
    audience: list[Affiliation] | None = _said("For whom it is; empty: for everybody.")
    majors: list[str] | None = _said("At most 20 programmes of study; commas and line ends part several in one.")
    languages: list[str] | None = _said("At most 10, as BCP 47 tags or names in English; commas part several in one.")
    starts_at: str | None = _said(f"When it begins, {_LOCAL}; of whole days `2026-09-24`.")
    starts_at_fold: Fold | None = _said(_FOLD)
    ends_at: str | None = _said(f"When it is over, {_LOCAL}; of whole days its last one.")
    ends_at_fold: Fold | None = _said(_FOLD)
    time_zone: str | None = _said("IANA name. Alone it keeps the local hours.")
    all_day: bool | None = _said("Whether it takes whole days; hours are then left aside.")
    door_at: str | None = _said(f"When the doors open, {_LOCAL}.")
    door_at_fold: Fold | None = _said(_FOLD)
    campus: str | None = _said("Slug of the campus it belongs to.")
    place: strawberry.ID | None = _said("Id of the venue.")
    room: str | None = _said("The room or hall in that venue: at most 120 letters.")
    location_text: str | None = _said("Where it is, in words, where no venue fits: at most 500 letters.")
    attendance_mode: AttendanceMode | None = _said("On the spot, by video, or both.")
    online_url: str | None = _said("Where to join by video, with http or https.")
    online_for: OnlineAudience | None = _said("Who is told where to join by video.")
    access_notes: str | None = _said("What helps people with disabilities to take part: at most 2,000 letters.")
    co_hosts: list[str] | None = _said(
        "Slugs of organizations that hold it together with its own: those for which you post, too."
    )
    contact: str | None = _said("Whom to ask: at most 300 letters.")
    price_note: str | None = _said("What it costs: at most 200 letters.")
    url: str | None = _said("A page elsewhere, with http or https.")
    capacity: int | None = _said("Places there are, at most what the venue holds; null without a limit.")
    takes_rsvp: bool | None = _said("Whether people can say here that they come.")
    rsvp_opens_at: str | None = _said(f"From when on they can, {_LOCAL}; null: at once.")
    rsvp_opens_at_fold: Fold | None = _said(_FOLD)
    rsvp_closes_at: str | None = _said(f"Until when they can, {_LOCAL}; null: until it ends.")
    rsvp_closes_at_fold: Fold | None = _said(_FOLD)
    waitlist_by_hand: bool | None = _said("Whether you choose who gets a free place, and not the waitlist's order.")


def given(input_: Any, *own: str) -> dict[str, Any]:
    """What an input says of the event, for the domain; `own` are its fields that say something else."""
    said = {name: value for name, value in vars(input_).items() if value is not UNSET and name not in own}
    if said.get("place") is not None:
        said["place"] = key_of(said["place"], "place")
        if said["place"] is None:
            raise InvalidInput(FieldError(("place",), "This place is no longer there. Choose another."))
    return said
