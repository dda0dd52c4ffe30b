"""What becomes of each event of a file, decided before anything is written."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from server.events.instances import moments
from server.events.models import Publication
from server.imports.facts import Facts
from server.imports.known import Known
from server.imports.said import GONE, ImportedField, Said, of_event, of_facts, of_override
from server.imports.series import Series

ORPHAN = "o"
"""Begins the hash of an event that is known only by single instances, until its series arrives."""


class Fate(StrEnum):
    """What becomes of an event of a file."""

    NEW = "NEW"
    CHANGED = "CHANGED"
    SAME = "SAME"
    OURS = "OURS"
    """It was made here, and no file changes it."""


@dataclass(slots=True)
class Decided:
    """One series of a file, and what becomes of it."""

    series: Series
    fate: Fate
    known: Known | None
    hash_: str
    said: Said
    changes: list[ImportedField] = field(default_factory=list)
    """What is to be written; of a new event nothing is named."""
    own: list[ImportedField] = field(default_factory=list)
    """What was changed here, and stays although the file says otherwise."""
    instances: dict[datetime, Facts] = field(default_factory=dict)
    """Those that differ from the rule, by when it has them."""
    only_these: bool = True
    """Whether the others that were imported go."""

    touches_master: bool = True
    """Whether the event itself is written, and not only its instances."""


def decide(one: Series, known: Known | None, *, reviewed: bool) -> Decided:
    """`reviewed` says that somebody else is to publish what this organization posts; what an import published stays."""
    hash_ = ORPHAN + one.master.digest[1:] if one.orphan else one.master.digest
    said = of_facts(one.master)
    out = known is not None and known.said.get(ImportedField.PUBLICATION) == [Publication.PUBLISHED]
    if reviewed and not out and one.master.publication is Publication.PUBLISHED:
        said[ImportedField.PUBLICATION] = [Publication.IN_REVIEW]
    decided = Decided(one, Fate.NEW, known, hash_, said, instances=dict(one.overrides), only_these=not one.orphan)
    if known is None:
        return decided
    there = known.event.import_hash
    decided.touches_master = False
    if there is None:
        decided.fate = Fate.OURS
        return decided
    if one.orphan and not there.startswith(ORPHAN):
        # The series came with another file, so what this file has of it are instances only.
        assert one.master.recurrence is not None
        decided.instances[one.master.recurrence.at] = one.master
        decided.hash_ = there
    decided.fate = Fate.SAME
    if there != decided.hash_:
        decided.fate, decided.touches_master = Fate.CHANGED, True
        _compare(decided, known)
    if _instances_differ(decided, known):
        decided.fate = Fate.CHANGED
        decided.changes.append(ImportedField.INSTANCES)
    return decided


def own_fields(known: Known) -> list[ImportedField]:
    """What of an imported event was changed here."""
    current, said = _current(known), known.said
    own = [ImportedField(name) for name, value in current.items() if name in said and said[name] != value]
    if any(is_own(known, at) for at in {*known.overrides, *said_instances(said)}):
        own.append(ImportedField.INSTANCES)
    return own


def is_own(known: Known, at: datetime) -> bool:
    """Whether this instance was changed here."""
    override = known.overrides.get(at)
    last = known.said.get(ImportedField.INSTANCES, {}).get(f"{at:%Y%m%dT%H%M%SZ}")
    if override is None:
        return last is not None  # taken back here
    return override.import_hash is None or (last is not None and last != of_override(override))


def said_instances(said: Said) -> list[datetime]:
    """When the rule has those that were imported."""
    return moments(",".join(said.get(ImportedField.INSTANCES, {})))


def _compare(decided: Decided, known: Known) -> None:
    own = own_fields(known)
    for name, value in _current(known).items():
        theirs = decided.said.get(name)
        if theirs is not None and theirs != value:
            (decided.own if name in own else decided.changes).append(ImportedField(name))


def _current(known: Known) -> Said:
    current = of_event(known.event, known.tags)
    if known.agenda is not None:
        current[ImportedField.AGENDA] = known.agenda
    return current


def _instances_differ(decided: Decided, known: Known) -> bool:
    for at, facts in decided.instances.items():
        override = known.overrides.get(at)
        if not is_own(known, at) and (override is None or override.import_hash != facts.digest):
            return True
    return decided.only_these and any(
        override.import_hash not in (None, GONE) and at not in decided.instances and not is_own(known, at)
        for at, override in known.overrides.items()
    )
