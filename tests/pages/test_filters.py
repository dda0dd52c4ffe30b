"""How templates write times, days and numbers."""

from datetime import date
from typing import Any

from server.pages import filters

FAIR = "2026-09-24T14:00:00+00:00"


def event(starts: str, ends: str, zone: str = "America/New_York") -> dict[str, Any]:
    return {"startsAt": starts, "endsAt": ends, "timeZone": zone}


def test_write_a_moment_as_the_clock_there_shows_it() -> None:
    assert filters.localtime(FAIR, "America/New_York") == "10:00"
    assert filters.localtime(FAIR, "Africa/Nairobi", "EEEE d MMMM y, HH:mm") == "Thursday 24 September 2026, 17:00"
    assert filters.isoformat(FAIR, "Europe/London") == "2026-09-24T15:00+01:00"
    assert filters.utc("2026-09-24T10:00:00-04:00") == "2026-09-24T14:00:00Z"


def test_group_events_by_the_day_where_they_are() -> None:
    now = "2026-09-24T02:00:00+00:00"  # still the 23rd in Boston, the 24th in Nairobi
    boston = event("2026-09-24T01:00:00+00:00", "2026-09-24T03:00:00+00:00")
    nairobi = event("2026-09-24T06:00:00+00:00", "2026-09-24T07:00:00+00:00", "Africa/Nairobi")
    later = event("2026-09-25T14:00:00+00:00", "2026-09-25T15:00:00+00:00")

    days = filters.by_day([boston, nairobi, later], now)

    assert [(day.date.day, day.today, day.events) for day in days] == [
        (23, True, [boston]),
        (24, True, [nairobi]),
        (25, False, [later]),
    ]


def test_list_what_is_going_on_under_today() -> None:
    conference = event("2026-09-23T13:00:00+00:00", "2026-09-25T21:00:00+00:00")
    over = event("2026-09-23T13:00:00+00:00", "2026-09-23T21:00:00+00:00")

    days = filters.by_day([over, conference], FAIR)

    assert [(day.date.day, day.today, day.events) for day in days] == [(23, False, [over]), (24, True, [conference])]


def test_group_contacts_by_where_they_were_last_met() -> None:
    fair, lunch = [{"event": {"name": "Fair"}}, {"event": None}], [{"event": None}]
    chen = {"name": "Chen", "lastMetAt": "2026-09-25T01:00:00+00:00", "encounters": fair}
    ada = {"name": "Ada", "lastMetAt": FAIR, "encounters": lunch}
    ben = {"name": "Ben", "lastMetAt": FAIR, "encounters": fair}
    dana = {"name": "Dana", "lastMetAt": "2026-09-23T14:00:00+00:00", "encounters": []}

    meetings = filters.by_meeting([chen, ada, ben, dana], "America/New_York")

    assert [(meeting.date.day, meeting.event, meeting.contacts) for meeting in meetings] == [
        (24, "Fair", [chen, ben]),
        (24, None, [ada]),
        (23, None, [dana]),
    ]


def test_write_spans() -> None:
    spans = [
        ("2026-09-24T14:00:00Z", "2026-09-24T14:45:00Z"),
        ("2026-09-24T14:00:00Z", "2026-09-24T16:00:00Z"),
        ("2026-09-24T14:00:00Z", "2026-09-24T15:30:00Z"),
        ("2026-09-24T14:00:00Z", "2026-09-27T14:00:00Z"),
        ("2026-09-24T14:00:00Z", "2026-09-24T14:00:00Z"),
    ]

    assert [filters.duration(*span) for span in spans] == ["45 min", "2 h", "1 h 30 min", "3 days", "0 min"]


def test_know_the_last_day_of_a_span_that_ends_at_midnight() -> None:
    assert filters.last_day("2026-09-26T04:00:00+00:00", "America/New_York") == date(2026, 9, 25)


def test_write_numbers_with_their_noun() -> None:
    assert [filters.plural(count, "contact") for count in (0, 1, 1204)] == ["0 contacts", "1 contact", "1,204 contacts"]


def test_write_a_code_in_groups_of_five() -> None:
    assert filters.groups("ABCDEFGHJKMNPQRSTVWXYZ012") == "ABCDE FGHJK MNPQR STVWX YZ012"


def test_write_initials() -> None:
    names = ["Amara Okafor", "Prince", "Ana María de la Cruz", "", "عمر خليل"]

    assert [filters.initials(name) for name in names] == ["AO", "P", "AC", "", "عخ"]


def test_say_what_a_person_does() -> None:
    person = {"jobTitle": "Engineer", "worksFor": "Halden Robotics", "headline": "Builds arms"}

    assert filters.work(person) == "Engineer, Halden Robotics"
    assert filters.work({**person, "jobTitle": None}) == "Halden Robotics"
    assert filters.work({**person, "jobTitle": None, "worksFor": None}) == "Builds arms"


def test_write_words_of_the_schema_as_words() -> None:
    assert filters.sentence("INFO_SESSION") == "Info session"
    assert filters.zone_name("America/New_York") == "New York"
    assert filters.country("KE") == "Kenya"
    assert filters.bare_url("https://www.halden.example/arms/") == "halden.example/arms"
