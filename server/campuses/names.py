"""What a campus and a place may be called."""

from server.errors import FieldError


def read_name(name: str, longest: int, faults: list[FieldError]) -> str:
    """In one line; a fault at `name` where it is none, or has more letters than `longest`."""
    name = " ".join(name.split())
    if not name or not name.isprintable():
        faults.append(FieldError(("name",), "Write a name."))
    elif len(name) > longest:
        faults.append(FieldError(("name",), f"{len(name)} letters are too many. Take {longest} or fewer."))
    return name
