"""Global ids: what GraphQL calls `ID`, unique over all types."""

from uuid import UUID


def global_id(type_: str, key: UUID) -> str:
    """`event_0192…`: opaque to clients, readable to whoever debugs."""
    return f"{type_}_{key.hex}"


def parse_global_id(text: str) -> tuple[str, UUID] | None:
    """The type and key that `global_id` joined, or None for any other text."""
    type_, _, digits = text.rpartition("_")
    if not type_ or len(digits) != 32:
        return None
    try:
        return type_, UUID(hex=digits)
    except ValueError:
        return None


def key_of(text: str, type_: str) -> UUID | None:
    """The key in `text` if it is an id of `type_`, else None."""
    parsed = parse_global_id(text)
    return parsed[1] if parsed is not None and parsed[0] == type_ else None
