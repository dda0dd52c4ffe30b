"""Badges are laid out on pages, and backs so that they meet their fronts."""

from typing import Any

from server.printing.design import Design

Sheet = dict[str, Any]


def fronts_and_backs(design: Design, count: int) -> tuple[list[Sheet], list[Sheet]]:
    """The pages of `count` badges; as many backs as fronts, or none.

    The cells of a back run backwards along each row, since a sheet is turned over its long edge, so that they also
    stay empty where the last sheet is.
    """
    stock = design.printed_on
    pages = [range(start, min(start + stock.a_page, count)) for start in range(0, count, stock.a_page)]
    fronts = [_sheet(design, "front", badges) for badges in pages]
    return fronts, [_sheet(design, "back", badges) for badges in pages] if design.has_backs else []


def order(design: Design, fronts: list[Any], backs: list[Any]) -> list[Any]:
    """As a printer takes them: each front with its back behind it, or all fronts, then all backs."""
    if not backs or design.fronts_first:
        return [*fronts, *backs]
    return [page for pair in zip(fronts, backs, strict=True) for page in pair]


def _sheet(design: Design, side: str, badges: range) -> Sheet:
    # The same way on both sides: it is the printer that is off, not the paper.
    cells = []
    for cell, badge in enumerate(badges):
        x, y = design.printed_on.corner(cell, mirrored=side == "back")
        cells.append({"x": x + design.nudge_x, "y": y + design.nudge_y, "badge": badge})
    return {"side": side, "cells": cells}
