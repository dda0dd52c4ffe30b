"""The file of sign-in providers is read as README shows it, and a mistake in it is named."""

import re
import textwrap
from pathlib import Path

import pytest

from server.config import ROOT, Settings
from server.errors import SetupError
from server.organizations.models import Role
from server.people.models import Affiliation
from server.providers import AFFILIATIONS, ROLES, GroupRole, Provider, read_providers

LEAST = 'id = "a"\nname = "A"\nissuer = "https://a.example"\nclient_id = "c"\n'


def test_names_are_those_that_there_are() -> None:
    assert (tuple(Affiliation), tuple(Role)) == (AFFILIATIONS, ROLES)


def test_the_example_of_the_readme_is_read() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8").partition("    [[provider]]\n")[2].partition("\n### ")[0]

    [provider] = read_providers(textwrap.dedent("    [[provider]]\n" + text), {"NORTHGATE_CLIENT_SECRET": "s"})

    assert provider == Provider(
        id="northgate",
        name="Northgate account",
        issuer="https://login.northgate.example",
        client_id="hallway",
        client_secret="s",
        joins=True,
        affiliations={"faculty": "FACULTY", "student": "STUDENT"},
        roles=(
            GroupRole("robotics-board", "robotics-club", "OFFICER", None),
            GroupRole("hallway-admins", None, "ADMINISTRATOR", "boston"),
        ),
    )


def test_the_file_is_named_by_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "providers.toml"
    file.write_text(f"[[provider]]\n{LEAST}")
    monkeypatch.setenv("HALLWAY_SIGN_IN_PROVIDERS", str(file))

    assert [one.id for one in Settings.from_environment().providers] == ["a"]


def test_a_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HALLWAY_SIGN_IN_PROVIDERS", str(tmp_path / "none.toml"))

    with pytest.raises(SetupError, match=r"HALLWAY_SIGN_IN_PROVIDERS names .*none\.toml, which can't be read"):
        Settings.from_environment()


def test_no_secret_is_shown() -> None:
    [provider] = read_providers(f'[[provider]]\n{LEAST}client_secret_variable = "S"', {"S": "quite secret"})

    assert "quite secret" not in repr(provider)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[provider", "is no TOML"),
        ("[other]", "holds tables [[provider]] and nothing else"),
        ("[[provider]]\n", "lacks id"),
        (f"[[provider]]\n{LEAST}colour = 1", "has 'colour', which means nothing"),
        (f'[[provider]]\n{LEAST}joins = "yes"', "joins of the sign-in provider 'a' is no bool"),
        (f"[[provider]]\n{LEAST.replace('https', 'http')}", "has to begin with https://"),
        ("[[provider]]\n" + LEAST.replace('"a"', '"A b"'), "at most 40 small letters"),
        (f'[[provider]]\n{LEAST}client_secret_variable = "S"', "has its secret in S, which is not set"),
        (f'[[provider]]\n{LEAST}affiliation = "KING"', "'KING' is no affiliation"),
        (f'[[provider]]\n{LEAST}scopes = "email"', "its scopes have to hold openid"),
        (f'[[provider]]\n{LEAST}[[provider.role]]\ngroup = "g"', "either an organization or a campus"),
        (
            f'[[provider]]\n{LEAST}[[provider.role]]\ngroup = "g"\norganization = "o"\nrole = "KING"',
            "is one of MEMBER",
        ),
        (f"[[provider]]\n{LEAST}[[provider]]\n{LEAST}", "the same id"),
    ],
)
def test_a_mistake_is_named(text: str, sentence: str) -> None:
    with pytest.raises(SetupError, match=re.escape(sentence)):
        read_providers(text, {})
