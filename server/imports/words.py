"""How it went, in a sentence or two for the organizer."""

from server.imports.found import Found
from server.imports.keep import Kept

_SHOWN = 3


def went(kept: Kept, cancelled: int, found: Found, *, held: int = 0) -> str:
    """What became of the events, and what could not be taken."""
    parts = [(kept.imported, "new"), (kept.updated, "changed"), (cancelled, "called off")]
    said = ", ".join(f"{count} {word}" for count, word in parts if count)
    sentences = [f"{said[0].upper()}{said[1:]}."] if said else [] if held else ["Nothing new."]
    if held:
        sentences.append("1 is likely here already." if held == 1 else f"{held} are likely here already.")
    if found.refused:
        sentences.append(f"{len(found.refused)} refused:")
        sentences += [f"line {fault.line}: {fault.reason}" for fault in found.refused[:_SHOWN]]
    return " ".join(sentences)


def most_gone(gone: int, there: int) -> str:
    return f"{gone} of {there} events to come are no longer there. None was called off: look, and say what to do."


def failed(reason: str, failures: int) -> str:
    return reason if failures == 1 else f"{reason} It failed {failures} times in a row."
