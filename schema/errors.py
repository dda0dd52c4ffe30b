"""Refusals of the domain, as members of a mutation's payload union."""

from collections.abc import Callable
from typing import Any, TypeVar

import strawberry

from server import errors

T = TypeVar("T", bound=type)

_answers: dict[type[errors.Refusal], type] = {}


@strawberry.interface(description="A refusal. Its type says what is the matter; a program needs nothing else.")
class UserError:
    message: str = strawberry.field(description="One sentence for a person: what is the matter, and what to do.")


def answers(refusal: type[errors.Refusal]) -> Callable[[T], T]:
    """Makes a GraphQL type the answer to `refusal`; its fields are read from the exception's attributes.

    Where a mutation's union doesn't list the type, the refusal stays an exception: masked, logged, a bug.
    """

    def register(type_: T) -> T:
        assert type_.__name__ == refusal.__name__, "one word for one thing: the type is named as the refusal"
        _answers[refusal] = type_
        return type_

    return register


def as_error(refusal: errors.Refusal) -> Any:
    """The GraphQL object for a refusal. KeyError when none is registered: a bug."""
    type_ = _answers[type(refusal)]
    fields = [f.python_name for f in type_.__strawberry_definition__.fields]  # type: ignore[attr-defined]
    return type_(**{name: getattr(refusal, name) for name in fields})


def exception_handlers() -> list[strawberry.ExceptionHandler[Any, Any]]:
    """One for each registered refusal, for `strawberry.Schema`."""
    return [_handler(refusal, type_) for refusal, type_ in _answers.items()]


def _handler(refusal: type[errors.Refusal], type_: type) -> strawberry.ExceptionHandler[Any, Any]:
    class Handler(strawberry.ExceptionHandler):  # type: ignore[type-arg]
        exception_type = refusal
        error_type = type_

        def handle(self, exception: errors.Refusal, *, field: Any, info: Any) -> Any:
            return as_error(exception) if type(exception) is refusal else None

    return Handler()


@answers(errors.SignInRequired)
@strawberry.type(description="Nobody is signed in, or the token is no longer valid.")
class SignInRequired(UserError):
    pass


@answers(errors.ScopeMissing)
@strawberry.type(description="Your API token may not do this.")
class ScopeMissing(UserError):
    scope: str = strawberry.field(description="The scope that it would need, by the name that `Scope` has for it.")


@answers(errors.SessionRequired)
@strawberry.type(description="No API token may do this, only a person at a browser.")
class SessionRequired(UserError):
    pass


@answers(errors.NotFound)
@strawberry.type(description="Nothing is there, or nothing that you may see: the two look the same.")
class NotFound(UserError):
    pass


@answers(errors.NotPermitted)
@strawberry.type(description="You can see it, but it isn't yours to change.")
class NotPermitted(UserError):
    pass


@strawberry.type(description="One fault of an input.")
class FieldError:
    path: list[str] = strawberry.field(description="Field names from the input object down to the fault.")
    message: str = strawberry.field(description="One sentence that says what to do.")


@answers(errors.InvalidInput)
@strawberry.type(description="One or more fields hold something that can't be used; nothing was changed.")
class InvalidInput(UserError):
    faults: list[FieldError] = strawberry.field(description="Every fault found, at its field; never empty.")
