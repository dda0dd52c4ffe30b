"""How templates are read: escaped by default, failing on any name that isn't there."""

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from server.config import Settings
from server.keys import new_key
from server.pages.address import local
from server.pages.documents import PAGES
from server.pages.filters import FILTERS
from server.web.static import asset


def environment(settings: Settings) -> Environment:
    """The environment of all pages."""
    environment = Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= FILTERS
    environment.globals |= {
        "asset": asset,
        "base_url": settings.base_url,
        "campus_name": settings.campus_name,
        "icon": icon,
        "local": local,
        "new_id": lambda: str(new_key()),
    }
    return environment


def icon(name: str, *, flip: bool = False, class_: str = "") -> Markup:
    """A shape of the sprite, said by the words beside it. `flip` mirrors arrows where one reads from the right."""
    classes = " ".join(part for part in ("icon", "flip" if flip else "", class_) if part)
    return Markup('<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>').format(
        classes, asset("icons.svg"), name
    )
