"""What the verbs about one's data refuse."""

from collections.abc import Sequence

from server.errors import Refusal


class HandOverFirst(Refusal):
    """Somebody is the last who looks after something, and may not leave it to nobody."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.names = list(names)
        """Of organizations and campuses."""
        named = ", ".join(names)
        self.message = f"Nobody else looks after {named}. Give somebody that role first, then come back."
