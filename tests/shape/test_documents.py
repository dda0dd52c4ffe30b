"""Every page asks for exactly what it shows, of a schema that has it, and has a test."""

import re
from pathlib import Path

import pytest
from graphql import build_schema
from jinja2 import meta, nodes
from shown import leaves, page, partial, results, subject, successes, tree

from schema import schema
from server.config import ROOT
from server.pages import SITE_MAP
from server.pages.documents import PAGES, Documents
from server.pages.page import Entry

NAMES = sorted(str(file.relative_to(PAGES).with_suffix("")) for file in PAGES.rglob("*.graphql"))
SHOWN = [name for name in NAMES if (PAGES / f"{name}.html").is_file()]
GIVEN = {"address", "done", "errors", "now", "refusal", "ticked", "typed"}
"""What the engine gives to every template, beside the globals of `server/pages/templates.py`."""
GLOBAL = {"asset", "base_url", "campus_name", "icon", "local", "new_id"}
GIVEN_ALSO = {
    "_layout": {"section"},
    "badges/_scan_answer": {"zone"},
    "events/_rsvp": {"viewer"},
    "error": {"status", "title", "lede", "next"},
}


@pytest.fixture(scope="module")
def documents() -> Documents:
    return Documents(build_schema(schema.as_str()))


@pytest.mark.parametrize("name", [name for name in NAMES if not Path(name).name.startswith("_")])
def test_validate_document(name: str, documents: Documents) -> None:
    document = documents.read(name)

    assert document.query.definition.name


@pytest.mark.parametrize("name", SHOWN)
def test_show_every_field_that_is_asked_and_no_other(name: str) -> None:
    asked, template = (partial if Path(name).name.startswith("_") else page)(PAGES, name)

    assert (sorted(asked.unshown()), template.unasked) == ([], [])


@pytest.mark.parametrize("name", SHOWN)
def test_read_no_name_that_nobody_gives(name: str) -> None:
    is_partial = Path(name).name.startswith("_") and name != "_layout"
    asked, _ = (partial if Path(name).name.startswith("_") else page)(PAGES, name)
    own = {subject(PAGES, name)} if is_partial else set(asked.fields)

    template = tree(PAGES / f"{name}.html")
    own |= {name.name for name in template.find_all(nodes.Name) if name.ctx == "store"}
    own |= {macro.name for macro in template.find_all(nodes.Macro)}
    own |= {imported for imports in template.find_all(nodes.FromImport) for imported in map(str, imports.names)}

    names = meta.find_undeclared_variables(template)

    assert names - own - GIVEN - GLOBAL - GIVEN_ALSO.get(name, set()) == set()


def test_give_every_template_a_document() -> None:
    templates = {str(file.relative_to(PAGES).with_suffix("")) for file in PAGES.rglob("*.html")}

    assert templates - set(SHOWN) == {"_macros"}


def test_give_every_page_a_test() -> None:
    pages = {entry.name for entry in SITE_MAP}
    files = {name: ROOT / "tests" / "pages" / f"test_{name.replace('/', '_')}.py" for name in pages}

    assert sorted(name for name, file in files.items() if not file.is_file()) == []


@pytest.mark.parametrize(
    "entry", [entry for entry in SITE_MAP if isinstance(entry.then, str)], ids=lambda entry: entry.path
)
def test_lead_on_by_the_fields_that_mutations_ask_for(entry: Entry) -> None:
    used = {"__typename", *re.findall(r"{([\w.]+)}", str(entry.then))}

    for result in results(PAGES, entry.name):
        success = {path for path in leaves(result) if path not in ("message", "faults.path", "faults.message")}
        assert success | {"__typename"} == used


@pytest.mark.parametrize(
    "entry", [entry for entry in SITE_MAP if isinstance(entry.then, dict)], ids=lambda entry: entry.path
)
def test_lead_on_from_each_success_by_fields_that_are_asked_of_it(entry: Entry) -> None:
    assert isinstance(entry.then, dict)
    for success, then in entry.then.items():
        used = set(re.findall(r"{([\w.]+)}", then))
        for asked in successes(PAGES, entry.name, success):
            assert set(leaves(asked)) == used
