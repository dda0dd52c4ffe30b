"""An event repeats by the rule that a program writes, or by what somebody chose in a form."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from server.errors import FieldError, InvalidInput, Refusal
from server.events.instances import window
from server.events.recurrence import local_start, starts
from server.events.repetition import Repeats, Repetition, as_rule

CHOICES = ("repeats", "every", "weekdays", "until", "times", "rrule")


def choose_rule(given: Mapping[str, Any], columns: Mapping[str, Any], faults: list[FieldError]) -> str | None:
    """The rule of `rrule`, or else of `repeats`, `every`, `weekdays`, `until` (a day) and `times`; None: it is once.

    `columns` has the event's own `starts_at`, `time_zone` and `all_day`.
    """
    zone, begins, all_day = ZoneInfo(columns["time_zone"]), columns["starts_at"], columns["all_day"]
    try:
        rule = _written(given) or as_rule(_repetition(given), local_start(begins, zone, all_day), zone, all_day=all_day)
    except InvalidInput as refusal:
        faults.extend(refusal.faults)
        return None
    try:
        after, before = window(rule, begins)
        # Refused now rather than at every reading.
        starts(begins, zone=zone, all_day=all_day, rrule=rule, exdates=(), rdates=(), after=after, before=before)
    except Refusal as refusal:
        faults.append(FieldError(("rrule" if _written(given) else "until",), refusal.message))
    return rule


def _written(given: Mapping[str, Any]) -> str | None:
    return (given.get("rrule") or "").strip().upper().removeprefix("RRULE:") or None


def _repetition(given: Mapping[str, Any]) -> Repetition:
    until = None
    if given.get("until"):
        try:
            until = date.fromisoformat(given["until"])
        except ValueError:
            message = f"“{given['until'][:40]}” is no day. Write it as 2026-09-24."
            raise InvalidInput(FieldError(("until",), message)) from None
    return Repetition(
        given.get("repeats") or Repeats.NEVER,
        1 if given.get("every") is None else given["every"],
        tuple(given.get("weekdays") or ()),
        until,
        given.get("times"),
    )
