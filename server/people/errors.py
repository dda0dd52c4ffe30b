"""What people's verbs refuse."""

from datetime import datetime

from server.errors import Refusal


class DemoLinkInvalid(Refusal):
    """No such link, or no demo: the two look the same."""

    message = "This sign-in link leads nowhere. The command that started the demo prints the ones that work."


class CodeWrong(Refusal):
    """These are not the digits that were mailed; or nothing was mailed: the two look the same."""

    def __init__(self, tries_left: int) -> None:
        super().__init__()
        self.tries_left = tries_left
        left = {0: "Ask for a new code.", 1: "One try is left."}.get(tries_left, f"{tries_left} tries are left.")
        self.message = f"That isn't the code. {left}"


class CodeExpired(Refusal):
    """The code was used, is older than ten minutes, was tried five times, or never was: all look the same."""

    message = "This code no longer works: each is good once, for ten minutes and five tries. Ask for a new one."


class IntroductionRequired(Refusal):
    """The code is right, and nobody here has its address yet."""

    message = "You are new here. Say who you are, and you are in."


class TooManyCodes(Refusal):
    """For this address, or from this network, as many codes were asked for as may be."""

    def __init__(self, retry_at: datetime) -> None:
        super().__init__()
        self.retry_at = retry_at
        self.message = f"Too many codes were asked for. Try again after {retry_at:%H:%M} UTC, or use the last one."


class TooManyTries(Refusal):
    """From this network came as many wrong codes as may."""

    def __init__(self, retry_at: datetime) -> None:
        super().__init__()
        self.retry_at = retry_at
        self.message = f"Too many wrong codes came from your network. Try again after {retry_at:%H:%M} UTC."
