"""What an import does to events stands in their history, like what people do."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from server.events.details import camel
from server.events.history import EventAct, FieldChange
from server.events.models import EventStatus
from server.imports.decide import Decided
from server.imports.said import COLUMNS, ImportedField, Said
from server.keys import new_key

WORDS = "Imported."


def entry(
    event_id: UUID,
    act: EventAct,
    *,
    fields: Sequence[FieldChange] = (),
    actor_id: UUID | None,
    at: datetime,
    words: str = WORDS,
) -> dict[str, Any]:
    """A row of `event_change`; `actor_id` None: an address said so, and nobody asked it to."""
    said = json.dumps([asdict(field) for field in fields], ensure_ascii=False)
    return {
        "id": new_key(),
        "event_id": event_id,
        "at": at,
        "actor_id": actor_id,
        "act": act,
        "fields": said,
        "words": words,
    }


def changes(one: Decided, before: Said) -> list[FieldChange]:
    """What is written of a changed event, field by field in words."""
    found = []
    for field in one.changes:
        if field in COLUMNS:
            pairs = zip(COLUMNS[field], before[field], one.said[field], strict=True)
            found += [FieldChange(camel(name), _words(old), _words(new)) for name, old, new in pairs if old != new]
        elif field is ImportedField.TAGS:
            found.append(FieldChange("tags", *(", ".join(said[field]) or None for said in (before, one.said))))
        else:
            found.append(FieldChange(field.value.lower(), None, None))
    return found


def act_of(one: Decided, before: Said) -> EventAct:
    """Of a changed event."""
    if ImportedField.STATUS not in one.changes:
        return EventAct.CHANGED
    if one.said[ImportedField.STATUS] == [EventStatus.CANCELLED]:
        return EventAct.CANCELLED
    return EventAct.RESTORED if before[ImportedField.STATUS] == [EventStatus.CANCELLED] else EventAct.CHANGED


def _words(value: Any) -> str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value in (None, "") else str(value)
