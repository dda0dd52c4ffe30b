"""Why nobody was signed in through a provider."""

from datetime import datetime
from enum import StrEnum

from server.errors import Refusal


class ProviderFault(StrEnum):
    """What was the matter."""

    BEGIN_AGAIN = "BEGIN_AGAIN"
    CANCELLED = "CANCELLED"
    UNREACHABLE = "UNREACHABLE"
    REFUSED = "REFUSED"
    ISSUER_WRONG = "ISSUER_WRONG"
    AUDIENCE_WRONG = "AUDIENCE_WRONG"
    NONCE_WRONG = "NONCE_WRONG"
    SIGNATURE_WRONG = "SIGNATURE_WRONG"
    EXPIRED = "EXPIRED"
    ANSWER_UNREADABLE = "ANSWER_UNREADABLE"
    EMAIL_MISSING = "EMAIL_MISSING"
    EMAIL_UNVERIFIED = "EMAIL_UNVERIFIED"
    EMAIL_TAKEN = "EMAIL_TAKEN"
    NAME_MISSING = "NAME_MISSING"
    JOINING_CLOSED = "JOINING_CLOSED"


_TELL = "Tell whoever runs Hallway here."
_SENTENCES = {
    ProviderFault.BEGIN_AGAIN: "This sign-in was used already, took longer than ten minutes, or began in another"
    " browser. Begin again.",
    ProviderFault.CANCELLED: "You did not sign in with your {name}, so nothing was done. Begin again when you like.",
    ProviderFault.UNREACHABLE: "Your {name} does not answer. Try again in a minute, or use an email code.",
    ProviderFault.REFUSED: f"The sign-in of your {{name}} did not accept what Hallway asked. {_TELL}",
    ProviderFault.ISSUER_WRONG: f"The answer came from somebody other than your {{name}}. Begin again. {_TELL}",
    ProviderFault.AUDIENCE_WRONG: f"Your {{name}} signed you in for somebody other than Hallway. {_TELL}",
    ProviderFault.NONCE_WRONG: "The answer of your {name} belongs to another sign-in. Begin again.",
    ProviderFault.SIGNATURE_WRONG: f"The answer is not signed by your {{name}}. Begin again. {_TELL}",
    ProviderFault.EXPIRED: "The answer of your {name} is too old or from the future. Begin again; if it stays, a clock"
    " is wrong.",
    ProviderFault.ANSWER_UNREADABLE: f"The answer of your {{name}} can't be read. {_TELL}",
    ProviderFault.EMAIL_MISSING: "Your {name} tells Hallway no email address, and you are new here. Allow it there, or"
    " use an email code.",
    ProviderFault.EMAIL_UNVERIFIED: "Your {name} has not verified your email address. Verify it there, or use an email"
    " code.",
    ProviderFault.EMAIL_TAKEN: "Somebody here has the email address of your {name} already. If it is you, use an email"
    " code.",
    ProviderFault.NAME_MISSING: "Your {name} tells Hallway no usable name. Set one there, or use an email code.",
    ProviderFault.JOINING_CLOSED: "Nobody here is known by your {name} yet. Use an email code, or ask to be invited.",
}


class ProviderSignInRefused(Refusal):
    """Nobody was signed in; `why` says what was the matter."""

    next = "/"
    """The path to go on to for whoever then signs in otherwise, once it is known that they are who left."""

    def __init__(self, why: ProviderFault, name: str = "account") -> None:
        super().__init__()
        self.why = why
        self.message = _SENTENCES[why].format(name=name)


class TooManySignIns(Refusal):
    """From this network, as many sign-ins through providers were begun as may be."""

    def __init__(self, retry_at: datetime) -> None:
        super().__init__()
        self.retry_at = retry_at
        self.message = f"Too many sign-ins were begun from your network. Try again after {retry_at:%H:%M} UTC."
