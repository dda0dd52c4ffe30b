"""A description becomes HTML that can do no harm."""

import pytest

from server.markdown import render


def test_markdown_is_shown_as_written() -> None:
    html = render("# Bring\n\n- a **coat**\n- ~~cocoa~~\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n3. three")

    assert html.startswith(
        "<h3>Bring</h3>\n<ul>\n<li>a <strong>coat</strong></li>\n<li><s>cocoa</s></li>\n</ul>\n<table>"
    )
    assert '<ol start="3">' in html


def test_headings_stay_below_those_of_the_page() -> None:
    assert render("# a\n\n###### b") == "<h3>a</h3>\n<h6>b</h6>\n"


def test_links_lead_out_without_recommending() -> None:
    assert render("[map](https://example.org/?a=1&b=2)") == (
        '<p><a href="https://example.org/?a=1&amp;b=2" rel="nofollow ugc noopener noreferrer">map</a></p>\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "![x](https://example.org/pixel.png)",
        "<a href='javascript:alert(1)'>x</a>",
        "<svg/onload=alert(1)>",
        "<iframe src='https://example.org'></iframe>",
        '<https://example.org/"onmouseover=alert(1)>',
        "[x](https://example.org 'a\" onclick=\"alert(1)')",
        "<style>*{display:none}</style>",
        "<form action=/><input>",
    ],
)
def test_nothing_in_a_description_runs_or_loads(text: str) -> None:
    html = render(text)

    for tag in ("<script", "<img", "<svg", "<iframe", "<style", "<form", "<input"):
        assert tag not in html
    for harm in ('href="javascript', 'href="data', 'href="vbscript', ' onclick="', ' onmouseover="', "<a href='"):
        assert harm not in html.lower()


@pytest.mark.parametrize("piece", ["[", "*a ", "> ", "`", "![", "](", "_a", "a**b", "[a](", "- ", "&#", "<", "|"])
def test_long_description_is_cut(piece: str) -> None:
    assert render(piece * 20_000) == render((piece * 20_000)[:20_000])
