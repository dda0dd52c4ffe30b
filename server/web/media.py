"""Which of our media types a client takes (RFC 9110 §12.5.1)."""

from functools import lru_cache

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
HTML = "text/html"

_NAMED = 3
"""How exact a range is that names both type and subtype."""


@lru_cache(maxsize=512)
def preferred(accept: str, offered: tuple[str, ...]) -> str | None:
    """The best of `offered`, plainest first, for this `Accept` header; None if it takes none of them.

    A type that is named outright beats one that only a wildcard lets in. Of equals the plainest is taken by a
    wildcard, the most particular by name.
    """
    ranges = _ranges(accept) or [("*", "*", 1.0)]
    best, best_rank = None, (0.0, 0)
    for media in offered:
        rank = _rank(media, ranges)
        named = rank[1] == _NAMED
        if rank[0] > 0 and (rank > best_rank or (named and rank == best_rank)):
            best, best_rank = media, rank
    return best


def _ranges(accept: str) -> list[tuple[str, str, float]]:
    ranges = []
    for part in accept.split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        type_, _, subtype = media.lower().partition("/")
        if type_ and subtype:
            ranges.append((type_, subtype, _quality(parameters)))
    return ranges


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def _rank(media: str, ranges: list[tuple[str, str, float]]) -> tuple[float, int]:
    """Quality and how exactly it was named, from the most exact range that matches."""
    type_, _, subtype = media.partition("/")
    exactness, quality = 0, 0.0
    for wanted_type, wanted_subtype, wanted_quality in ranges:
        exact = {(type_, subtype): _NAMED, (type_, "*"): 2, ("*", "*"): 1}.get((wanted_type, wanted_subtype), 0)
        if exact > exactness:
            exactness, quality = exact, wanted_quality
    return quality, exactness
