"""What is written down of somebody who comes without an account, and what is the matter with it."""

from collections.abc import Mapping
from dataclasses import dataclass

from server.errors import FieldError, InvalidInput
from server.people.email_address import email_address

LIMITS: Mapping[str, int] = {"name": 200, "pronouns": 40, "headline": 200, "works_for": 200, "job_title": 200}
"""Letters."""
_ASKED = {
    "name": "name",
    "pronouns": "pronouns",
    "headline": "headline",
    "works_for": "worksFor",
    "job_title": "jobTitle",
}


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody as an organizer wrote them down; "" for what is not known."""

    name: str
    email: str = ""
    """Nobody proved it."""
    pronouns: str = ""
    headline: str = ""
    works_for: str = ""
    job_title: str = ""


def checked(newcomer: Newcomer) -> Newcomer:
    """With single spaces, and the address in lower case. Raises InvalidInput, with all faults at once."""
    texts = {field: " ".join(getattr(newcomer, field).split()) for field in LIMITS}
    faults = [
        FieldError((_ASKED[field],), f"{len(text)} letters are too many. Take {LIMITS[field]} or fewer.")
        for field, text in texts.items()
        if len(text) > LIMITS[field]
    ]
    faults += [
        FieldError((_ASKED[field],), "It holds a character that no text has. Type it again.")
        for field, text in texts.items()
        if not text.isprintable()
    ]
    if not texts["name"]:
        faults.append(FieldError(("name",), "Write the name that goes on the badge."))
    email = ""
    try:
        email = email_address(newcomer.email) if newcomer.email.strip() else ""
    except InvalidInput as fault:
        faults += fault.faults
    if faults:
        raise InvalidInput(*faults)
    return Newcomer(email=email, **texts)
