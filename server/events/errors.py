"""What an event answers when it can't be found, read or repeated as it says."""

from server.errors import Refusal


class RuleUnreadable(Refusal):
    """A recurrence rule that RFC 5545 §3.3.10 does not know, or that is beyond its bounds."""

    def __init__(self, reason: str) -> None:
        """`reason` ends the sentence that begins “The rule can't be read: ”."""
        super().__init__()
        self.reason = reason
        self.message = f"The rule by which this repeats can't be read: {reason}."


class RuleTooCostly(Refusal):
    """A recurrence rule with more dates, or more candidates for them, than an event here may have."""

    def __init__(self, reason: str) -> None:
        """`reason` ends the sentence that begins “The rule is too much: ”."""
        super().__init__()
        self.reason = reason
        self.message = f"The rule by which this repeats is too much: {reason}."
