"""Each row of a table becomes an event, by the columns that the organizer said."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from server.events.recurrence import in_utc
from server.imports.answers import Answers
from server.imports.facts import ComponentRefused, Facts
from server.imports.found import Found
from server.imports.one_event import finished, link, one_event, plain, uid_of
from server.imports.series import Series
from server.imports.table_dates import CellUnreadable, DateOrder, read_when
from server.imports.table_fields import TableField
from server.imports.table_file import read_table_file

Cells = Mapping[TableField, str]


def read_table(octets: bytes, *, zone: ZoneInfo, answers: Answers) -> Found:
    """Nothing, until somebody said which column is what. Raises FileUnreadable."""
    table, found = read_table_file(octets), Found()
    if answers.table is None:
        return found
    there = ZoneInfo(answers.zone) if answers.zone else zone
    order = DateOrder(answers.table.dates)
    places = {
        TableField(field): table.headings.index(heading)
        for field, heading in answers.table.columns.items()
        if heading in table.headings
    }
    uids: set[str] = set()
    for line, row in table.rows:
        cells = {field: row[place] if place < len(row) else "" for field, place in places.items()}
        try:
            facts = _event(line, cells, order, there)
            if facts.uid in uids:
                raise ComponentRefused(line, f"“{facts.name[:80]}” stands in the table twice at this time.")
        except ComponentRefused as refusal:
            found.refused.append(refusal.fault)
            found.refused_uids.add(cells.get(TableField.UID, ""))
            continue
        uids.add(facts.uid)
        found.series.append(Series(facts, orphan=False))
    found.events = len(found.series)
    return found


def _event(line: int, cells: Cells, order: DateOrder, zone: ZoneInfo) -> Facts:
    name = cells.get(TableField.NAME, "")
    if not name:
        raise ComponentRefused(line, "This row has no name.")
    try:
        start, day = read_when(cells.get(TableField.START, ""), cells.get(TableField.START_TIME, ""), order)
        ends = _end(cells, start, day, order)
    except CellUnreadable as fault:
        raise ComponentRefused(line, f"“{name[:80]}” is left out: {fault}.") from fault
    if ends < start:
        raise ComponentRefused(line, f"“{name[:80]}” is left out: it ends before it begins.")
    written = cells.get(TableField.UID, "")
    uid = uid_of("table", written) if written else uid_of("table", name, start.isoformat())
    starts_at, ends_at = in_utc(start, zone), in_utc(ends, zone)
    facts = one_event(line, uid, name, starts_at=starts_at, ends_at=ends_at, time_zone=zone.key)
    facts.all_day = day
    facts.description = plain(cells.get(TableField.DESCRIPTION, ""))
    facts.location_text = plain(cells.get(TableField.PLACE, ""))[:2_000] or None
    facts.url, facts.online_url = link(cells.get(TableField.LINK)), link(cells.get(TableField.ONLINE))
    words = cells.get(TableField.TAGS, "").replace(";", ",").split(",")
    facts.tags = sorted({" ".join(word.lower().split())[:60] for word in words if word.strip()})[:20]
    return finished(facts)


def _end(cells: Cells, start: datetime, day: bool, order: DateOrder) -> datetime:
    """Exclusive. An hour alone is on the day of the start, or the next where it is earlier."""
    date, hour = cells.get(TableField.END, ""), cells.get(TableField.END_TIME, "")
    if not date and hour and not day:
        at, _ = read_when(f"{start:%Y-%m-%d}", hour, DateOrder.YEAR_FIRST)
        return at if at >= start else at + timedelta(days=1)
    if not date:
        return start + timedelta(days=1) if day else start
    at, whole = read_when(date, hour, order)
    if not whole:
        return at
    if not day and at.date() == start.date():
        return start  # only the day was written
    return at + timedelta(days=1)
