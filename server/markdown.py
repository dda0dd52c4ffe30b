"""Markdown, as people write descriptions, becomes HTML that is safe to show."""

import nh3
from markdown_it import MarkdownIt

MAX_TEXT = 20_000
"""Characters that are shown; hostile text of that length takes a few tenths of a second."""

_TAGS = {
    "p",
    "br",
    "hr",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "code",
    "em",
    "strong",
    "s",
    "a",
}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "tel"}

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])


def render(text: str) -> str:
    """HTML of CommonMark with tables. HTML in `text` is shown as text; pictures and scripts don't survive.

    Headings begin at `h3`, since a page has its own above them; links are marked `nofollow ugc`.
    """
    tokens = _markdown.parse(text[:MAX_TEXT])
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="nofollow ugc noopener noreferrer"
    )
