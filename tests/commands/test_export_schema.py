"""The schema that is printed is the one that answers."""

from pathlib import Path

import pytest
from graphql import build_schema

from server.__main__ import main
from server.commands import export_schema


def test_export_schema_prints_what_other_tools_read(capsys: pytest.CaptureFixture[str]) -> None:
    main(["export-schema", "--output", "-"])

    schema = build_schema(capsys.readouterr().out)
    assert schema.query_type is not None
    assert "viewer" in schema.query_type.fields


def test_export_schema_check_notices_a_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "schema.graphql"
    monkeypatch.setattr(export_schema, "FILE", file)

    codes = [main(["export-schema", "--check"])]
    main(["export-schema", "--output", str(file)])
    codes.append(main(["export-schema", "--check"]))
    file.write_text(file.read_text().replace("viewer", "spectator"))
    codes.append(main(["export-schema", "--check"]))

    line = "schema/schema.graphql is not what the code says. Run: python -m server export-schema\n"
    assert (codes, capsys.readouterr().err) == ([1, 0, 1], line * 2)
