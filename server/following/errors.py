"""Why something can't be followed."""

from server.errors import Refusal


class FollowsTooMuch(Refusal):
    """Lists of what one follows stay short enough to be of use."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        self.message = f"You follow {most} of these already. Stop following one first."
