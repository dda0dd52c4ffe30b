"""Write the GraphQL schema as text, to schema/schema.graphql.

That file is what programs are written against, and its changes are what reviewers read. `--check` writes nothing; it
fails when the file is not what the code says.
"""

import argparse
import sys
from pathlib import Path

from server.errors import SetupError

FILE = Path(__file__).resolve().parents[2] / "schema" / "schema.graphql"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--check", action="store_true", help="fail when schema/schema.graphql is not up to date")
    where.add_argument("--output", type=Path, default=FILE, metavar="FILE", help="another file; - is standard output")


def run(options: argparse.Namespace) -> None:
    from schema import schema

    text = schema.as_str().rstrip("\n") + "\n"
    if options.check:
        _check(text)
    elif str(options.output) == "-":
        sys.stdout.write(text)
    else:
        options.output.write_text(text, encoding="utf-8")
        print(f"{options.output} is written.")


def _check(text: str) -> None:
    if not FILE.is_file() or FILE.read_text(encoding="utf-8") != text:
        raise SetupError("schema/schema.graphql is not what the code says. Run: python -m server export-schema")
