"""When a booth was busy, drawn: a bar for each hour, as wide as the page. The table beside it says the same."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

_TOP, _FOOT, _LABELS = 40.0, 200.0, 222
"""Pixels from above: where the highest bar begins, where all end, and where the hours stand."""
_FILLED = 0.82
"""How much of its place a bar takes."""
_MOST_LABELS = 8


def hours_chart(hours: Sequence[tuple[datetime, int]], zone: str) -> str:
    """An SVG of `server.leads.hours.by_hour`, the hours in the IANA `zone`; empty without hours. Widths are percents,
    so that the text keeps its size; colours are those of the page."""
    if not hours:
        return ""
    here, most = ZoneInfo(zone), max(count for _, count in hours)
    place, every = 100 / len(hours), -(-len(hours) // _MOST_LABELS)
    parts = []
    for number, (hour, count) in enumerate(hours):
        left, high = number * place + place * (1 - _FILLED) / 2, (_FOOT - _TOP) * count / most
        parts.append(_bar(left, place * _FILLED, high))
        if count:
            parts.append(_text("mark", number * place + place / 2, _FOOT - high - 7, str(count)))
        if number % every == 0:
            parts.append(_text("", number * place + place / 2, _LABELS, f"{hour.astimezone(here):%H:%M}"))
    busiest = max(hours, key=lambda one: one[1])
    told = f"Most from {busiest[0].astimezone(here):%H:%M}, with {busiest[1]}."
    return (
        '<svg class="chart" height="240" role="img" aria-labelledby="hours-t hours-d">'
        f'<title id="hours-t">People met per hour</title><desc id="hours-d">{told}</desc>'
        f'{"".join(parts)}<line class="axis" x1="0" x2="100%" y1="{_FOOT + 0.5}" y2="{_FOOT + 0.5}"/></svg>'
    )


def _bar(left: float, width: float, high: float) -> str:
    return f'<rect class="bar-v" x="{left:.2f}%" y="{_FOOT - high:.1f}" width="{width:.2f}%" height="{high:.1f}"/>'


def _text(class_: str, x: float, y: float, text: str) -> str:
    named = f' class="{class_}"' if class_ else ""
    return f'<text{named} x="{x:.2f}%" y="{y:.1f}" text-anchor="middle">{text}</text>'
