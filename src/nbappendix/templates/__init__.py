"""Pages, style sheets, scripts and Typst templates of what is published."""

import base64
import hashlib
from functools import cache
from importlib.resources import files

from markupsafe import Markup, escape


@cache
def asset(name: str) -> str:
    """The text of a file of this folder."""
    return (files(__name__) / name).read_text("utf-8")


def page(name: str, **told) -> Markup:
    """A page of this folder; what is told to it is escaped, unless it is `Markup`."""
    return Markup(_pages().get_template(name).render(told))


def macros(name: str, **told):
    """The macros of a page of this folder, to which all of them is told."""
    return _pages().get_template(name).make_module(told)


@cache
def _pages():
    from jinja2 import Environment, FunctionLoader

    made = Environment(loader=FunctionLoader(asset), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made.filters |= {"hash": _hash, "attributes": _attributes}
    return made


def _hash(text: str) -> Markup:
    """How a content security policy names a style sheet or a script."""
    return Markup("'sha256-{}'").format(base64.b64encode(hashlib.sha256(text.encode()).digest()).decode())


def _attributes(given: dict) -> Markup:
    """The attributes of an element (twice as quick as Jinja's `xmlattr`); those that are None are left out."""
    return Markup("".join(f' {name}="{escape(value)}"' for name, value in given.items() if value is not None))
