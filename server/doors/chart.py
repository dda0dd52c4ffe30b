"""Arrivals per quarter of an hour, drawn: widths in percent, so that the text keeps its size on a phone."""

from collections.abc import Sequence
from datetime import datetime
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from server.doors.numbers import Quarter

HEIGHT, FOOT, ROOM = 240, 200, 160
"""Pixels: of the picture, down to the bars' feet, and of the highest bar."""
_LEFT = 6.0
"""Percent, for the numbers at the side."""
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)
_LEAST_BARS = 8
"""For how many there is room, so that the first of a day is no wall."""
_MOST_BARS = 40
"""As many as can be told apart on a phone; the table has all."""


def arrivals_chart(quarters: Sequence[Quarter], *, zone: str) -> str:
    """An SVG with a title and a sentence that says the same; empty where nobody came."""
    shown = quarters[-_MOST_BARS:]
    if not shown:
        return ""
    most = max(shown, key=lambda quarter: quarter.came)
    step = next((step for step in _STEPS if most.came <= 4 * step), _STEPS[-1])
    scale = ROOM / max(most.came, 1)
    width = (100 - _LEFT) / max(len(shown), _LEAST_BARS)
    said = f"Most at {_clock(most.starts_at, zone)} with {most.came}; {shown[-1].came} in the last quarter of an hour."
    parts = [
        f'<svg class="chart" height="{HEIGHT}" role="img" aria-labelledby="ar-t ar-d">',
        f'<title id="ar-t">Arrivals per quarter hour</title><desc id="ar-d">{escape(said)}</desc>',
    ]
    for level in range(step, most.came + 1, step):
        y = FOOT - level * scale
        parts.append(f'<line class="grid" x1="{_LEFT:g}%" x2="100%" y1="{y:.0f}" y2="{y:.0f}"/>')
        parts.append(f'<text x="0" y="{y + 5:.0f}">{level}</text>')
    hours = max(1, -(-len(shown) // 24)) * 60
    for number, quarter in enumerate(shown):
        x, high = _LEFT + number * width + width * 0.08, quarter.came * scale
        look = "bar-now" if number == len(shown) - 1 else "bar-v"
        parts.append(
            f'<rect class="{look}" x="{x:.2f}%" y="{FOOT - high:.1f}" width="{width * 0.84:.2f}%" height="{high:.1f}"/>'
        )
        if quarter is most:
            middle = f'x="{x + width * 0.42:.2f}%" y="{FOOT - high - 7:.1f}"'
            parts.append(f'<text class="mark" {middle} text-anchor="middle">{quarter.came}</text>')
        if _minutes(quarter.starts_at, zone) % hours == 0 or len(shown) == 1:
            parts.append(f'<text x="{x:.2f}%" y="{FOOT + 22}">{_clock(quarter.starts_at, zone)}</text>')
    parts.append(f'<line class="axis" x1="{_LEFT:g}%" x2="100%" y1="{FOOT}.5" y2="{FOOT}.5"/></svg>')
    return "".join(parts)


def _clock(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"


def _minutes(moment: datetime, zone: str) -> int:
    local = moment.astimezone(ZoneInfo(zone))
    return local.hour * 60 + local.minute
