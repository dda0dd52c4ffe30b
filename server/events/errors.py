"""What an event answers when it can't be found, read or repeated as it says."""

from datetime import datetime

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


class ChangedMeanwhile(Refusal):
    """Somebody changed the event after it was read by whoever changes it now; nothing was written."""

    def __init__(self, by: str | None, at: datetime, fields: list[str]) -> None:
        """`by` None: Hallway itself did, or an import. `fields` as GraphQL spells them."""
        super().__init__()
        self.by = by
        self.at = at
        self.fields = fields
        self.message = (
            f"{by or 'An import'} changed this event meanwhile. What you typed is still here: look at both, then save"
            " again, and yours replaces theirs."
        )


class AlreadyOver(Refusal):
    """What is over can't be cancelled, postponed or moved any more."""

    message = "This event is over, so it stays as it was. Duplicate it for another time."


class AlreadyPublished(Refusal):
    """An event that people may have in their calendars is cancelled or unpublished, and never deleted."""

    message = "This event was published, so it can’t be deleted. Cancel it, so that calendars are told."


class NotInReview(Refusal):
    """Somebody else decided meanwhile, or it was taken back."""

    message = "This event doesn’t wait for a review any more. Nothing was changed."
