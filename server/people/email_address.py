"""What people type as their e-mail address."""

import re
from collections.abc import Sequence

from server.errors import FieldError, InvalidInput

LONGEST = 254
"""RFC 5321 §4.5.3.1.3, less its brackets."""
# Quoted local parts and literal addresses (RFC 5322 §3.4.1) are left out: nobody has one, and they hide tricks.
_LOCAL = re.compile(r"[^\s@,;:<>()\[\]\"\\\x00-\x20\x7f]+")
_DOMAIN = re.compile(r"[^\W_]([\w-]*[^\W_])?(\.[^\W_]([\w-]*[^\W_])?)+")


def email_address(text: str, known_domains: Sequence[str] = ()) -> str:
    """`text` without spaces around it, in lower case. Raises InvalidInput at `email`.

    Of `known_domains` one is suggested where an address stops in the middle of it.
    """
    address = text.strip().lower()
    local, at, domain = address.partition("@")
    if not address:
        raise _fault("Write your email address.")
    if not at:
        raise _fault("There is no @ in it. Write it as name@example.org.")
    if not local or not _LOCAL.fullmatch(local) or "@" in domain or not address.isprintable():
        raise _fault("Something in it belongs to no address. Write one address, as name@example.org.")
    if "." not in domain:
        meant = next((known for known in known_domains if domain and known.startswith(domain)), None)
        raise _fault(f"The part after @ has no dot.{f' Did you mean {local}@{meant}?' if meant else ''}")
    if not _DOMAIN.fullmatch(domain) or len(address) > LONGEST:
        raise _fault("The part after @ is no mail domain. Look for a letter too many.")
    return address


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]


def _fault(message: str) -> InvalidInput:
    return InvalidInput(FieldError(("email",), message))
