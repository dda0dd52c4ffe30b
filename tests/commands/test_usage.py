"""A stranger at the command line is told what there is, and one line when something is wrong."""

import subprocess
import sys
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path

import pytest

from server.__main__ import COMMANDS, main
from server.config import ROOT

SECRET = "ab" * 32


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line that a command ends with."""
    assert main(arguments) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    return err.strip()


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])

    text = capsys.readouterr().out
    assert (ended.value.code, [name for name in COMMANDS if f"    {name} " not in text.replace("\n", " ")]) == (0, [])


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_says_what_it_does(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])

    text = str(import_module(f"server.commands.{command.replace('-', '_')}").__doc__)
    assert (ended.value.code, text.strip() in capsys.readouterr().out, text.count("\n") > 2) == (0, True, True)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_describes_every_option(command: str) -> None:
    options = ArgumentParser()

    import_module(f"server.commands.{command.replace('-', '_')}").add_arguments(options)

    assert [action.dest for action in options._actions if not action.help] == []


def test_help_does_not_wait_for_what_it_does_not_need() -> None:
    program = "import sys; from server.__main__ import parser; parser(); print(*sys.modules)"

    loaded = subprocess.check_output([sys.executable, "-c", program], cwd=ROOT, text=True).split()

    assert {"sqlalchemy", "strawberry", "starlette", "uvicorn", "PIL", "rich"} & set(loaded) == set()


@pytest.mark.parametrize("arguments", [[], ["dance"], ["serve", "--port", "many"], ["badges"], ["scan"]])
def test_wrong_usage_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert (ended.value.code, "usage: python -m server" in capsys.readouterr().err) == (2, True)


@pytest.mark.parametrize("command", [["serve"], ["seed"], ["badges", "--person", "ada@x.example", "--output", "b.svg"]])
def test_without_a_secret_one_is_told_how_to_make_one(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(capsys, *command).startswith("HALLWAY_SECRETS is not set. Make one: python3 -c")


@pytest.mark.parametrize("command", [["serve"], ["seed"]])
def test_without_a_database_one_is_told_how_to_make_one(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("HALLWAY_SECRETS", SECRET)

    line = refused(capsys, *command)

    expected = f"There is no database at {tmp_path}/var/hallway.sqlite3. Run: python -m server migrate"
    assert (line, (tmp_path / "var").exists()) == (expected, False)


def test_serve_refuses_a_database_that_is_not_migrated(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "empty.sqlite3").touch()
    monkeypatch.setenv("HALLWAY_SECRETS", SECRET)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/empty.sqlite3")

    assert refused(capsys, "serve") == "The database has no tables yet. Run: python -m server migrate"


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("nonsense", "DATABASE_URL is no address. Give sqlite:///PATH or postgresql://USER@HOST/NAME."),
        ("mysql://x/y", "DATABASE_URL begins with 'mysql'. Hallway speaks sqlite:///PATH and postgresql://…"),
    ],
)
def test_an_unusable_database_address_is_said_so(
    url: str, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)

    assert refused(capsys, "migrate") == line


def test_a_database_that_does_not_answer_is_named_without_its_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://ada:hunter2@127.0.0.1:1/hallway")

    line = refused(capsys, "migrate")

    named = line.startswith("The database at postgresql://ada:***@127.0.0.1:1/hallway does not answer: ")
    assert (named, "hunter2" in line) == (True, False)


def test_a_postgresql_without_that_database_is_one_line(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"{postgres_url}/nowhere")

    assert refused(capsys, "migrate").endswith('does not answer: database "nowhere" does not exist')


def test_migrate_makes_the_folder_and_says_the_revision(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    first = main(["migrate"])
    second = main(["migrate"])

    lines = capsys.readouterr().out.splitlines()
    assert (first, second, lines[0], (tmp_path / "var" / "hallway.sqlite3").exists()) == (0, 0, lines[1], True)


def test_migrate_where_no_folder_can_be_made_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("HALLWAY_VAR", str(tmp_path / "file" / "var"))

    line = refused(capsys, "migrate")

    assert line == f"The folder of {tmp_path}/file/var/hallway.sqlite3 can't be made: Not a directory."
