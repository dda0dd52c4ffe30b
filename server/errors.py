"""What the domain answers when it will not do a thing.

    Refusal                  somebody may act on it; GraphQL shows it as a member of the payload's union
    ├── SignInRequired       nobody is signed in
    ├── ScopeMissing         an API token may not do this
    ├── SessionRequired      no API token may do this
    ├── NotFound             absent, or not for this viewer: the two look the same
    ├── NotPermitted         visible, but not theirs to change
    └── InvalidInput         one or more faults, each at the path of its field

Capabilities add their own in `server/<capability>/errors.py`. A refusal's class name is a fact, its
attributes are the facts, its `message` is one sentence that says what the person can do. Raising one
inside a transaction rolls it back. Any other exception is a bug.
"""

from dataclasses import dataclass
from typing import ClassVar


class Refusal(Exception):
    """The domain will not do this, and says why. Subclasses define `message`."""

    message: str = "That can't be done."

    def __str__(self) -> str:
        return self.message


class SignInRequired(Refusal):
    message = "Sign in first, then try again."


class ScopeMissing(Refusal):
    """A program asks for what its API token doesn't let it do."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope
        self.message = f"This API token lacks the scope {scope}. Its owner can make one that has it."


class SessionRequired(Refusal):
    """A program asks for what only its person may do, at a browser."""

    message = "No API token may do this. Sign in with a browser."


class NotFound(Refusal):
    """Nothing is there, or nothing that this viewer may see."""

    message = "This leads nowhere, or to something that isn't for you."


class NotPermitted(Refusal):
    message = "This isn't yours to change. Ask somebody who organizes it."


@dataclass(frozen=True, slots=True)
class FieldError:
    """One fault of an input."""

    path: tuple[str, ...]
    """Field names as GraphQL spells them (camelCase), outermost first."""
    message: str
    """One sentence that says what to do."""


class InvalidInput(Refusal):
    """All faults of one input, gathered; never empty."""

    MAX_FAULTS: ClassVar[int] = 50

    def __init__(self, *faults: FieldError) -> None:
        super().__init__()
        self.faults = faults[: self.MAX_FAULTS]
        self.message = " ".join(fault.message for fault in self.faults)


class SetupError(Exception):
    """The installation is not ready; the message says which command to run. Never shown to visitors."""
