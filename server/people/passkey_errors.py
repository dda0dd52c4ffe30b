"""Why a passkey was not made, or signed nobody in."""

from server.errors import Refusal


class PasskeyRefused(Refusal):
    """Which of all that can be wrong was wrong is not told: it would tell who is here."""

    message = "This passkey doesn’t work here. Use another one, or an email code."


class PasskeyTooLate(Refusal):
    """The question was answered already, is older than five minutes, was another browser's, or never was asked."""

    message = "This took longer than five minutes, was done already, or began in another browser. Begin again."


class TooManyPasskeys(Refusal):
    """One person has as many as may be."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.message = f"You have {most} passkeys already. Remove one first."
