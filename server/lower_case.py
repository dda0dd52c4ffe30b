"""Text in lower case, also beyond ASCII, where SQLite's own lower() leaves letters alone."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ColumnElement
from sqlalchemy.sql.visitors import InternalTraversal


class lowered(ColumnElement[str]):  # noqa: N801  # reads as the SQL it is
    """`text` as both compare it, case aside. Indexes can't hold it: only our own connections to SQLite know it."""

    inherit_cache = True
    type = String()
    _traverse_internals = [("text", InternalTraversal.dp_clauseelement)]  # noqa: RUF012

    def __init__(self, text: Any) -> None:
        self.text = text


@compiles(lowered, "sqlite")
def _sqlite(element: lowered, compiler: Any, **options: Any) -> str:
    return f"lowered({compiler.process(element.text, **options)})"


@compiles(lowered, "postgresql")
def _postgresql(element: lowered, compiler: Any, **options: Any) -> str:
    return f"lower({compiler.process(element.text, **options)})"


def teach(connection: Any) -> None:
    """Let a connection to SQLite know it."""
    connection.create_function("lowered", 1, _lowered, deterministic=True)


def _lowered(text: str | None) -> str | None:
    return text.lower() if text is not None else None
