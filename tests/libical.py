"""The calendar library in C that GNOME, KDE and Thunderbird read with, where the system has it."""

import ctypes
from ctypes.util import find_library
from typing import Any

_VEVENT, _VALARM, _XLICERROR = 4, 10, "X-LIC-ERROR"


class _Time(ctypes.Structure):
    """struct icaltimetype of libical 3."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "daylight")),
        ("zone", ctypes.c_void_p),
    )


def load() -> Any | None:
    """libical 3 with the types of what is called; None where the system has none."""
    name = find_library("ical")
    if name is None or not name.endswith(".3"):
        return None
    library = ctypes.CDLL(name)
    handle, number, words = ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p
    for function, result, arguments in (
        ("icalparser_parse_string", handle, [words]),
        ("icalcomponent_get_first_component", handle, [handle, number]),
        ("icalcomponent_get_next_component", handle, [handle, number]),
        ("icalcomponent_as_ical_string", words, [handle]),
        ("icalcomponent_count_components", number, [handle, number]),
        ("icalcomponent_get_uid", words, [handle]),
        ("icalcomponent_get_summary", words, [handle]),
        ("icalcomponent_get_status", number, [handle]),
        ("icalproperty_status_to_string", words, [number]),
        ("icalcomponent_get_sequence", number, [handle]),
        ("icalcomponent_get_dtstart", _Time, [handle]),
        ("icalcomponent_get_dtend", _Time, [handle]),
        ("icalproperty_string_to_kind", number, [words]),
        ("icalcomponent_get_first_property", handle, [handle, number]),
        ("icalproperty_get_datetime_with_component", _Time, [handle, handle]),
        ("icaltime_as_timet_with_zone", ctypes.c_int64, [_Time, handle]),
        ("icalcomponent_free", None, [handle]),
    ):
        found = getattr(library, function)
        found.restype, found.argtypes = result, arguments
    return library


def events(library: Any, text: bytes) -> list[dict[str, Any]]:
    """What it understands of a calendar. Raises AssertionError where it calls anything a fault."""
    calendar = library.icalparser_parse_string(text)
    assert _XLICERROR not in library.icalcomponent_as_ical_string(calendar).decode()
    found = []
    one = library.icalcomponent_get_first_component(calendar, _VEVENT)
    while one:
        found.append(
            {
                "uid": library.icalcomponent_get_uid(one).decode(),
                "recurrence": _recurrence(library, one),
                "start": _moment(library, library.icalcomponent_get_dtstart(one)),
                "end": _moment(library, library.icalcomponent_get_dtend(one)),
                "summary": library.icalcomponent_get_summary(one).decode(),
                "status": library.icalproperty_status_to_string(library.icalcomponent_get_status(one)).decode(),
                "sequence": library.icalcomponent_get_sequence(one),
                "alarms": library.icalcomponent_count_components(one, _VALARM),
            }
        )
        one = library.icalcomponent_get_next_component(calendar, _VEVENT)
    library.icalcomponent_free(calendar)
    return found


def _recurrence(library: Any, event: Any) -> int | str | None:
    # Its short way to it forgets the zone.
    kind = library.icalproperty_string_to_kind(b"RECURRENCE-ID")
    found = library.icalcomponent_get_first_property(event, kind)
    return _moment(library, library.icalproperty_get_datetime_with_component(found, event)) if found else None


def _moment(library: Any, time: _Time) -> int | str:
    if time.is_date:
        return f"{time.year:04}-{time.month:02}-{time.day:02}"
    return int(library.icaltime_as_timet_with_zone(time, time.zone))
